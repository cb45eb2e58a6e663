import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { isObject, type JsonObject } from '../core/json.ts';

/** A key that CloudTrail signs the digests of one region with. */
export interface TrailPublicKey {
  readonly fingerprints: readonly string[];
  /** `undefined`: the file does not say; it is tried for every region. */
  readonly region: string | undefined;
  /** Epoch milliseconds; infinite where it is not said. */
  readonly from: number;
  readonly to: number;
  readonly key: KeyObject;
}

/** A range of time in which digests of a region were signed, epoch milliseconds. */
export interface KeyRange {
  readonly region: string;
  readonly from: number;
  readonly to: number;
}

/** Where keys come from: a file, or ListPublicKeys. Rejects with a `PublicKeyError`. */
export type KeySource = (ranges: readonly KeyRange[]) => Promise<readonly TrailPublicKey[]>;

/** Public keys that cannot be had or read: what to do about it is in the message. */
export class PublicKeyError extends Error {
  override name = 'PublicKeyError';
}

/**
 * What ListPublicKeys answers: `{"PublicKeyList": [{"Value", "ValidityStartTime", "ValidityEndTime", "Fingerprint"}]}`, as the AWS CLI
 * prints it, and with a `Region` in each key as `sagewarden public-keys` writes it.
 *
 * @throws PublicKeyError
 */
export function parsePublicKeys(content: unknown, name: string): TrailPublicKey[] {
  const list = isObject(content) ? content.PublicKeyList : undefined;
  if (!Array.isArray(list))
    throw new PublicKeyError(`${name}: expected what aws cloudtrail list-public-keys prints: {"PublicKeyList": [...]}`);
  return list.map((entry, index) => {
    const place = `${name}: key ${index + 1}`;
    if (!isObject(entry)) throw new PublicKeyError(`${place} is not an object`);
    return publicKey(entry, place);
  });
}

function publicKey(entry: JsonObject, place: string): TrailPublicKey {
  const { Value: value, Fingerprint: declared, Region: own } = entry;
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/\s]+=*\s*$/.test(value)) throw new PublicKeyError(`${place}: Value is not base64`);
  const der = Buffer.from(value, 'base64');
  const key = rsaKey(der);
  if (!key) throw new PublicKeyError(`${place}: Value is not an RSA public key of at least 1024 bits (DER, PKCS#1 or SPKI)`);
  const computed = createHash('md5').update(der).digest('hex');
  const fingerprints =
    typeof declared === 'string' && declared.toLowerCase() !== computed ? [declared.toLowerCase(), computed] : [computed];
  return {
    fingerprints,
    region: typeof own === 'string' ? own : undefined,
    from: timeOf(entry.ValidityStartTime, `${place}: ValidityStartTime`) ?? Number.NEGATIVE_INFINITY,
    to: timeOf(entry.ValidityEndTime, `${place}: ValidityEndTime`) ?? Number.POSITIVE_INFINITY,
    key,
  };
}

/** The API documents PKCS#1; SPKI is what most tools write. */
function rsaKey(der: Buffer): KeyObject | undefined {
  for (const type of ['pkcs1', 'spki'] as const) {
    try {
      const key = createPublicKey({ key: der, format: 'der', type });
      if (key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 1024) return key;
    } catch {
      // Of the other form, or of none.
    }
  }
  return undefined;
}

/** The wire has seconds since 1970, the AWS CLI prints them or ISO 8601. */
function timeOf(value: unknown, place: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  const time = typeof value === 'number' ? value * 1000 : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (!Number.isFinite(time)) throw new PublicKeyError(`${place} is not a time`);
  return time;
}
