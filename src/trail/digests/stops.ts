import type { TrailControl } from '../../core/change.ts';
import { msPerHour } from '../../core/time.ts';
import type { DigestKey } from './keys.ts';

/** Operations that end or begin a chain of digests: it breaks when logging or validation is switched off (User Guide, "Stopping a trail"). */
const operations = new Set(['StopLogging', 'StartLogging', 'DeleteTrail', 'CreateTrail', 'UpdateTrail']);

/**
 * Is there a record that says why a chain starts anew? Only records of log files that were found valid count: whoever removes digests could
 * plant a reason too. A digest is delivered up to an hour after what it is about.
 */
export function isExplained(id: DigestKey, from: number, to: number, controls: readonly TrailControl[]): boolean {
  return controls.some((control) => explains(id, from, to, control));
}

export function explains(id: DigestKey, from: number, to: number, { eventName, eventTime, errorCode, trail }: TrailControl): boolean {
  const time = Date.parse(eventTime);
  return operations.has(eventName) && errorCode === null && isOf(id, trail) && time >= from - msPerHour && time <= to + msPerHour;
}

/** Trails go by name or ARN; an organisation's trail is stopped in another account than the one that its logs are of. */
function isOf({ trail }: DigestKey, named: string | null): boolean {
  return named !== null && named.slice(named.lastIndexOf('/') + 1) === trail;
}
