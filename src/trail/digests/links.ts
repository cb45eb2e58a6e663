import type { TrailControl } from '../../core/change.ts';
import type { DigestFault } from '../../core/integrity.ts';
import type { Digest } from './digest.ts';
import { type Authentic, type Entry, endOf, isAuthentic, orderOf, placeOf } from './entry.ts';
import { digestKey } from './keys.ts';
import { isExplained } from './stops.ts';

/** A digest that another one names, and that is not there. */
export interface MissingDigest {
  readonly key: string;
  /** The one that names it. */
  readonly by: Authentic;
  /** Of its key, epoch milliseconds. */
  readonly end: number;
}

/**
 * Follows each chain from its newest digest in the source backwards. What an authentic digest says of the one before it is held against what
 * lies there; where that one is not authentic itself, it is to blame, not its successor.
 */
export function linkChains(entries: ReadonlyMap<string, Entry>, controls: readonly TrailControl[]): MissingDigest[] {
  const missing = new Map<string, MissingDigest>();
  for (const chain of chainsOf(entries.values())) {
    const newestFirst = chain.filter(isAuthentic);
    const [newest, second] = newestFirst;
    if (newest && second && hasLeftAlone(newest, second)) newest.linkFault = 'moved';
    for (const [index, digest] of newestFirst.entries()) {
      const absent = linkOne(digest, newestFirst[index + 1], entries, controls);
      if (absent) missing.set(absent.key, absent);
    }
  }
  return [...missing.values()];
}

/** Answers with the digest before it, where that is missing. */
function linkOne(
  digest: Authentic,
  older: Authentic | undefined,
  entries: ReadonlyMap<string, Entry>,
  controls: readonly TrailControl[],
): MissingDigest | undefined {
  const target = targetOf(digest);
  if (target === undefined) {
    digest.linkFault ??= startsAnew(digest, older, controls);
    return undefined;
  }
  const named = entries.get(target);
  if (named && isAuthentic(named) && isElsewhere(digest, named)) named.linkFault = 'moved';
  digest.linkFault ??= linkFault(digest, target, named, older);
  // In another bucket it may well be: that is a gap of this source, no removal.
  const isHere = digest.parsed.previous.bucket === digest.parsed.bucket;
  return named || !isHere ? undefined : { key: target, by: digest, end: endOfKey(target, digest) };
}

/** A local copy has no bucket: that a digest came from another one than it says, the one after it tells. */
function isElsewhere({ parsed: { previous } }: Authentic, { bucket, parsed }: Authentic): boolean {
  return bucket === undefined && parsed.object === previous.object && parsed.bucket !== previous.bucket;
}

/** The newest has none after it: a trail that goes to another bucket takes its log files there too. */
function hasLeftAlone({ bucket, parsed }: Authentic, older: Authentic): boolean {
  return (
    bucket === undefined &&
    parsed.bucket !== older.parsed.bucket &&
    parsed.logs.length > 0 &&
    parsed.logs.every((log) => log.bucket !== parsed.bucket)
  );
}

function linkFault(digest: Authentic, target: string, named: Entry | undefined, older: Authentic | undefined): DigestFault | undefined {
  if (named && isAuthentic(named)) return joins(digest, named, older);
  const end = named ? orderOf(named) : endOfKey(target, digest);
  return older && orderOf(older) > end && !digest.id.backfill ? 'skips-a-digest' : undefined;
}

function endOfKey(target: string, namedBy: Authentic): number {
  return digestKey(target)?.end ?? namedBy.parsed.start;
}

/** Newest first. */
export function chainsOf<E extends Entry>(entries: Iterable<E>): E[][] {
  const chains = new Map<string, E[]>();
  for (const entry of entries) {
    if (!entry.id) continue;
    const chain = chains.get(entry.id.chain);
    if (chain) chain.push(entry);
    else chains.set(entry.id.chain, [entry]);
  }
  return [...chains.values()].map((chain) => chain.sort((a, b) => orderOf(b) - orderOf(a) || (a.key < b.key ? 1 : -1)));
}

export function targetOf(entry: Authentic): string | undefined {
  const { bucket, object } = entry.parsed.previous;
  return bucket === null || object === null ? undefined : placeOf(entry, entry.parsed, object);
}

function startsAnew({ parsed, id }: Authentic, older: Authentic | undefined, controls: readonly TrailControl[]): DigestFault | undefined {
  if (parsed.previous.object !== null || parsed.previous.hash !== null || parsed.previousSignature !== null) return 'not-linked';
  if (!older || id.backfill) return undefined;
  if (older.parsed.end > parsed.start) return 'times-do-not-join';
  const touches = older.parsed.end === parsed.start && !isExplained(id, parsed.start, parsed.start, controls);
  return touches ? 'not-linked' : undefined;
}

function joins({ parsed, id }: Authentic, named: Authentic, older: Authentic | undefined): DigestFault | undefined {
  const { previous, previousSignature } = parsed;
  if (named.parsed.bucket !== previous.bucket || named.parsed.object !== previous.object || !isSameTrail(named, id))
    return 'previous-moved';
  if (!id.backfill && endOf(named) >= parsed.end) return 'times-do-not-join';
  if (older && older !== named && orderOf(older) > orderOf(named)) return 'skips-a-digest';
  if (previous.hash !== named.parsed.sha256 || !isSha256(parsed)) return 'previous-hash';
  if (previousSignature?.toLowerCase() !== named.signature) return 'previous-signature';
  return !id.backfill && named.parsed.end !== parsed.start ? 'times-do-not-join' : undefined;
}

/** A trail's prefix may have changed from one digest to the next; its account, region and name cannot. */
function isSameTrail({ id: a }: Authentic, b: Authentic['id']): boolean {
  return a.account === b.account && a.region === b.region && a.trail === b.trail && a.backfill === b.backfill;
}

function isSha256({ previousAlgorithm }: Digest): boolean {
  return (previousAlgorithm ?? 'SHA-256') === 'SHA-256';
}
