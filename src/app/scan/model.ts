import type { Change, FailedAttempt, Lifecycle, TrailControl } from '../../core/change.ts';
import type { LateDelivery } from '../../core/coverage.ts';
import type { Activity, Problem } from '../../core/evidence/reading.ts';
import type { Policy } from '../../core/policy.ts';
import type { DigestVerifier } from '../../trail/digests/verifier.ts';
import type { RecordCell } from '../../trail/object-reading.ts';
import type { KnownReadings, ObjectReader } from '../../trail/reader.ts';
import type { Counters } from '../counters.ts';
import type { Located } from '../duplicates.ts';

export interface Period {
  readonly from: string;
  readonly to: string;
}

export interface ScanOptions {
  readonly policy: Policy;
  /** Absent: what the records span. */
  readonly period?: Period;
  /** Absent: one object after the other, in this thread. */
  readonly reader?: ObjectReader;
  /** What was read before: it is not read again, and what is read is added. */
  readonly known?: KnownReadings;
  /** Is given every digest and log file as it is read; the reader hashes, then. */
  readonly verifier?: DigestVerifier;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly objects: number;
  readonly records: number;
}

/** What a pass over the trail found, before anything is judged. */
export interface Scanned {
  readonly period: Period;
  readonly counters: Counters;
  readonly problems: readonly Problem[];
  /** In the period, in scope, one per event; lineage resolved. */
  readonly changes: readonly Located<Change>[];
  /** From before the period: what their names mean in it. */
  readonly earlier: readonly Change[];
  readonly attempts: readonly Located<FailedAttempt>[];
  readonly lifecycle: readonly Located<Lifecycle>[];
  /** In the period, whatever the scope. */
  readonly controls: readonly Located<TrailControl>[];
  /** From before the period, in force at its start. */
  readonly blindAtStart: readonly TrailControl[];
  /** Event ids of which two copies say different things. */
  readonly conflicts: readonly string[];
  /** SageMaker operations that the catalogue lacks, and whose requests carry a network setting. */
  readonly uncatalogued: readonly string[];
  /** Names of objects that look like nothing that CloudTrail writes, and were left out. */
  readonly leftOut: readonly string[];
  /** Folders of the source that were not looked into. */
  readonly unlisted: readonly string[];
  readonly accounts: ReadonlySet<string>;
  readonly regions: ReadonlySet<string>;
  readonly activity: readonly Activity[];
  /** Records by place and hour, of the hours of the period and in scope. */
  readonly cells: readonly RecordCell[];
  readonly lateDelivery: LateDelivery;
  /** The archive is of an organisation's trail. */
  readonly organisation: boolean;
  /** Versions of the objects that rows come from, where the bucket keeps versions; by key. */
  readonly objectVersions: ReadonlyMap<string, string>;
  /** `<account> <region>` of every record in scope, in the hours of the period. */
  readonly pairs: ReadonlySet<string>;
}
