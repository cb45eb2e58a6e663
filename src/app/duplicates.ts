import type { EventFacts } from '../core/change.ts';
import { byTimeAndPlace } from './order.ts';

export type Kind = 'change' | 'failed-attempt' | 'lifecycle' | 'trail-control';

/** Something that a record says, and where the record is. */
export interface Located<T> {
  readonly kind: Kind;
  readonly value: T;
  readonly object: string;
  /** `null`, both: it came from the columns of a table. */
  readonly recordIndex: number | null;
  readonly recordSha256: string | null;
  /** In the period and in scope: it is counted. What is not is in reach for lineage only. */
  readonly counted: boolean;
}

export interface Deduplicated<T> {
  /** In order of time, then event id, then place. */
  readonly kept: readonly Located<T>[];
  /** Of what is counted: further copies of a change or failed attempt, and those that a correction replaces. */
  readonly duplicates: number;
  readonly corrected: number;
  /** Event ids whose records contradict each other. */
  readonly conflicts: readonly string[];
}

/**
 * CloudTrail may deliver an event twice, with the same eventID. Of copies that say the same, the one with the smallest object key
 * is kept. Copies that differ, in kind too, are no duplicates: all are kept, and named, since a planted one must not hide the real
 * one. A record gives way to its correction only where the correction is about the same operation in the same account and
 * region, and stays itself.
 */
export function withoutDuplicates<T extends EventFacts>(found: readonly Located<T>[]): Deduplicated<T> {
  const conflicts = new Set<string>();
  const replaced = new Set<Located<T>>();
  const byId = groupById(found);
  for (const correction of found) {
    const { corrects } = correction.value;
    if (!corrects) continue;
    for (const original of byId.get(corrects) ?? []) {
      if (original === correction || original.value.corrects === correction.value.corrects) continue;
      if (isAbout(correction, original)) replaced.add(original);
      else conflicts.add(original.value.eventId);
    }
  }
  const current = found.filter((located) => !replaced.has(located));
  const kept: Located<T>[] = [];
  const seen = new Map<string, string[]>();
  for (const located of current.toSorted((a, b) => byTimeAndPlace(placeOf(a), placeOf(b)))) {
    const { eventId } = located.value;
    const contents = seen.get(eventId);
    const content = contentOf(located);
    if (contents?.includes(content)) continue;
    if (contents) conflicts.add(eventId);
    seen.set(eventId, [...(contents ?? []), content]);
    kept.push(located);
  }
  const rows = (list: readonly Located<T>[]) =>
    list.filter(({ counted, kind }) => counted && (kind === 'change' || kind === 'failed-attempt')).length;
  return { kept, duplicates: rows(current) - rows(kept), corrected: rows(found) - rows(current), conflicts: [...conflicts].sort() };
}

function groupById<T extends EventFacts>(found: readonly Located<T>[]): Map<string, Located<T>[]> {
  const groups = new Map<string, Located<T>[]>();
  for (const located of found) {
    const group = groups.get(located.value.eventId);
    if (group) group.push(located);
    else groups.set(located.value.eventId, [located]);
  }
  return groups;
}

/** A correction out of the period would take its original out of the population: both stay, then. So do two that correct each other. */
function isAbout<T extends EventFacts>(correction: Located<T>, original: Located<T>): boolean {
  const [a, b] = [correction.value, original.value];
  return (
    a.account === b.account &&
    a.region === b.region &&
    a.eventName === b.eventName &&
    correction.counted === original.counted &&
    b.corrects !== a.eventId
  );
}

/** What was read, apart from how it was delivered (an addendum tells of a delay, not of the event). */
function contentOf({ kind, value: { corrects: _, ...facts } }: Located<EventFacts>): string {
  return JSON.stringify([kind, facts]);
}

function placeOf({ value: { eventTime, eventId }, object, recordIndex }: Located<EventFacts>): Parameters<typeof byTimeAndPlace>[0] {
  return { eventTime, eventId, object, recordIndex };
}
