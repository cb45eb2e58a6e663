import { setTimeout as wait } from 'node:timers/promises';

/** Requests so far apart; further when CloudTrail throttles (others look up too), nearer again while it does not. */
export class Pace {
  readonly #least: number;
  #apart: number;
  #next = 0;

  constructor(perSecond: number) {
    this.#least = 1000 / perSecond;
    this.#apart = this.#least;
  }

  async turn(): Promise<void> {
    const now = Date.now();
    const at = Math.max(now, this.#next);
    this.#next = at + this.#apart;
    this.#apart = Math.max(this.#least, this.#apart * 0.95);
    if (at > now) await wait(at - now);
  }

  throttled(): void {
    this.#apart = Math.min(10_000, this.#apart * 2);
  }
}
