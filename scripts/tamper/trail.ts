import { gunzipSync, gzipSync } from 'node:zlib';
import {
  type Chain,
  type DeliveredLog,
  type DigestContent,
  digestOf,
  publicKeyFile,
  type SignedDigest,
  sha256,
  signedText,
} from '../sample/digests.ts';
import { type Signer, seededSigner } from '../sample/signing.ts';
import { iso } from '../sample/time.ts';

/** A small trail with its digests, to be tampered with: objects as a bucket has them. */

export interface Stored {
  bytes: Buffer;
  metadata: Record<string, string>;
}

export const hour = 3_600;
export const first = Date.UTC(2026, 7, 3, 0, 1, 31) / 1000;
export const hours = 8;
/** The window that the digests cover to the second. */
export const window = { from: iso(first), to: iso(first + hours * hour) };

export const chain: Chain = {
  account: '111122223333',
  region: 'eu-west-1',
  trail: 'audit',
  home: 'eu-west-1',
  bucket: 'amzn-s3-demo-trail',
};

export interface TrailOptions extends Partial<Chain> {
  /** By index of its hour: digests that are not made, as when logging was stopped; the next one starts a chain anew. */
  readonly stopped?: readonly number[];
  /** A record of StopLogging in the last log file before. */
  readonly stopRecorded?: boolean;
  /** Of another trail than this one. */
  readonly stopOf?: string;
  /** From this hour on, another key signs. */
  readonly rotatedAt?: number;
}

export class Trail {
  readonly objects = new Map<string, Stored>();
  /** Keys of digests and of log files, by hour. */
  readonly digests: string[] = [];
  readonly logs: string[][] = [];
  readonly chain: Chain;
  readonly #stopOf: string;
  keys = [
    { region: 'eu-west-1', signer: seededSigner('tamper eu-west-1'), from: first - 30 * 24 * hour, to: first + 30 * 24 * hour },
    { region: 'us-east-1', signer: seededSigner('tamper us-east-1'), from: first - 30 * 24 * hour, to: first + 30 * 24 * hour },
  ];

  constructor(options: TrailOptions = {}) {
    const { stopped = [], stopRecorded, stopOf, rotatedAt, ...place } = options;
    this.chain = { ...chain, ...place };
    this.#stopOf = stopOf ?? this.chain.trail;
    if (rotatedAt !== undefined) this.#rotate(rotatedAt);
    let previous: SignedDigest | undefined;
    for (let index = 0; index < hours; index++) {
      const start = first + index * hour;
      const logs = stopped.includes(index) ? [] : this.#deliver(index, start, stopRecorded === true && stopped.includes(index + 1));
      this.logs.push(logs.map(({ key }) => key));
      if (stopped.includes(index)) previous = undefined;
      else {
        const signer = this.signerAt(start + hour);
        previous = digestOf(this.chain, { start, end: start + hour, logs, previous, signer });
        this.putDigest(previous);
      }
      this.digests.push(stopped.includes(index) ? '' : (previous as SignedDigest).key);
    }
  }

