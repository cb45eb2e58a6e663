import type { ObjectReading } from '../../trail/object-reading.ts';
import { type TrailObject, TrailObjectError } from '../../trail/source.ts';
import { Bucket, type BucketOptions } from '../s3/bucket.ts';
import { S3Object } from '../s3/object.ts';
import { Window } from '../s3/window.ts';

/** Fetched ahead of the reader. Athena does not tell how large they are: CloudTrail's are some 100 KB each, as stored. */
const ahead = { objects: 64, bytes: Number.POSITIVE_INFINITY };

/** Log files that Athena named, to be read from their buckets. */
export class FoundObjects {
  readonly #options: Omit<BucketOptions, 'name'>;
  readonly #isKnown: (object: Pick<TrailObject, 'key' | 'size' | 'stamp'>) => boolean;
  readonly #buckets = new Map<string, Bucket>();

  constructor(options: Omit<BucketOptions, 'name'>, isKnown: (object: Pick<TrailObject, 'key' | 'size' | 'stamp'>) => boolean) {
    this.#options = options;
    this.#isKnown = isKnown;
  }

  /** @throws SourceError where the bucket cannot be listed */
  async open(name: string, prefix: string): Promise<Bucket> {
    const known = this.#buckets.get(name);
    if (known) return known;
    const bucket = new Bucket({ ...this.#options, name });
    await bucket.open(prefix);
    this.#buckets.set(name, bucket);
    return bucket;
  }

  /** In order of path. @param stamp of the query that found them: they are read after it, so that a run that goes on need not do so again */
  async *of(paths: readonly string[], stamp: string): AsyncIterable<TrailObject> {
    const window = new Window<S3Object>(ahead);
    const objects: S3Object[] = [];
    for (const path of [...paths].sort()) {
      const { name = '', key = '' } = /^s3:\/\/(?<name>[^/]+)\/(?<key>.+)$/.exec(path)?.groups ?? {};
      const bucket = await this.open(name, key);
      const listed = { key, size: 0, etag: stamp };
      const object = new S3Object(listed, { bucket, wanted: !this.#isKnown({ key, size: 0, stamp }), window });
      objects.push(object);
      window.add(object);
    }
    for (const [index, object] of objects.entries()) {
      window.handOut(object);
      const longAgo = objects[index - ahead.objects];
      if (longAgo) window.pass(longAgo);
      yield object;
    }
  }
}

/** What Athena counted in log files, or gave of them, in place of the files. */
export class CountedObject implements TrailObject {
  readonly key: string;
  readonly size = 0;
  readonly reading: ObjectReading;

  constructor(key: string, reading: ObjectReading) {
    this.key = key;
    this.reading = reading;
  }

  async head(): Promise<Buffer> {
    return this.read();
  }

  async read(): Promise<Buffer> {
    throw new TrailObjectError('counted by Athena, and not read', 'scan the bucket (s3://...) to read it');
  }

  async metadata(): Promise<undefined> {
    return undefined;
  }
}
