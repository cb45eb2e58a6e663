import type { TrailControl } from '../../core/change.ts';
import { type GapCause, type IntegrityGap, unproven } from '../../core/integrity.ts';
import { type Authentic, type Entry, endOf, isAuthentic, isValid, startOf } from './entry.ts';
import { iso } from './keys.ts';
import { targetOf } from './links.ts';
import type { BadLog } from './logs.ts';
import { type Span, union, within, without } from './spans.ts';
import { isExplained } from './stops.ts';

/** An account and region whose log files have to be covered. */
export interface Place {
  readonly account: string;
  readonly region: string;
  /** What was asked for. */
  readonly window: Span;
  /** What digests must cover for it: with the time in which the last of it is delivered. */
  readonly owed: Span;
  /** Hourly digests, of all the trails that log there; backfill digests apart. */
  readonly digests: readonly Entry[];
  readonly covered: readonly Span[];
}

interface Gap extends Span {
  readonly cause: GapCause;
  readonly object?: string;
}

/** What is owed and no valid digest covers, and why. */
export function gapsOf(place: Place, missing: ReadonlySet<string>, controls: readonly TrailControl[]): IntegrityGap[] {
  const gaps: Gap[] = [];
  const notValid = place.digests.filter((entry) => !isValid(entry));
  for (const piece of without(place.owed, place.covered)) {
    const invalid = notValid.flatMap((entry) =>
      within(piece, [{ from: startOf(entry), to: endOf(entry) }]).map((span): Gap => ({ ...span, ...invalidCause(entry) })),
    );
    gaps.push(...invalid);
    for (const rest of without(piece, union(invalid))) gaps.push({ ...rest, ...causeOf(rest, place, missing, controls) });
  }
  return merged(place, gaps);
}

function invalidCause(entry: Entry): { cause: GapCause; object: string } {
  const verdict = entry.fault ?? entry.linkFault;
  return { cause: verdict && unproven.has(verdict) ? 'digest-not-proven' : 'digest-invalid', object: entry.key };
}

/** The digest after the hole says what was before it. */
function causeOf(hole: Span, { digests }: Place, missing: ReadonlySet<string>, controls: readonly TrailControl[]): Omit<Gap, keyof Span> {
  if (digests.length === 0) return { cause: 'no-digests' };
  const after = digests.filter(isAuthentic).filter(({ parsed }) => parsed.start >= hole.to);
  const next = after.reduce<Authentic | undefined>((a, b) => (a && a.parsed.start <= b.parsed.start ? a : b), undefined);
  if (!next) return { cause: 'newest-end-not-covered' };
  const target = targetOf(next);
  if (target === undefined) {
    const before = digests.filter((entry) => entry.id?.chain === next.id.chain && endOf(entry) <= hole.from);
    if (before.length === 0) return { cause: 'before-first-digest' };
    return { cause: isExplained(next.id, hole.from, hole.to, controls) ? 'logging-stopped' : 'chain-restarted' };
  }
  if (next.parsed.previous.bucket !== next.parsed.bucket) return { cause: 'other-bucket' };
  return missing.has(target) ? { cause: 'digest-missing', object: target } : { cause: 'digest-missing' };
}

/** The time that a digest covers is not proven where a log file that it names is missing or not what it was. */
export function logGaps(place: Place, bad: readonly BadLog[]): IntegrityGap[] {
  const gaps = bad.flatMap(({ key, verdict, by }): Gap[] => {
    const cause = verdict === 'missing' ? 'log-missing' : unproven.has(verdict) ? 'log-unreadable' : 'log-invalid';
    return within(place.owed, [{ from: by.parsed.start, to: by.parsed.end }]).map((span) => ({ ...span, cause, object: key }));
  });
  return merged(place, gaps);
}

/** Of one cause, those that touch are one. */
function merged({ account, region }: Place, gaps: readonly Gap[]): IntegrityGap[] {
  const result: Gap[] = [];
  for (const cause of new Set(gaps.map((gap) => gap.cause))) {
    const same = gaps.filter((gap) => gap.cause === cause);
    for (const span of union(same)) {
      const objects = new Set(same.filter(({ from, to }) => from >= span.from && to <= span.to).map(({ object }) => object));
      const [object] = objects;
      result.push({ ...span, cause, ...(objects.size === 1 && object !== undefined && { object }) });
    }
  }
  result.sort((a, b) => a.from - b.from || a.to - b.to || (a.cause < b.cause ? -1 : 1));
  return result.map(({ from, to, ...rest }) => ({ account, region, from: iso(from), to: iso(to), ...rest }));
}
