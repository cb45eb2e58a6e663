/** The port that every source of trail records serves: folder, bucket, event history. */

/** One object of a trail's archive: a log file, or something that lies beside it. */
export interface TrailObject {
  /** Key inside the bucket (`AWSLogs/...`), never a local path. */
  readonly key: string;
  /** Bytes as stored. */
  readonly size: number;
  /** Where the object lies, for who wants to fetch it again; absent in a local copy. */
  readonly bucket?: string;
  readonly versionId?: string;
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
  /** Every object, in order of key. */
  objects(): AsyncIterable<TrailObject>;
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
