import type { DigestFault } from '../../core/integrity.ts';
import { msPerHour } from '../../core/time.ts';
import type { Digest, ParsedDigest } from './digest.ts';
import type { DigestKey } from './keys.ts';
import type { Span } from './spans.ts';

/** A digest object of the source, and what is found out about it in turn. */
export interface Entry {
  /** Where it lies. */
  readonly key: string;
  readonly id: DigestKey | undefined;
  /** The bucket that it was read from; `undefined`: a local copy. */
  readonly bucket: string | undefined;
  readonly parsed: ParsedDigest | { readonly fault: 'unreadable' };
  /** S3's user metadata; `undefined`: none at hand. */
  readonly metadata: Metadata | undefined;
  /** What is wrong with it by itself. Without such a fault it is authentic: CloudTrail wrote it, for this place. */
  fault: DigestFault | undefined;
  /** What is wrong with what it says of the digest before it. */
  linkFault: DigestFault | undefined;
  /** Hex, lower case: the one that was found to be right. */
  signature: string | undefined;
}

export type Metadata = Readonly<Record<string, string>>;

export type Authentic = Entry & { readonly id: DigestKey; readonly parsed: Digest; readonly signature: string };

export function isAuthentic(entry: Entry): entry is Authentic {
  return entry.fault === undefined && entry.id !== undefined && !('fault' in entry.parsed) && entry.signature !== undefined;
}

export function isValid(entry: Entry): entry is Authentic {
  return isAuthentic(entry) && entry.linkFault === undefined;
}

export function validSpans(entries: readonly Entry[]): Span[] {
  return entries.filter(isValid).map(({ parsed }) => ({ from: parsed.start, to: parsed.end }));
}

/** Epoch milliseconds: of one that is not authentic, what its key says. */
export function endOf(entry: Entry): number {
  return isAuthentic(entry) ? entry.parsed.end : (entry.id?.end ?? Number.NEGATIVE_INFINITY);
}

/** Place in its chain: backfill digests are chained in the order in which they were made. */
export function orderOf(entry: Entry): number {
  const made = entry.id?.backfill && entry.metadata ? generatedAt(entry.metadata) : undefined;
  return made ?? endOf(entry);
}

/** When a backfill digest was made, epoch milliseconds: its key is looked up at that time. */
export function generatedAt(metadata: Metadata): number | undefined {
  const text = metadata['backfill-generation-timestamp'];
  if (!text) return undefined;
  const time = Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  return Number.isNaN(time) ? undefined : time;
}

export function startOf(entry: Entry): number {
  return isAuthentic(entry) ? entry.parsed.start : endOf(entry) - msPerHour;
}

/**
 * Where in this source an object lies that a digest names. In a bucket that is the key itself; a local copy may have lost or gained what
 * stands before `AWSLogs/`.
 */
export function placeOf(entry: Entry, digest: Digest, named: string): string {
  if (entry.bucket !== undefined) return named;
  const [declared, local] = [prefixOf(digest.object), prefixOf(entry.key)];
  if (declared === undefined || local === undefined || declared === local || !named.startsWith(`${declared}AWSLogs/`)) return named;
  return local + named.slice(declared.length);
}

export function prefixOf(key: string): string | undefined {
  const at = key.startsWith('AWSLogs/') ? 0 : key.indexOf('/AWSLogs/') + 1;
  return at > 0 || key.startsWith('AWSLogs/') ? key.slice(0, at) : undefined;
}
