import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { isThrottle, patient, retrying } from '../retry.ts';
import { AdaptiveLimit } from './limiter.ts';
import { listError, objectError } from './problems.ts';

export interface Listed {
  readonly key: string;
  /** Bytes as stored. */
  readonly size: number;
  readonly etag: string;
}

export interface Page {
  readonly objects: readonly Listed[];
  /** What lies one folder deeper, where a delimiter was asked for. */
  readonly folders: readonly string[];
  /** There is more behind it. */
  readonly next: string | undefined;
}

export interface Fetched {
  readonly bytes: Buffer;
  readonly versionId: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface BucketOptions {
  readonly name: string;
  readonly requestPayer: boolean;
  /** Account id; S3 then refuses a bucket of anybody else. */
  readonly expectedOwner: string | undefined;
  /** GETs under way at most. */
  readonly concurrency: number;
  readonly client: S3ClientConfig;
}

/** The requests to one bucket: sent again when they fail, fewer at a time when S3 says SlowDown, errors in plain words. */
export class Bucket {
  readonly name: string;
  readonly #limit: AdaptiveLimit;
  readonly #options: BucketOptions;
  #client: S3Client;

  constructor(options: BucketOptions) {
    this.name = options.name;
    this.#options = options;
    this.#limit = new AdaptiveLimit(options.concurrency);
    this.#client = clientOf(options);
  }

  /** Finds the bucket's own Region, and that it can be listed. @throws SourceError */
  async open(prefix: string): Promise<void> {
    const region = await this.#client.config.region().catch(() => undefined);
    // Any Region will do to be told the right one.
    if (region === undefined) this.#client = clientOf(this.#options, 'us-east-1');
    try {
      await this.#list(prefix, '/', undefined);
    } catch (error) {
      const { $response } = error as { $response?: { headers?: Record<string, string> } };
      const own = $response?.headers?.['x-amz-bucket-region'];
      if (own === undefined || own === (region ?? 'us-east-1')) throw this.#listError(prefix, error);
      // The SDK's followRegionRedirects asks the wrong Region before each request; this asks it once.
      this.#client = clientOf(this.#options, own);
    }
  }

  /** One page of at most 1,000. @throws SourceError */
  async list(prefix: string, delimiter: '/' | undefined, after?: string): Promise<Page> {
    const answer = await this.#list(prefix, delimiter, after).catch((error) => {
      throw this.#listError(prefix, error);
    });
    return {
      objects: (answer.Contents ?? []).map(({ Key = '', Size = 0, ETag = '' }) => ({ key: Key, size: Size, etag: ETag })),
      folders: (answer.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? []),
      next: answer.IsTruncated ? answer.NextContinuationToken : undefined,
    };
  }

  /** The folders right below a prefix, all of them. @throws SourceError */
  async folders(prefix: string): Promise<string[]> {
    const folders: string[] = [];
    for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
      const page = await this.list(prefix, '/', after);
      folders.push(...page.folders);
      after = page.next;
    }
    return folders;
  }

  /** @throws TrailObjectError, SourceError */
  async get(key: string): Promise<Fetched> {
    return this.#limited(key, async () => {
      const answer = await this.#client.send(new GetObjectCommand({ ...this.#request(), Key: key }));
      return { bytes: await bodyOf(answer), versionId: answer.VersionId, metadata: answer.Metadata ?? {} };
    });
  }

  /** The first bytes. @throws TrailObjectError, SourceError */
  async start(key: string, bytes: number): Promise<Buffer> {
    return this.#limited(key, async () =>
      bodyOf(await this.#client.send(new GetObjectCommand({ ...this.#request(), Key: key, Range: `bytes=0-${bytes - 1}` }))),
    );
  }

  /** @throws TrailObjectError, SourceError */
  async metadata(key: string): Promise<Readonly<Record<string, string>>> {
    return this.#limited(key, async () => {
      const answer = await this.#client.send(new HeadObjectCommand({ ...this.#request(), Key: key }));
      return answer.Metadata ?? {};
    });
  }

  #list(prefix: string, delimiter: '/' | undefined, after: string | undefined): Promise<ListObjectsV2CommandOutput> {
    const command = new ListObjectsV2Command({
      ...this.#request(),
      Prefix: prefix,
      ...(delimiter && { Delimiter: delimiter }),
      ...(after !== undefined && { ContinuationToken: after }),
    });
    return retrying(() => this.#client.send(command), patient);
  }

  #request(): { Bucket: string; RequestPayer?: 'requester'; ExpectedBucketOwner?: string } {
    const { requestPayer, expectedOwner } = this.#options;
    return {
      Bucket: this.name,
      ...(requestPayer && { RequestPayer: 'requester' as const }),
      ...(expectedOwner !== undefined && { ExpectedBucketOwner: expectedOwner }),
    };
  }

  #listError(prefix: string, error: unknown): Error {
    return listError(`s3://${this.name}/${prefix}`, error);
  }

  async #limited<T>(key: string, send: () => Promise<T>): Promise<T> {
    const onFailure = (error: unknown) => {
      if (isThrottle(error)) this.#limit.throttled();
    };
    try {
      return await this.#limit.run(() => retrying(send, { ...patient, onFailure }));
    } catch (error) {
      throw objectError(key, error);
    }
  }
}

function clientOf({ client, concurrency }: BucketOptions, region?: string): S3Client {
  const agent = { keepAlive: true, maxSockets: concurrency + 16 };
  return new S3Client({
    maxAttempts: 1,
    // TLS, gzip's CRC and the digests' SHA-256 see what a checksum in JavaScript would, which costs as much as inflating.
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 30_000,
      throwOnRequestTimeout: true,
      socketTimeout: 30_000,
      httpAgent: agent,
      httpsAgent: agent,
    },
    ...client,
    ...(region !== undefined && { region }),
  });
}

async function bodyOf({ Body, ContentLength }: GetObjectCommandOutput): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of Body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
  }
  if (ContentLength !== undefined && length !== ContentLength) {
    throw Object.assign(new Error(`${length} of ${ContentLength} bytes came`), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
  }
  return Buffer.concat(chunks, length);
}
