import type { NetworkProblem } from '../../core/network.ts';
import type { Collected } from './collect.ts';
import { isPassing } from './problems.ts';

/** One round of questions: when it was, and how long what it brought is good for. Epoch milliseconds. */
export interface Round {
  readonly at: number;
  readonly until: number;
  readonly problems: readonly NetworkProblem[];
}

interface Entry<T> {
  /** `undefined`: asked for, and not seen. */
  readonly value: T | undefined;
  readonly round: Round;
}

/** Ids of one kind in one place, at most: what was asked for longest ago goes. */
const mostEntries = 5_000;

/** What was busy or failed is asked again after this, in milliseconds. */
const soon = 30_000;

export function roundOf({ problems }: Collected, at: number, keepFor: number): Round {
  return { at, until: at + (problems.some(({ why }) => isPassing(why)) ? Math.min(soon, keepFor) : keepFor), problems };
}

/** Facts of one kind, by id, for as long as they are good. */
export class Held<T> {
  readonly #entries = new Map<string, Entry<T>>();

  get(id: string, now: number): Entry<T> | undefined {
    const entry = this.#entries.get(id);
    return entry && now < entry.round.until ? entry : undefined;
  }

  set(id: string, value: T | undefined, round: Round): void {
    this.#entries.delete(id);
    this.#entries.set(id, { value, round });
  }

  trim(): void {
    for (const id of this.#entries.keys()) {
      if (this.#entries.size <= mostEntries) return;
      this.#entries.delete(id);
    }
  }
}
