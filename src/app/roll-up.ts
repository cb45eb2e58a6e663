import type { ChangeAlert, RolledUp, RollUp } from '../core/alert.ts';
import { worst } from '../core/rule.ts';
import { jsonText } from '../text/safe-text.ts';
import type { Clock, DueGroup } from './ports.ts';

/**
 * SNS takes 256 KB. Beside 96 KB of prose that is 80 KB for the changes and, at worst, as much again for the values to filter by,
 * each of which stands in a change as well; the rest is for the head.
 */
const mostBytes = 76 * 1024;
/** More than this nobody reads in one message. */
const mostChanges = 200;

interface Telling {
  readonly clock: Clock;
  readonly stage: string;
  readonly policySha256: string;
}

/** What is told of a group: every change in exactly one of the parts, the oldest first. */
export function rollUpsOf({ id, group, alerts, count, since }: DueGroup, { clock, stage, policySha256 }: Telling): RollUp[] {
  const until = alerts.reduce((last, { eventTime }) => (Date.parse(eventTime) > Date.parse(last) ? eventTime : last), since);
  const parts = partsOf(alerts.map(rolledUp));
  return parts.map((changes, at) => ({
    kind: 'roll-up',
    // What joins after a crash makes it another roll-up; the same content is the same one.
    id: [id, changes[0]?.eventId ?? since, changes.length].join(':'),
    at: new Date(clock.now()).toISOString(),
    stage,
    policySha256,
    severity: worst(changes),
    group,
    since,
    until,
    changes,
    count,
    part: at + 1,
    parts: parts.length,
  }));
}

function rolledUp({ eventId, eventTime, eventName, resource, verdict, severity, failures, tags }: ChangeAlert): RolledUp {
  const routing = Object.entries(tags).filter(([key]) => /^(owner|team)$/i.test(key));
  return { eventId, eventTime, eventName, resource, verdict, severity, failures, tags: Object.fromEntries(routing) };
}

/** A change that is too long by itself is a part of its own: its texts are shortened when it is sent. */
function partsOf(changes: readonly RolledUp[]): RolledUp[][] {
  const parts: RolledUp[][] = [];
  let room = 0;
  for (const change of changes) {
    const bytes = Buffer.byteLength(jsonText(change)) + 1;
    const last = parts.at(-1);
    if (last && last.length < mostChanges && bytes <= room) last.push(change);
    else {
      parts.push([change]);
      room = mostBytes;
    }
    room -= bytes;
  }
  return parts;
}
