import { maxObjectBytes } from '../../trail/limits.ts';
import { type TrailObject, TrailObjectError } from '../../trail/source.ts';
import type { Bucket, Fetched, Listed } from './bucket.ts';
import type { Prefetchable, Window } from './window.ts';

/** An object of a bucket; its bytes may be under way before they are asked for. */
export class S3Object implements TrailObject, Prefetchable {
  readonly key: string;
  readonly size: number;
  readonly stamp: string;
  readonly bucket: string;
  readonly wanted: boolean;
  readonly #bucket: Bucket;
  readonly #window: Window<S3Object>;
  #bytes: Promise<Fetched> | undefined;
  #facts: Omit<Fetched, 'bytes'> | undefined;

  constructor(listed: Listed, from: { bucket: Bucket; wanted: boolean; window: Window<S3Object> }) {
    this.key = listed.key;
    this.size = listed.size;
    this.stamp = listed.etag;
    this.bucket = from.bucket.name;
    this.wanted = from.wanted && listed.size <= maxObjectBytes;
    this.#bucket = from.bucket;
    this.#window = from.window;
  }

  get versionId(): string | undefined {
    return this.#facts?.versionId;
  }

  start(): void {
    if (this.#bytes) return;
    this.#bytes = this.#bucket.get(this.key);
    this.#bytes.catch(() => {});
  }

  drop(): void {
    this.#bytes = undefined;
  }

  async head(): Promise<Buffer> {
    if (this.#bytes) return (await this.#bytes).bytes.subarray(0, 64);
    // S3 refuses a range of nothing.
    return this.size === 0 ? Buffer.alloc(0) : this.#bucket.start(this.key, 64);
  }

  async read(): Promise<Buffer> {
    if (this.size > maxObjectBytes) {
      throw new TrailObjectError(
        `${this.size} bytes in the bucket, refused above ${maxObjectBytes}`,
        'CloudTrail writes at most 50 MB before compression: check who wrote this object',
      );
    }
    this.start();
    try {
      const { bytes, ...facts } = await (this.#bytes as Promise<Fetched>);
      this.#facts = facts;
      return bytes;
    } finally {
      this.drop();
      this.#window.release(this);
    }
  }

  async metadata(): Promise<Readonly<Record<string, string>>> {
    return this.#facts?.metadata ?? this.#bucket.metadata(this.key);
  }
}
