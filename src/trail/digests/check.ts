import { verify } from 'node:crypto';
import type { DigestFault } from '../../core/integrity.ts';
import { msPerHour } from '../../core/time.ts';
import type { TrailPublicKey } from '../public-keys.ts';
import type { Digest } from './digest.ts';
import { type Entry, generatedAt, prefixOf } from './entry.ts';

/** Log file integrity validation began in June 2015: no digest is older. */
const earliest = Date.UTC(2015, 5, 1);

/** A key is taken within two hours of its time of validity, as aws cloudtrail validate-logs asks for keys. */
const keyTolerance = 2 * msPerHour;

const algorithm = 'SHA256withRSA';

type Checked = { readonly signature: string } | { readonly fault: DigestFault };

/**
 * A digest by itself: readable, in its place, and signed by CloudTrail.
 *
 * @param handedDown signatures that digests after it say it has: they serve where its metadata is not at hand
 */
export function checkDigest(entry: Entry, handedDown: readonly string[], keys: readonly TrailPublicKey[]): Checked {
  const { parsed, metadata, id } = entry;
  if ('fault' in parsed) return parsed;
  if (metadata && (!metadata.signature || !metadata['signature-algorithm'])) return { fault: 'signature-removed' };
  if (!id || !liesWhereItSays(entry, parsed)) return { fault: 'moved' };
  if (parsed.account !== id.account) return { fault: 'other-account' };
  if (parsed.start >= parsed.end || parsed.start < earliest || Math.abs(parsed.end - id.end) > msPerHour) return { fault: 'times' };
  if (![metadata?.['signature-algorithm'], parsed.algorithm].every((name) => (name ?? algorithm) === algorithm))
    return { fault: 'signature-algorithm' };
  const at = id.backfill && metadata ? generatedAt(metadata) : parsed.end;
  if (at === undefined) return { fault: 'format' };
  const known = keys.filter(({ region, fingerprints }) => (region ?? id.region) === id.region && fingerprints.includes(parsed.fingerprint));
  return checkSignature(parsed, metadata?.signature ? [metadata.signature] : handedDown, known, at);
}

function checkSignature(digest: Digest, candidates: readonly string[], known: readonly TrailPublicKey[], at: number): Checked {
  if (candidates.length === 0) return { fault: 'no-signature' };
  if (known.length === 0) return { fault: 'no-public-key' };
  const inTime = known.filter(({ from, to }) => from - keyTolerance <= at && at <= to + keyTolerance);
  if (inTime.length === 0) return { fault: 'public-key-not-valid-then' };
  const text = signedText(digest);
  const signature = candidates.find((candidate) => isHex(candidate) && inTime.some(({ key }) => verified(text, candidate, key)));
  return signature === undefined ? { fault: 'signature' } : { signature: signature.toLowerCase() };
}

/** CloudTrail User Guide, "Custom implementations of CloudTrail log file integrity validation". */
function signedText({ endText, bucket, object, sha256, previousSignature }: Digest): Buffer {
  return Buffer.from(`${endText}\n${bucket}/${object}\n${sha256}\n${previousSignature ?? 'null'}`);
}

function verified(text: Buffer, signature: string, key: TrailPublicKey['key']): boolean {
  return verify('sha256', text, key, Buffer.from(signature, 'hex'));
}

function isHex(text: string): boolean {
  return text.length % 2 === 0 && /^[0-9a-f]+$/i.test(text);
}

/** A local copy has no bucket, and what stands before `AWSLogs/` may have been left out when it was made. */
function liesWhereItSays({ key, bucket }: Entry, { bucket: itsBucket, object }: Digest): boolean {
  if (bucket !== undefined) return bucket === itsBucket && key === object;
  return key.slice(prefixOf(key)?.length ?? 0) === object.slice(prefixOf(object)?.length ?? 0);
}
