import type { Change, EventFacts, Lifecycle } from './change.ts';
import type { EvidenceFinding } from './evidence/finding.ts';
import type { PopulationRow } from './evidence/population.ts';
import { identify, keyOfReference } from './identity.ts';

/** A change with what the rules said of it. */
export interface JudgedChange {
  readonly change: Change;
  readonly verdicts: PopulationRow['verdicts'];
  /** The NON_COMPLIANT ones, exempt or not. */
  readonly findings: readonly EvidenceFinding[];
}

/** What happens to a resource by name, in time. */
export interface Entry {
  readonly facts: EventFacts;
  readonly kind: Lifecycle['effect'] | 'create' | 'update';
  /** Of an update. */
  readonly judged?: JudgedChange;
}

/** What happens to each resource, and to its namesakes, in order of time. */
export class Timelines {
  readonly #entries = new Map<string, Entry[]>();
  readonly #keyOf: ReturnType<typeof identify>;

  constructor(judged: readonly JudgedChange[], lifecycle: readonly Lifecycle[]) {
    const changes = judged.map(({ change }) => change);
    this.#keyOf = identify(changes);
    for (const each of judged) {
      const { change, verdicts } = each;
      // An update that no rule passes and that deletes nothing mends nothing: left out, so that thousands of them cost nothing.
      if (change.operation === 'update' && !change.deletedGroups && !Object.values(verdicts).includes('COMPLIANT')) continue;
      this.#add(this.#keyOf(change), { facts: change, kind: change.operation, ...(change.operation === 'update' && { judged: each }) });
    }
    for (const event of lifecycle) this.#add(this.#keyOf(event), { facts: event, kind: event.effect });
    for (const list of this.#entries.values()) list.sort(inTime);
  }

  #add(key: string | undefined, entry: Entry): void {
    if (key === undefined) return;
    const list = this.#entries.get(key);
    if (list) list.push(entry);
    else this.#entries.set(key, [entry]);
  }

  /**
   * What happens to the resource after a change. CloudTrail's times are whole seconds: what ends a resource in the second in which a
   * namesake is created ended the one before, if there was one.
   */
  *after(change: Change): Generator<Entry> {
    const key = this.#keyOf(change);
    const list = (key !== undefined && this.#entries.get(key)) || [];
    const first = firstAt(list, Date.parse(change.eventTime));
    const firstMade = list.findIndex(({ kind }) => kind === 'create' || kind === 'update');
    const takenOver = change.operation === 'create' && firstMade >= 0 && firstMade < first;
    for (let at = first; at < list.length; at++) {
      const entry = list[at];
      if (!entry || entry.facts === change) continue;
      if (Date.parse(entry.facts.eventTime) === Date.parse(change.eventTime)) {
        if (entry.kind === 'create' || (takenOver && entry.kind !== 'update')) continue;
      }
      yield entry;
    }
  }

  *named(change: Change, parent: Parameters<typeof keyOfReference>[1]): Generator<Entry> {
    const list = this.#entries.get(keyOfReference(change, parent)) ?? [];
    for (let at = firstAt(list, Date.parse(change.eventTime)); at < list.length; at++) {
      const entry = list[at];
      if (entry && !(entry.kind === 'create' && entry.facts.eventTime === change.eventTime)) yield entry;
    }
  }
}

const ranks: Readonly<Record<Entry['kind'], number>> = { stop: 0, delete: 1, switch: 1, start: 2, update: 3, create: 4 };

function inTime(a: Entry, b: Entry): number {
  return Date.parse(a.facts.eventTime) - Date.parse(b.facts.eventTime) || ranks[a.kind] - ranks[b.kind];
}

/** Index of the first entry at or after a time, by halves. */
function firstAt(list: readonly Entry[], time: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = list[middle];
    if (entry && Date.parse(entry.facts.eventTime) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
