import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { DayStore } from '../app/days/ports.ts';
import { type S3StoreOptions, s3Store } from './s3-store.ts';

/** Sealed days in a bucket. Object Lock is the bucket's own, by its default retention: what is put has it, and cannot be altered. */
export function s3Days({ bucket, prefix }: S3StoreOptions): DayStore {
  const { url, get, create } = s3Store({ bucket, prefix });
  const client = new S3Client({ maxAttempts: 3 });
  return {
    url,
    get,
    create,
    async *names(below) {
      for (let next: string | undefined, more = true; more; more = next !== undefined) {
        const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: `${prefix}${below}`, ContinuationToken: next }));
        for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key.slice(prefix.length);
        next = page.IsTruncated ? page.NextContinuationToken : undefined;
      }
    },
  };
}
