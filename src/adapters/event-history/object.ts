import type { TrailObject } from '../../trail/source.ts';
import type { Lane } from './lane.ts';
import type { LookupWindow } from './windows.ts';

/** Bytes that were fetched ahead and nobody has taken yet, over all lanes. */
export class Held {
  readonly #most: number;
  #bytes = 0;
  #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
    if (bytes < 0) this.wake();
  }

  wake(): void {
    for (const resume of this.#waiting.splice(0)) resume();
  }

  /** Waits while there is too much, unless it is over. */
  async room(isOver: () => boolean): Promise<void> {
    while (this.#bytes >= this.#most && !isOver()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

/** A window of event history in the shape of a log file. */
export class HistoryObject implements TrailObject {
  readonly key: string;
  readonly size = 0;
  readonly stamp?: string;
  readonly #fetch: () => Promise<Buffer>;
  readonly #held: Held;
  #bytes: Promise<Buffer> | undefined;
  #taken = false;

  /** @param settledBefore epoch milliseconds: nothing is added to a window that ended before */
  constructor(place: { account: string; region: string }, window: LookupWindow, with_: { lane: Lane; held: Held; settledBefore: number }) {
    this.key = `event-history/${place.account}/${place.region}/${window.first}/${window.eventSource}.json`;
    if (Date.parse(window.last) < with_.settledBefore) this.stamp = window.last;
    this.#fetch = () => with_.lane.fetch(window);
    this.#held = with_.held;
  }

  /** Fetches ahead, unless somebody came for it already. Never rejects: who reads it hears of it. */
  async fetchAhead(): Promise<void> {
    if (!this.#taken) await this.#start().catch(() => {});
  }

  async head(): Promise<Buffer> {
    return (await this.#start()).subarray(0, 64);
  }

  async read(): Promise<Buffer> {
    this.#taken = true;
    const bytes = this.#start();
    this.#bytes = undefined;
    const read = await bytes;
    this.#held.add(-read.length);
    return read;
  }

  async metadata(): Promise<undefined> {
    return undefined;
  }

  #start(): Promise<Buffer> {
    this.#bytes ??= this.#fetch().then((bytes) => {
      this.#held.add(bytes.length);
      return bytes;
    });
    return this.#bytes;
  }
}
