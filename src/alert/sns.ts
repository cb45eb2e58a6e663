import type { Alert, AlertGroup, RolledUp } from '../core/alert.ts';
import { count } from '../text/numbers.ts';
import { plainText } from '../text/plain-text.ts';
import type { Briefing, Context } from './briefing.ts';
import { brief } from './sentences.ts';
import { headline, plainLines } from './text.ts';
import { tagValue } from './who.ts';
import { alertJson } from './within.ts';

export interface SnsMessage {
  readonly subject: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, SnsAttribute>>;
}

export interface SnsAttribute {
  readonly type: 'String' | 'String.Array';
  readonly value: string;
}

/**
 * SNS API reference, Publish: a subject is ASCII text of less than 100 characters without line breaks or control characters; a message with
 * its attributes has at most 256 KB. Developer guide, "Message attributes": a queue with raw delivery takes ten of them.
 */
export const snsLimits = { subject: 99, bytes: 256 * 1024, attributes: 10 } as const;

const bodyBytes = 96 * 1024;
const alertBytes = 140 * 1024;
/** A filter policy compares short values. Those of a roll-up are of few enough changes to fit into what is left (app/roll-up.ts). */
const attributeCharacters = 256;

/**
 * Prose as the message, which e-mail shows, and the alert itself in the attribute `alert`, which a queue gets. Not `MessageStructure:
 * json` with a body per protocol: "Message attributes are sent only when the message structure is String, not JSON" (developer guide,
 * "Message attributes"), and filter policies go by them.
 */
export function snsMessage(alert: Alert, context: Context = {}): SnsMessage {
  return snsMessageOf(alert, brief(alert, context));
}

/** @param briefing the alert in words */
export function snsMessageOf(alert: Alert, briefing: Briefing): SnsMessage {
  return {
    subject: asciiLine(`[sagewarden] ${headline(briefing)}`, snsLimits.subject),
    body: upTo(plainLines(briefing), bodyBytes),
    attributes: { ...filterAttributes(alert), alert: { type: 'String', value: alertJson(alert, alertBytes) } },
  };
}

/**
 * What filter policies go by. An attribute that an alert has no value for is absent: its value must not be empty. One that has several
 * matches by any of them (developer guide, "Filter policy constraints").
 */
function filterAttributes(alert: Alert): Record<string, SnsAttribute> {
  return Object.fromEntries(
    Object.entries({ kind: [alert.kind], ...facetsOf(alert) }).flatMap(([name, values]) => {
      const distinct = new Set(values.flatMap((value) => (value?.trim() ? plainText(value, attributeCharacters) : [])));
      const [first, ...more] = distinct;
      if (first === undefined) return [];
      const isList = name === 'rule' || more.length > 0;
      return [[name, isList ? { type: 'String.Array', value: JSON.stringify([...distinct]) } : { type: 'String', value: first }]];
    }),
  );
}

type Facets = Readonly<Record<string, readonly (string | undefined)[]>>;

function facetsOf(alert: Alert): Facets {
  switch (alert.kind) {
    case 'change':
      return facetsOfChanges([alert], alert);
    case 'roll-up':
      return facetsOfChanges(alert.changes, alert.group);
    case 'trail-tampering': {
      const { account, region, eventName } = alert.control;
      return { severity: [alert.severity], account: [account], region: [region], event: [eventName], rule: ['trail-tampering'] };
    }
    case 'sink-broken':
      return { severity: ['high'] };
    case 'heartbeat':
    case 'test':
      return {};
  }
}

/** A roll-up goes to whoever any of its changes would have gone to by its own alert. */
function facetsOfChanges(changes: readonly RolledUp[], { account, region }: Pick<AlertGroup, 'account' | 'region'>): Facets {
  return {
    severity: changes.map(({ severity }) => severity),
    verdict: changes.map(({ verdict }) => verdict),
    account: [account],
    region: [region],
    event: changes.map(({ eventName }) => eventName),
    owner: changes.map(({ tags }) => tagValue(tags, 'owner')),
    team: changes.map(({ tags }) => tagValue(tags, 'team')),
    rule: changes.flatMap(({ failures }) => failures.map(({ rule }) => rule)),
  };
}

/** ASCII in one line: what is not becomes `?`, so that the length stays what one sees. */
function asciiLine(text: string, limit: number): string {
  const ascii = text.replace(/[^\x20-\x7e]/gu, '?');
  return ascii.length <= limit ? ascii : `${ascii.slice(0, limit - 3)}...`;
}

function upTo(lines: readonly string[], bytes: number): string {
  const kept: string[] = [];
  let used = 0;
  for (const line of lines) {
    used += Buffer.byteLength(line) + 1;
    if (used > bytes - 100) return `${[...kept, `... (${count(lines.length - kept.length)} more lines)`].join('\n')}\n`;
    kept.push(line);
  }
  return `${kept.join('\n')}\n`;
}
