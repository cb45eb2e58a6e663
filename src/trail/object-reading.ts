import type { Reading } from '../core/change.ts';
import type { LogFact } from './digests/logs.ts';

/**
 * What reading one object gives: plain data, the same from a worker thread, from the full parser and from a checkpoint file (it
 * survives JSON).
 */
export interface ObjectReading {
  /** Records in it, over all its documents, up to the fault if there is one. */
  readonly records: number;
  /**
   * Of these, records of services that do not matter here, with a time and a place: counted, whatever else is in them or missing, and not
   * kept.
   */
  readonly otherServices: number;
  /** Every other record, in order. */
  readonly readings: readonly PlacedReading[];
  /** Records that are readable or of other services, by place and hour; in order of account, region, hour. */
  readonly cells: readonly RecordCell[];
  /** First and last event time of these, epoch milliseconds; absent where there are none. */
  readonly span?: { readonly first: number; readonly last: number };
  /** Bytes after decompression; 0 where that failed. */
  readonly bytes: number;
  /** Where it was asked for: over the bytes after decompression, hex, or why there is none. */
  readonly hash?: LogFact;
  /** Of the object in its bucket, where the bucket keeps versions: what to fetch when the key has another one by then. */
  readonly versionId?: string;
  /** What ended the reading before the object's end. */
  readonly fault?: { readonly what: string; readonly fix: string };
  /** What an engine beside the objects counted in them, so that they are not read. */
  readonly counted?: Counted;
}

/** Counts that stand for objects nobody reads; their records are in `records`, `otherServices` and `cells` too. */
export interface Counted {
  readonly objects: number;
  /**
   * Records of SageMaker and of log control that matter no further. `eventTime`: of any of them, all are on the same side of the period; where
   * they were counted without one, the start of their hour.
   */
  readonly others: readonly { readonly account: string; readonly region: string; readonly eventTime: string; readonly records: number }[];
  /** Delivered so many hours after the hour of their event, `2026-07-01T13`. */
  readonly late: readonly {
    readonly account: string;
    readonly region: string;
    readonly hour: string;
    readonly hours: number;
    readonly records: number;
    readonly objects: number;
  }[];
}

interface Placed {
  /** Place in the object, from 0, over all its documents; `null`: whoever gave the record does not say. */
  readonly index: number | null;
}

type WithoutChange = Extract<Reading, { kind: 'ignored' | 'unreadable' }>;

/**
 * What is kept of a record; it has the hash of the record's canonical JSON (RFC 8785), hex, unless it is ignored or unreadable, or was
 * put together from the columns of a table.
 */
export type PlacedReading =
  | (Placed & { readonly reading: Exclude<Reading, WithoutChange>; readonly recordSha256: string | null })
  | (Placed & { readonly reading: WithoutChange; readonly recordSha256: null });

/** The account and Region of the object's key; of the record, where the key does not say. */
export interface RecordCell {
  readonly account: string;
  readonly region: string;
  /** UTC hour of event time, `2026-07-01T13`. */
  readonly hour: string;
  readonly records: number;
}
