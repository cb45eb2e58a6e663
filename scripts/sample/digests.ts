import { createHash } from 'node:crypto';
import type { Signer } from './signing.ts';
import { iso } from './time.ts';

/** Digest files as CloudTrail delivers them (User Guide, "CloudTrail digest file structure"); times in seconds since 1970. */

export interface DeliveredLog {
  readonly key: string;
  readonly delivered: number;
  /** Over the bytes before compression, hex. */
  readonly sha256: string;
}

export interface Chain {
  readonly account: string;
  readonly region: string;
  readonly trail: string;
  readonly home: string;
  readonly bucket: string;
  /** What stands before `AWSLogs/`, with its slash. */
  readonly prefix?: string;
  readonly organisation?: string;
}

/** The members of a digest file, in its order. */
export interface DigestContent {
  awsAccountId: string;
  digestStartTime: string;
  digestEndTime: string;
  digestS3Bucket: string;
  digestS3Object: string;
  digestPublicKeyFingerprint: string;
  digestSignatureAlgorithm: string;
  newestEventTime: string | null;
  oldestEventTime: string | null;
  previousDigestS3Bucket: string | null;
  previousDigestS3Object: string | null;
  previousDigestHashValue: string | null;
  previousDigestHashAlgorithm: string | null;
  previousDigestSignature: string | null;
  logFiles: {
    s3Bucket: string;
    s3Object: string;
    hashValue: string;
    hashAlgorithm: string;
    newestEventTime: string;
    oldestEventTime: string;
  }[];
}

export interface SignedDigest {
  readonly key: string;
  /** Before compression. */
  readonly text: string;
  readonly content: DigestContent;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface DigestSpan {
  readonly start: number;
  readonly end: number;
  readonly logs: readonly DeliveredLog[];
  readonly previous: SignedDigest | undefined;
  readonly signer: Signer;
  /** When a backfill digest was made. */
  readonly backfilledAt?: number;
}

export function digestOf(chain: Chain, { start, end, logs, previous, signer, backfilledAt }: DigestSpan): SignedDigest {
  const times = logs.map(({ delivered }) => iso(delivered));
  const content: DigestContent = {
    awsAccountId: chain.account,
    digestStartTime: iso(start),
    digestEndTime: iso(end),
    digestS3Bucket: chain.bucket,
    digestS3Object: digestKey(chain, end, backfilledAt !== undefined),
    digestPublicKeyFingerprint: signer.fingerprint,
    digestSignatureAlgorithm: 'SHA256withRSA',
    newestEventTime: times.at(-1) ?? null,
    oldestEventTime: times[0] ?? null,
    previousDigestS3Bucket: previous?.content.digestS3Bucket ?? null,
    previousDigestS3Object: previous?.content.digestS3Object ?? null,
    previousDigestHashValue: previous ? sha256(previous.text) : null,
    previousDigestHashAlgorithm: previous ? 'SHA-256' : null,
    previousDigestSignature: previous?.metadata.signature ?? null,
    logFiles: logs.map(({ key, delivered, sha256: hashValue }) => ({
      s3Bucket: chain.bucket,
      s3Object: key,
      hashValue,
      hashAlgorithm: 'SHA-256',
      newestEventTime: iso(delivered),
      oldestEventTime: iso(delivered - 300),
    })),
  };
  const made = backfilledAt === undefined ? {} : { 'backfill-generation-timestamp': iso(backfilledAt) };
  return signed(content, signer, made);
}

export function signed(content: DigestContent, signer: Signer, more: Readonly<Record<string, string>> = {}): SignedDigest {
  const text = JSON.stringify(content);
  const signature = signer.sign(signedText(content, text));
  return { key: content.digestS3Object, text, content, metadata: { signature, 'signature-algorithm': 'SHA256withRSA', ...more } };
}

export function signedText(
  { digestEndTime, digestS3Bucket, digestS3Object, previousDigestSignature }: DigestContent,
  text: string,
): string {
  return `${digestEndTime}\n${digestS3Bucket}/${digestS3Object}\n${sha256(text)}\n${previousDigestSignature ?? 'null'}`;
}

/** One digest after the other, each of `span` seconds, from `from` to `to`. */
export function digestChain(
  chain: Chain,
  logs: readonly DeliveredLog[],
  times: { readonly from: number; readonly to: number; readonly span: number },
  signer: Signer,
): SignedDigest[] {
  const digests: SignedDigest[] = [];
  const sorted = logs.toSorted((a, b) => a.delivered - b.delivered || (a.key < b.key ? -1 : 1));
  let next = 0;
  for (let start = times.from; start < times.to; start += times.span) {
    const end = start + times.span;
    const first = next;
    while (next < sorted.length && (sorted[next] as DeliveredLog).delivered < end) next++;
    digests.push(digestOf(chain, { start, end, logs: sorted.slice(first, next), previous: digests.at(-1), signer }));
  }
  return digests;
}

function digestKey({ account, region, trail, home, prefix = '', organisation }: Chain, end: number, backfill: boolean): string {
  const time = iso(end);
  const folder = `${prefix}AWSLogs/${organisation ? `${organisation}/` : ''}${account}/CloudTrail-Digest/${region}/${time.slice(0, 10).replaceAll('-', '/')}`;
  const stamp = time.replaceAll(/[-:]/g, '');
  return `${folder}/${account}_CloudTrail-Digest_${region}_${trail}_${home}_${stamp}${backfill ? '_backfill' : ''}.json.gz`;
}

export function sha256(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What ListPublicKeys answers, with regions, as `--public-keys` takes it. */
export function publicKeyFile(
  keys: readonly { readonly region: string; readonly signer: Signer; readonly from: number; readonly to: number }[],
): {
  PublicKeyList: { Region: string; Fingerprint: string; ValidityStartTime: string; ValidityEndTime: string; Value: string }[];
} {
  return {
    PublicKeyList: keys.map(({ region, signer, from, to }) => ({
      Region: region,
      Fingerprint: signer.fingerprint,
      ValidityStartTime: iso(from),
      ValidityEndTime: iso(to),
      Value: signer.publicKey.export({ type: 'pkcs1', format: 'der' }).toString('base64'),
    })),
  };
}

/** What `aws s3api head-object` prints of a digest: where a local copy keeps its signature. Its length is left out: it depends on zlib. */
export function headObject(metadata: Readonly<Record<string, string>>): string {
  return `${JSON.stringify({ ContentType: 'application/json', ContentEncoding: 'gzip', Metadata: metadata }, null, 2)}\n`;
}
