import { type Entry, endOf, isValid, startOf, validSpans } from './entry.ts';
import type { Gap, Place } from './place.ts';
import { type Span, union, within, without } from './spans.ts';
import { explains } from './stops.ts';
import type { TrailOfPlace } from './trails.ts';
import type { Witnessed } from './witnesses.ts';

/**
 * What a trail owes and its own digests do not cover, although those of others do: newest ones that are gone, a chain that starts anew or
 * begins in the window. Another trail vouches for it only where it has the record of what ended or began the chain. One that logs management
 * events has; one that does not, such as a trail of data events, cannot tell what this one would have told. And without a record the
 * chain did not end: its digests were removed, or are not there yet (docs/decisions/0023-a-trail-vouches-for-itself.md).
 */
export function unvouched(
  trail: TrailOfPlace,
  place: Place,
  witnesses: readonly Witnessed[],
  explain: (hole: Span, digests: readonly Entry[]) => Gap[],
): Gap[] {
  return without(trail.owed, union(validSpans(trail.digests))).flatMap((hole) => {
    const others = union(validSpans(vouchers(hole, trail, place, witnesses)));
    const open = without(hole, others).flatMap((piece) => within(piece, place.covered));
    return explain(hole, trail.digests).flatMap(({ object = nextTo(hole, trail), ...gap }) =>
      open.flatMap((piece) => within(piece, [gap]).map((span): Gap => ({ ...gap, ...span, ...(object && { object }) }))),
    );
  });
}

/** Digests of the trails that have a record of what happened at the edges of the hole. */
function vouchers(hole: Span, { digests, owed }: TrailOfPlace, place: Place, witnesses: readonly Witnessed[]): Entry[] {
  const id = digests[0]?.id;
  if (!id) return [];
  const from = hole.from === owed.from ? hole.to : hole.from;
  const to = hole.to === owed.to ? hole.from : hole.to;
  const trails = new Set(witnesses.flatMap((each) => (explains(id, from, to, each.control) ? [...each.trails] : [])));
  return place.digests.filter((entry) => isValid(entry) && trails.has(entry.id.trailId));
}

/** The trail's digest before the hole, else the one after it: it tells which trail it is. */
function nextTo(hole: Span, { digests }: TrailOfPlace): string | undefined {
  const valid = digests.filter(isValid);
  const before = valid.filter((entry) => endOf(entry) <= hole.from).sort((a, b) => endOf(b) - endOf(a));
  const after = valid.filter((entry) => startOf(entry) >= hole.to).sort((a, b) => startOf(a) - startOf(b));
  return [...before, ...after][0]?.key;
}
