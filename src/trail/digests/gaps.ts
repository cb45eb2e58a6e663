import { type GapCause, type IntegrityGap, unproven } from '../../core/integrity.ts';
import { type Authentic, type Entry, endOf, isAuthentic, isValid, startOf } from './entry.ts';
import { iso } from './keys.ts';
import { targetOf } from './links.ts';
import type { BadLog } from './logs.ts';
import type { Gap, Place } from './place.ts';
import { type Span, union, within, without } from './spans.ts';
import { explains } from './stops.ts';
import { unvouched } from './unvouched.ts';
import type { Witnessed } from './witnesses.ts';

/** What is known beside the digests of a place. */
interface Known {
  /** Keys of digests that others name. */
  readonly missing: ReadonlySet<string>;
  readonly witnesses: readonly Witnessed[];
}

/** What is owed and no valid digest covers, or none that may vouch for it, and why; and what is covered. */
export function gapsOf(place: Place, known: Known): { readonly gaps: IntegrityGap[]; readonly covered: Span[] } {
  const explain = (hole: Span, digests: readonly Entry[]) => gapsIn(hole, digests, known);
  const holes = without(place.owed, place.covered).flatMap((hole) => explain(hole, place.digests));
  const open = place.trails.flatMap((trail) => unvouched(trail, place, known.witnesses, explain));
  const taken = union(open);
  return { gaps: merged(place, [...holes, ...open]), covered: place.covered.flatMap((span) => without(span, taken)) };
}

function gapsIn(hole: Span, digests: readonly Entry[], known: Known): Gap[] {
  const invalid = digests
    .filter((entry) => !isValid(entry))
    .flatMap((entry) =>
      within(hole, [{ from: startOf(entry), to: endOf(entry) }]).map((span): Gap => ({ ...span, ...invalidCause(entry) })),
    );
  return [...invalid, ...without(hole, union(invalid)).map((rest) => ({ ...rest, ...causeOf(rest, digests, known) }))];
}

function invalidCause(entry: Entry): { cause: GapCause; object: string } {
  const verdict = entry.fault ?? entry.linkFault;
  return { cause: verdict && unproven.has(verdict) ? 'digest-not-proven' : 'digest-invalid', object: entry.key };
}

/** The digest after the hole says what was before it. */
function causeOf(hole: Span, digests: readonly Entry[], { missing, witnesses }: Known): Omit<Gap, keyof Span> {
  if (digests.length === 0) return { cause: 'no-digests' };
  const after = digests.filter(isAuthentic).filter(({ parsed }) => parsed.start >= hole.to);
  const next = after.reduce<Authentic | undefined>((a, b) => (a && a.parsed.start <= b.parsed.start ? a : b), undefined);
  if (!next) return { cause: 'newest-end-not-covered' };
  const target = targetOf(next);
  if (target === undefined) {
    const before = digests.filter((entry) => entry.id?.chain === next.id.chain && endOf(entry) <= hole.from);
    if (before.length === 0) return { cause: 'before-first-digest' };
    const isRecorded = witnesses.some(({ control }) => explains(next.id, hole.from, hole.to, control));
    return { cause: isRecorded ? 'logging-stopped' : 'chain-restarted' };
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
