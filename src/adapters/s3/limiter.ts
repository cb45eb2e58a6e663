/** How many requests are under way at most: one more for each round that went well, half of it when S3 says SlowDown. */
export class AdaptiveLimit {
  readonly #most: number;
  readonly #now: () => number;
  readonly #waiting: (() => void)[] = [];
  #limit: number;
  #running = 0;
  #cutAt = Number.NEGATIVE_INFINITY;

  /** @param most also what it starts at half of */
  constructor(most: number, now: () => number = Date.now) {
    this.#most = most;
    this.#limit = Math.max(1, most / 2);
    this.#now = now;
  }

  get limit(): number {
    return Math.floor(this.#limit);
  }

  /** Waits for its turn, first come, first served. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.limit) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running++;
    try {
      const result = await work();
      this.#limit = Math.min(this.#most, this.#limit + 1 / this.#limit);
      return result;
    } finally {
      this.#running--;
      while (this.#waiting.length > 0 && this.#running < this.limit) {
        this.#running++;
        this.#waiting.shift()?.();
      }
    }
  }

  /** Requests that were sent together are throttled together: one cut in half a second. */
  throttled(): void {
    const now = this.#now();
    if (now - this.#cutAt < 500) return;
    this.#cutAt = now;
    this.#limit = Math.max(1, this.#limit / 2);
  }
}
