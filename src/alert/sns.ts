import type { Alert } from '../core/alert.ts';
import type { RuleId, Severity } from '../core/rule.ts';
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
/** A filter policy compares short values; and four of these stay far within what is left. */
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

/** What filter policies go by. An attribute that an alert has no value for is absent: its value must not be empty. */
function filterAttributes(alert: Alert): Record<string, SnsAttribute> {
  const { rules, ...single } = facetsOf(alert);
  const values = Object.entries({ kind: alert.kind, ...single }).flatMap(([name, value]): [string, SnsAttribute][] =>
    value === undefined || value.trim() === '' ? [] : [[name, { type: 'String', value: plainText(value, attributeCharacters) }]],
  );
  return {
    ...Object.fromEntries(values),
    ...(rules && rules.length > 0 && { rule: { type: 'String.Array', value: JSON.stringify(rules) } as const }),
  };
}

interface Facets {
  readonly severity?: Severity;
  readonly rules?: readonly (RuleId | 'trail-tampering')[];
  readonly verdict?: string;
  readonly account?: string;
  readonly region?: string;
  readonly event?: string;
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
}

function facetsOf(alert: Alert): Facets {
  switch (alert.kind) {
    case 'change': {
      const { severity, verdict, account, region, eventName: event, tags, failures } = alert;
      const [owner, team] = [tagValue(tags, 'owner'), tagValue(tags, 'team')];
      return { severity, rules: failures.map(({ rule }) => rule), verdict, account, region, event, owner, team };
    }
    case 'trail-tampering': {
      const { account, region, eventName: event } = alert.control;
      return { severity: alert.severity, rules: ['trail-tampering'], account, region, event };
    }
    case 'roll-up':
      return { severity: alert.severity, rules: alert.group.rules, account: alert.group.account, region: alert.group.region };
    case 'sink-broken':
      return { severity: 'high' };
    case 'heartbeat':
    case 'test':
      return {};
  }
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
