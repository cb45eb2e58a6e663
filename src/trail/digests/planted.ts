import { type Authentic, type Entry, isValid, validSpans } from './entry.ts';
import type { LogKey } from './keys.ts';
import { chainsOf } from './links.ts';
import { covers, type Span, union } from './spans.ts';

const minute = 60_000;

interface Chain {
  readonly covered: readonly Span[];
  /** Epoch milliseconds: where the newest digest begins. */
  readonly newest: number;
}

/**
 * Which log files that no digest names were put there: those of a minute that a chain vouches for which keeps its log files in the same
 * folder, and that goes on after it. Another trail in the bucket may have no digests; and a file of the newest digest's last minute is
 * named by the next one, which has to be there to tell.
 */
export function plantedIn(entries: Iterable<Entry>): (log: LogKey) => boolean {
  const folders = new Map<string, Chain[]>();
  for (const digests of chainsOf([...entries].filter(isHourly))) {
    const [newest] = digests;
    if (!newest) continue;
    const folder = folderOf(newest.id);
    folders.set(folder, [...(folders.get(folder) ?? []), { covered: union(validSpans(digests)), newest: newest.parsed.start }]);
  }
  return (log) => (folders.get(folderOf(log)) ?? []).some((chain) => vouches(chain, log.minute));
}

function isHourly(entry: Entry): entry is Authentic {
  return isValid(entry) && !entry.id.backfill;
}

function folderOf({ root, account, region }: Pick<LogKey, 'root' | 'account' | 'region'>): string {
  return JSON.stringify([root, account, region]);
}

/** CloudTrail names no log file without a time. */
function vouches({ covered, newest }: Chain, time: number | undefined): boolean {
  if (time === undefined) return true;
  return time + minute <= newest && covers(covered, { from: time, to: time + minute });
}
