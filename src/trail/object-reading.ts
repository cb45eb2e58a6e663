import type { Reading } from '../core/change.ts';

/**
 * What reading one object gives: plain data, the same from a worker thread, from the full parser and from a checkpoint file (it
 * survives JSON).
 */
export interface ObjectReading {
  /** Records in it, over all its documents, up to the fault if there is one. */
  readonly records: number;
  /** Of these, records of services that do not matter here: counted, not kept. */
  readonly otherServices: number;
  /** Every other record, in order. */
  readonly readings: readonly PlacedReading[];
  /** All records by place and hour, readable or not of interest; in order of account, region, hour. */
  readonly cells: readonly RecordCell[];
  /** Bytes after decompression. */
  readonly bytes: number;
  /** Over the bytes after decompression, hex; where it was asked for. */
  readonly sha256?: string;
  /** What ended the reading before the object's end. */
  readonly fault?: { readonly what: string; readonly fix: string };
}

export interface PlacedReading {
  /** Place in the object, from 0, over all its documents. */
  readonly index: number;
  readonly reading: Reading;
  /** Over the record's canonical JSON (RFC 8785), hex; `null`: it has none (nested too deeply, or a number that JSON does not have). */
  readonly recordSha256: string | null;
}

export interface RecordCell {
  readonly account: string;
  readonly region: string;
  /** UTC hour of event time, `2026-07-01T13`. */
  readonly hour: string;
  readonly records: number;
}
