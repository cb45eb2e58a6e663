import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { freePort } from '../../stand-ins/free-port.ts';

/** An S3 that others wrote, for tools that others wrote. */
export interface Moto {
  readonly url: string;
  /** Empties it, and fills one bucket. */
  fill(
    bucket: string,
    objects: Iterable<readonly [string, { readonly bytes: Buffer; readonly metadata: Record<string, string> }]>,
  ): Promise<void>;
  close(): void;
}

export const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' };

export async function startMoto(bin: string): Promise<Moto> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server: ChildProcess = spawn(`${bin}/moto_server`, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  await answers(url);
  const client = new S3Client({ endpoint: url, region: 'us-east-1', credentials, forcePathStyle: true });
  return {
    url,
    async fill(bucket, objects) {
      await fetch(`${url}/moto-api/reset`, { method: 'POST' });
      await client.send(new CreateBucketCommand({ Bucket: bucket }));
      const put = ([Key, { bytes: Body, metadata: Metadata }]: readonly [string, { bytes: Buffer; metadata: Record<string, string> }]) =>
        client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, Metadata }));
      await pMap(objects, put, { concurrency: 8 });
    },
    close: () => void server.kill(),
  };
}

async function answers(url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await fetch(`${url}/moto-api/data.json`).catch(() => undefined);
    if (answer?.ok) return;
    await wait(200);
  }
  throw new Error(`moto does not answer at ${url}`);
}
