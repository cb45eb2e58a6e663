import type { Change, FailedAttempt, Lifecycle, Reading, TrailControl } from '../../core/change.ts';
import type { Counters } from '../counters.ts';
import type { Kind, Located } from '../duplicates.ts';

/** What of a reading is kept until the pass is over, and what it is counted as. */

export type Readable = Exclude<Reading, { kind: 'unreadable' }>;
type Ignored = Extract<Reading, { kind: 'ignored' }>;
export type Kept = Change | FailedAttempt | Lifecycle | TrailControl;
export type Place = 'in-scope' | 'out-of-scope' | 'excluded-operation';

/**
 * Changes from before the period are in reach: an update in it may leave alone what they set. Log control is so wherever it
 * happened: a trail is stopped in its home region, or in the organisation's management account.
 */
export function isInReach(kind: Kind, inPeriod: boolean, place: Place): boolean {
  if (kind === 'trail-control') return true;
  if (place === 'out-of-scope') return false;
  return kind === 'change' || (inPeriod && place === 'in-scope');
}

export function ofKind<T extends Kept>(kept: readonly Located<Kept>[], kind: Kind): Located<T>[] {
  return kept.filter((located): located is Located<T> => located.kind === kind);
}

export function counterOf(reading: Readable): keyof Counters['records'] {
  switch (reading.kind) {
    case 'change':
      return 'changes';
    case 'failed-attempt':
      return 'failedAttempts';
    case 'lifecycle':
      return 'lifecycle';
    case 'trail-control':
      return 'trailControl';
    case 'ignored':
      return 'otherSageMaker';
  }
}

export function factsOf(reading: Readable): Kept | Ignored {
  return reading.kind === 'ignored' ? reading : keptOf(reading);
}

export function keptOf(reading: Exclude<Readable, Ignored>): Kept {
  switch (reading.kind) {
    case 'change':
      return reading.change;
    case 'failed-attempt':
      return reading.attempt;
    case 'lifecycle':
      return reading.lifecycle;
    case 'trail-control':
      return reading.control;
  }
}
