import type { LogFault, LogVerdict } from '../../core/integrity.ts';
import type { NamedLog } from './digest.ts';
import { type Authentic, type Entry, isAuthentic, placeOf } from './entry.ts';
import { logKey } from './keys.ts';

/** What was found when a log file was read: the hash of its bytes after decompression (hex), or why there is none. */
export type LogFact = { readonly sha256: string } | { readonly fault: 'unreadable' | 'truncated' | 'format' | 'trailing-bytes' };

/** A log file that is not valid, and the digest that says so. */
export interface BadLog {
  readonly key: string;
  readonly verdict: LogFault;
  readonly by: Authentic;
}

export interface JudgedLogs {
  readonly verdicts: ReadonlyMap<string, LogVerdict>;
  readonly bad: readonly BadLog[];
}

/**
 * Every log file that a digest names. Of several that name one, each must be right.
 *
 * @param isAsked must what this digest names be there?
 */
export function judgeLogs(
  entries: readonly Entry[],
  facts: ReadonlyMap<string, LogFact>,
  isAsked: (digest: Authentic) => boolean,
): JudgedLogs {
  const authentic = entries.filter(isAuthentic);
  const buckets = new Set(authentic.map(({ parsed }) => parsed.bucket));
  const verdicts = new Map<string, LogVerdict>();
  const bad = new Map<string, BadLog>();
  for (const digest of authentic) {
    for (const log of digest.parsed.logs) {
      const key = placeOf(digest, digest.parsed, log.key);
      const fact = facts.get(key);
      if (bad.has(key) || (!fact && !isAsked(digest))) continue;
      const verdict = judge(digest, log, key, fact, buckets);
      verdicts.set(key, verdict);
      if (verdict !== 'valid') bad.set(key, { key, verdict, by: digest });
    }
  }
  for (const key of namedByOthers(entries)) if (facts.has(key) && !verdicts.has(key)) verdicts.set(key, 'digest-not-valid');
  return { verdicts, bad: [...bad.values()] };
}

function* namedByOthers(entries: readonly Entry[]): Iterable<string> {
  for (const entry of entries) {
    if (isAuthentic(entry) || 'fault' in entry.parsed) continue;
    for (const log of entry.parsed.logs) yield placeOf(entry, entry.parsed, log.key);
  }
}

function judge(digest: Authentic, log: NamedLog, key: string, fact: LogFact | undefined, buckets: ReadonlySet<string>): LogVerdict {
  if (!buckets.has(log.bucket)) return 'moved';
  const isElsewhere = digest.bucket !== undefined && log.bucket !== digest.bucket;
  if (isElsewhere || !fact) return isElsewhere ? 'unreadable' : 'missing';
  const owner = logKey(key)?.account;
  if (owner !== undefined && owner !== digest.parsed.account) return 'other-account';
  if ((log.algorithm ?? 'SHA-256') !== 'SHA-256') return 'hash-algorithm';
  if ('fault' in fact) return fact.fault;
  return fact.sha256 === log.hash ? 'valid' : 'hash';
}
