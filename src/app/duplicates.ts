import type { EventFacts } from '../core/change.ts';

/** Something that a record says, and where the record is. */
export interface Located<T> {
  readonly value: T;
  readonly object: string;
  readonly recordIndex: number;
  readonly recordSha256: string;
  readonly inPeriod: boolean;
}

export interface Deduplicated<T> {
  /** In order of time, then event id, then place. */
  readonly kept: readonly Located<T>[];
  /** Of those in the period. */
  readonly duplicates: number;
  readonly corrected: number;
  readonly conflicts: readonly string[];
}

/**
 * CloudTrail may deliver an event twice, with the same eventID. Of copies that say the same, the one with the smallest object key
 * is kept. Copies that differ are no duplicates: all are kept, and named, since a planted one must not hide the real one. A
 * record that was corrected gives way to its correction.
 */
export function withoutDuplicates<T extends EventFacts>(found: readonly Located<T>[]): Deduplicated<T> {
  const corrections = new Set(found.flatMap(({ value }) => (value.corrects ? [value.corrects] : [])));
  const current = found.filter(({ value }) => !corrections.has(value.eventId));
  const kept: Located<T>[] = [];
  const conflicts = new Set<string>();
  const seen = new Map<string, string[]>();
  for (const located of current.toSorted(byTimeAndPlace)) {
    const { eventId } = located.value;
    const contents = seen.get(eventId);
    const content = contentOf(located.value);
    if (contents?.includes(content)) continue;
    if (contents) conflicts.add(eventId);
    seen.set(eventId, [...(contents ?? []), content]);
    kept.push(located);
  }
  const inPeriod = (list: readonly Located<T>[]) => list.filter((located) => located.inPeriod).length;
  return {
    kept,
    duplicates: inPeriod(current) - inPeriod(kept),
    corrected: inPeriod(found) - inPeriod(current),
    conflicts: [...conflicts],
  };
}

/** What was read, apart from how it was delivered (an addendum tells of a delay, not of the event). */
function contentOf({ corrects: _, ...facts }: EventFacts): string {
  return JSON.stringify(facts);
}

function byTimeAndPlace<T extends EventFacts>(a: Located<T>, b: Located<T>): number {
  return (
    Date.parse(a.value.eventTime) - Date.parse(b.value.eventTime) ||
    compare(a.value.eventId, b.value.eventId) ||
    compare(a.object, b.object) ||
    a.recordIndex - b.recordIndex
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
