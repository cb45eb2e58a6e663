import { createHash } from 'node:crypto';
import { isObject, type JsonObject, parseJson } from '../../core/json.ts';
import { utcTime } from './keys.ts';
import { type MemberFault, soleMember } from './member.ts';

/** A digest file's content, as far as it is judged. */
export interface Digest {
  readonly account: string;
  /** Epoch milliseconds, half-open. */
  readonly start: number;
  readonly end: number;
  /** As written: it is part of what is signed. */
  readonly endText: string;
  readonly bucket: string;
  readonly object: string;
  readonly fingerprint: string;
  /** `null`: it does not say. */
  readonly algorithm: string | null;
  readonly previous: { readonly bucket: string | null; readonly object: string | null; readonly hash: string | null };
  readonly previousAlgorithm: string | null;
  readonly previousSignature: string | null;
  readonly logs: readonly NamedLog[];
  /** Over its bytes after decompression, hex. */
  readonly sha256: string;
}

export interface NamedLog {
  readonly bucket: string;
  readonly key: string;
  readonly hash: string;
  readonly algorithm: string | null;
}

export type ParsedDigest = Digest | { readonly fault: 'format' | 'trailing-bytes' };

/** A digest names the log files of an hour at some 400 bytes each: this is a hundred thousand of them. */
export const maxDigestBytes = 48 * 1024 * 1024;

export function parseDigest(bytes: Buffer): ParsedDigest {
  const member = soleMember(bytes, maxDigestBytes);
  if ('fault' in member) return { fault: kindOf(member.fault) };
  const content = parseJson(member.plain.toString('utf8'));
  const digest = isObject(content) ? read(content) : undefined;
  return digest ? { ...digest, sha256: createHash('sha256').update(member.plain).digest('hex') } : { fault: 'format' };
}

function kindOf(fault: MemberFault): 'format' | 'trailing-bytes' {
  return fault === 'trailing-bytes' ? fault : 'format';
}

/** Names are taken as they are written: nobody but CloudTrail writes digests, and it has one spelling. */
function read(content: JsonObject): Omit<Digest, 'sha256'> | undefined {
  const [account, endText, startText] = [content.awsAccountId, content.digestEndTime, content.digestStartTime];
  const [bucket, object, fingerprint] = [content.digestS3Bucket, content.digestS3Object, content.digestPublicKeyFingerprint];
  const previous = {
    bucket: textOrNull(content.previousDigestS3Bucket),
    object: textOrNull(content.previousDigestS3Object),
    hash: textOrNull(content.previousDigestHashValue),
  };
  const previousSignature = Object.hasOwn(content, 'previousDigestSignature') ? textOrNull(content.previousDigestSignature) : undefined;
  const previousAlgorithm = textOrNull(content.previousDigestHashAlgorithm);
  const algorithm = textOrNull(content.digestSignatureAlgorithm);
  const logs = Array.isArray(content.logFiles) ? content.logFiles.map(namedLog) : undefined;
  if (typeof account !== 'string' || typeof endText !== 'string' || typeof startText !== 'string') return undefined;
  if (typeof bucket !== 'string' || typeof object !== 'string' || typeof fingerprint !== 'string') return undefined;
  const [start, end] = [utcTime(startText), utcTime(endText)];
  if (start === undefined || end === undefined || !logs?.every((log) => log !== undefined)) return undefined;
  if (previousSignature === undefined || algorithm === undefined || previousAlgorithm === undefined) return undefined;
  if (previous.bucket === undefined || previous.object === undefined || previous.hash === undefined) return undefined;
  const { bucket: before, object: beforeKey, hash } = previous;
  return {
    account,
    start,
    end,
    endText,
    bucket,
    object,
    fingerprint,
    algorithm,
    previous: { bucket: before, object: beforeKey, hash },
    previousAlgorithm,
    previousSignature,
    logs,
  };
}

function namedLog(entry: unknown): NamedLog | undefined {
  if (!isObject(entry)) return undefined;
  const { s3Bucket: bucket, s3Object: key, hashValue: hash } = entry;
  const algorithm = textOrNull(entry.hashAlgorithm);
  if (typeof bucket !== 'string' || typeof key !== 'string' || typeof hash !== 'string' || algorithm === undefined) return undefined;
  return { bucket, key, hash, algorithm };
}

/** Absent is `null`; `undefined`: another type. */
function textOrNull(value: unknown): string | null | undefined {
  return value === undefined || value === null ? null : typeof value === 'string' ? value : undefined;
}
