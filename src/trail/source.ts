import type { ObjectReading } from './object-reading.ts';

/** The port that every source of trail records serves: folder, bucket, event history. */

/** One object of a trail's archive: a log file, or something that lies beside it. */
export interface TrailObject {
  /** Key inside the bucket (`AWSLogs/...`), never a local path. */
  readonly key: string;
  /** Bytes as stored; 0 where that is not known before it is read (event history). */
  readonly size: number;
  /** Another one means other bytes under the same key (S3's ETag, a file's time). Absent: what was read once cannot be relied on. */
  readonly stamp?: string | undefined;
  /** Where the object lies, for who wants to fetch it again; absent in a local copy. */
  readonly bucket?: string;
  /** The version whose bytes were read, once they were; absent where the bucket keeps no versions. */
  readonly versionId?: string | undefined;
  /** What it holds, where the source knows that without its bytes; they are not read, then. */
  readonly reading?: ObjectReading;
  /** A local file: a worker thread reads it by itself. */
  readonly path?: string;
  /** The first bytes, at least two where there are two. Rejects with a `TrailObjectError`. */
  head(): Promise<Buffer>;
  /** Compressed bytes, whole. Rejects with a `TrailObjectError`. */
  read(): Promise<Buffer>;
  /**
   * User metadata as S3's HeadObject answers (names in lower case, without `x-amz-meta-`); of a local copy its sidecar
   * `<file>.metadata.json`. `undefined`: there is none at hand. Rejects with a `TrailObjectError`.
   */
  metadata(): Promise<Readonly<Record<string, string>> | undefined>;
}

export interface TrailSource {
  /** How the source is named in the evidence; no local path. */
  readonly name: string;
  /**
   * Every object, in order of key. What follows is fetched ahead, so take them one after the other and read several at a time; an object
   * that is read long after it was handed out, or twice, is fetched again. Rejects with a `SourceError` when the source cannot be listed.
   */
  objects(): AsyncIterable<TrailObject>;
  /** How much of the source was handed out, 0 to 1: an estimate, for a progress line. */
  share?(): number;
  /** Folders of the place that was given that were not looked into, and may hold more of the trail; asked when the pass is over. */
  unlisted?(): readonly string[];
  /** What it took to read it, for `run.json`; asked when the pass is over. */
  ran?(): Readonly<Record<string, unknown>>;
  /** What was not looked at because it was not asked for, or is not in reach: a sentence each, for the limits of the evidence. */
  readonly limits?: readonly string[];
}

export const nameTheTrail = "name the trail's own prefix, which ends in AWSLogs/";

/** What there is to say of a folder that was not looked into. */
export const notLookedInto = (object: string) => ({
  object,
  what: 'not looked through: it may not be listed, or has too many folders',
  fix: nameTheTrail,
});

/** A source that cannot be opened or listed, or not any longer: nothing can be said about what is in it. */
export class SourceError extends Error {
  override name = 'SourceError';
}

/** An object that could not be read: what is wrong with it and what to do, in one line each. */
export class TrailObjectError extends Error {
  override name = 'TrailObjectError';
  readonly fix: string;

  constructor(message: string, fix: string, cause?: unknown) {
    super(message, { cause });
    this.fix = fix;
  }
}
