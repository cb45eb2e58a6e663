import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { EvidenceStore } from '../app/backfill/ports.ts';

export interface S3StoreOptions {
  readonly bucket: string;
  /** What every key begins with, with a slash at its end; empty: nothing. */
  readonly prefix: string;
}

/** A folder of a bucket. Tries each request three times; what fails then rejects with S3's own error. */
export function s3Store({ bucket, prefix }: S3StoreOptions): EvidenceStore {
  const client = new S3Client({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
  });
  const at = (name: string) => ({ Bucket: bucket, Key: `${prefix}${name}` });
  const get = async (name: string): Promise<Buffer | undefined> => {
    try {
      const { Body } = await client.send(new GetObjectCommand(at(name)));
      return Body && Buffer.from(await Body.transformToByteArray());
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') return undefined;
      throw error;
    }
  };
  return {
    url: `s3://${bucket}/${prefix}`,
    get,
    async put(name, body) {
      await client.send(new PutObjectCommand({ ...at(name), Body: body, ContentType: typeOf(name) }));
    },
    async create(name, body) {
      try {
        await client.send(new PutObjectCommand({ ...at(name), Body: body, ContentType: typeOf(name), IfNoneMatch: '*' }));
        return true;
      } catch (error) {
        // Somebody else's, or our own of a request whose answer was lost.
        if ((error as Error).name !== 'PreconditionFailed') throw error;
        return (await get(name))?.equals(body) ?? false;
      }
    },
    async remove(name) {
      await client.send(new DeleteObjectCommand(at(name)));
    },
  };
}

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  json: 'application/json',
  jsonl: 'application/jsonl',
  csv: 'text/csv; charset=utf-8',
};

function typeOf(name: string): string {
  return types[name.slice(name.lastIndexOf('.') + 1)] ?? 'text/plain; charset=utf-8';
}
