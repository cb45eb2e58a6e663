import type { SkipReason } from '../trail/key.ts';

/** Counted where things happen, one counter a stage, so that the tie-out proves and does not repeat itself. */
export class Counters {
  objects = {
    listed: 0,
    read: 0,
    unreadable: 0,
    skipped: {
      digest: 0,
      insight: 0,
      'network-activity': 0,
      aggregated: 0,
      'not-a-log-file': 0,
      'outside-publish-window': 0,
    } satisfies Record<SkipReason, number>,
    /** Of the skipped ones, those that a digest names: held against it, and not read. */
    hashed: 0,
  };

  records = {
    read: 0,
    /** Counted first, whatever their time and place: they are not parsed. */
    otherServices: 0,
    changes: 0,
    failedAttempts: 0,
    lifecycle: 0,
    trailControl: 0,
    otherSageMaker: 0,
    outOfPeriod: 0,
    outOfScope: 0,
    /** Of operations that the policy excludes. */
    excludedOperations: 0,
    unreadable: 0,
  };

  /** Records by the hour, of all services. */
  hours = {
    /** In hours that lie wholly outside the period. */
    outOfPeriod: 0,
    outOfScope: 0,
  };

  /** Further copies of a change or failed attempt in the period. */
  duplicates = 0;
  /** Records that a later one corrects (`addendum.reason: UPDATED_DATA`). */
  corrected = 0;
}
