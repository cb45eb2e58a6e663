import { type Entry, endOf, isAuthentic, isValid, startOf } from './entry.ts';
import { chainsOf, targetOf } from './links.ts';
import type { Span } from './spans.ts';

/** One trail's digests in an account and Region, and what they must cover there by themselves. */
export interface TrailOfPlace {
  /** Hourly ones, none of them without a key that is read. */
  readonly digests: readonly Entry[];
  readonly owed: Span;
}

interface Owed {
  /** Of the place. */
  readonly owed: Span;
  /** Was a window asked for? Without one, a trail is followed from its own first digest, and up to `due`. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Until when every trail must have delivered a digest by now. */
  readonly due: number;
}

/**
 * The trails of a place. Each owes what was asked for by itself: digests that another trail has say nothing of what this one delivered.
 * One that ended before, or that began after, owes nothing.
 */
export function trailsOf(digests: readonly Entry[], place: Owed): TrailOfPlace[] {
  return lineagesOf(digests).flatMap((own) => {
    const span = owedBy(own, place);
    return span && span.from < span.to ? [{ digests: own, owed: span }] : [];
  });
}

function owedBy(own: readonly Entry[], { owed, from, to, due }: Owed): Span | undefined {
  const authentic = own.filter(isAuthentic).sort((a, b) => startOf(a) - startOf(b));
  const [first] = authentic;
  if (!first) return undefined;
  const last = authentic.reduce((end, entry) => Math.max(end, endOf(entry)), first.parsed.end);
  if (last <= owed.from || (first.parsed.start >= owed.to && targetOf(first) === undefined)) return undefined;
  return { from: from === undefined ? first.parsed.start : owed.from, to: to === undefined ? Math.min(owed.to, due) : owed.to };
}

/** A trail's chain goes on under another prefix where a digest there names the last one here. */
function lineagesOf(digests: readonly Entry[]): Entry[][] {
  const chains = chainsOf(digests);
  const parents = new Map<string, string>();
  const root = (chain: string): string => {
    const parent = parents.get(chain);
    return parent === undefined ? chain : root(parent);
  };
  const chainAt = new Map(digests.map(({ key, id }) => [key, id?.chain]));
  for (const entry of digests.filter(isValid)) {
    const before = chainAt.get(targetOf(entry) ?? '');
    const [a, b] = [root(before ?? entry.id.chain), root(entry.id.chain)];
    if (a !== b) parents.set(a, b);
  }
  const lineages = new Map<string, Entry[]>();
  for (const chain of chains) {
    const at = root(chain[0]?.id?.chain ?? '');
    lineages.set(at, [...(lineages.get(at) ?? []), ...chain]);
  }
  return [...lineages.values()];
}