  /** Nothing is delivered in the fourth hour: its digest is empty. */
  #deliver(index: number, start: number, isLast: boolean): DeliveredLog[] {
    const count = index === 3 ? 0 : 3;
    return Array.from({ length: count }, (_, piece) => {
      const delivered = start + 300 + piece * 900;
      const stop =
        isLast && piece === count - 1 ? [controlRecord('StopLogging', delivered - 60, { ...this.chain, trail: this.#stopOf })] : [];
      return this.putLog(
        delivered,
        JSON.stringify({ Records: [plainRecord(index, piece, delivered - 120), ...stop] }),
        `h${index}p${piece}`,
      );
    });
  }

  #rotate(at: number): void {
    const [mine, ...others] = this.keys as [Trail['keys'][number], ...Trail['keys']];
    const turn = first + at * hour;
    this.keys = [{ ...mine, to: turn }, { ...mine, signer: seededSigner('tamper rotated'), from: turn + 1 }, ...others];
  }

  /** The key that CloudTrail would take. */
  signerAt(time: number): Signer {
    const key = this.keys.find(({ region, from, to }) => region === this.chain.region && from <= time && time <= to);
    if (!key) throw new Error(`no key at ${iso(time)}`);
    return key.signer;
  }

  putLog(delivered: number, text: string, name: string): DeliveredLog {
    const { account, region, prefix = '', organisation } = this.chain;
    const stamp = iso(delivered).slice(0, 16).replaceAll(/[-:]/g, '');
    const folder = `${prefix}AWSLogs/${organisation ? `${organisation}/` : ''}${account}/CloudTrail/${region}/${iso(delivered).slice(0, 10).replaceAll('-', '/')}`;
    const key = `${folder}/${account}_CloudTrail_${region}_${stamp}Z_${name.padEnd(16, 'x')}.json.gz`;
    this.objects.set(key, { bytes: gzipSync(text), metadata: {} });
    return { key, delivered, sha256: sha256(text) };
  }

  putDigest({ key, text, metadata }: Pick<SignedDigest, 'key' | 'text' | 'metadata'>): void {
    this.objects.set(key, { bytes: gzipSync(text), metadata: { ...metadata } });
  }

  object(key: string): Stored {
    const object = this.objects.get(key);
    if (!object) throw new Error(`no ${key}`);
    return object;
  }

  digest(index: number): string {
    return this.digests.at(index) ?? '';
  }

  log(index: number, piece = 0): string {
    return this.logs.at(index)?.[piece] ?? '';
  }

  content(index: number): DigestContent {
    return JSON.parse(gunzipSync(this.object(this.digest(index)).bytes).toString('utf8'));
  }

  /** Alters a digest without the key: what an attacker who writes to the bucket can do. */
  alter(index: number, change: (content: DigestContent) => void): void {
    const content = this.content(index);
    change(content);
    this.object(this.digest(index)).bytes = gzipSync(JSON.stringify(content));
  }

  /** Alters a digest and signs it, and those after it, anew: what only a holder of the key could do, and what a verifier must see all the same. */
  forge(index: number, change: (content: DigestContent) => void, signer?: Signer): void {
    const at = index < 0 ? hours + index : index;
    for (let each = at; each < hours; each++) {
      const content = this.content(each);
      if (each === at) change(content);
      else {
        const before = this.object(this.digest(each - 1));
        content.previousDigestHashValue = sha256(gunzipSync(before.bytes));
        content.previousDigestSignature = before.metadata.signature ?? null;
      }
      this.sign(each, content, signer);
    }
  }

  sign(
    index: number,
    content: DigestContent,
    signer = this.signerAt(first + (index + 1) * hour),
    hash: 'sha256' | 'sha1' = 'sha256',
  ): void {
    const text = JSON.stringify(content);
    const object = this.object(this.digest(index));
    object.bytes = gzipSync(text);
    object.metadata.signature = signer.sign(signedText(content, text), hash);
  }

  backfill(index: number, backfilledAt: number, previous?: SignedDigest): SignedDigest {
    const start = first + index * hour;
    const late = this.putLog(start + 1500, JSON.stringify({ Records: [plainRecord(index, 9, start + 1400)] }), `late${index}`);
    const signer = this.signerAt(backfilledAt);
    const digest = digestOf(this.chain, { start, end: start + hour, logs: [late], previous, signer, backfilledAt });
    this.putDigest(digest);
    return digest;
  }

  publicKeys(): ReturnType<typeof publicKeyFile> {
    return publicKeyFile(this.keys);
  }
}

function plainRecord(index: number, piece: number, time: number): Record<string, unknown> {
  return {
    eventVersion: '1.11',
    userIdentity: { type: 'AWSService', invokedBy: 'sagemaker.amazonaws.com' },
    eventTime: iso(time),
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    awsRegion: 'eu-west-1',
    eventID: `00000000-0000-4000-8000-${String(index * 100 + piece).padStart(12, '0')}`,
    recipientAccountId: '111122223333',
  };
}

export function controlRecord(eventName: string, time: number, { account, region, trail, home }: Chain): Record<string, unknown> {
  return {
    ...plainRecord(98, 0, time),
    eventID: `00000000-0000-4000-8000-${eventName.length}${String(time).padStart(11, '0')}`.slice(0, 36),
    eventSource: 'cloudtrail.amazonaws.com',
    eventName,
    awsRegion: region,
    userIdentity: { type: 'IAMUser', userName: 'mallory', arn: `arn:aws:iam::${account}:user/mallory`, accountId: account },
    sourceIPAddress: '203.0.113.9',
    userAgent: 'aws-cli/2.17',
    requestParameters: { name: `arn:aws:cloudtrail:${home}:${account}:trail/${trail}` },
  };
}
