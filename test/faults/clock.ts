/** What a timer belongs to: when it is gone, its timers are, too. */
export interface Owner {
  readonly isDead: boolean;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly owner: Owner | undefined;
  run: (() => void) | undefined;
}

/**
 * Time that passes only when nothing else happens: while any request is on the wire it stands still, then it jumps to the next timer. So
 * minutes of waiting cost nothing, and a slow machine causes no time-out that was not asked for.
 */
export class VirtualClock {
  #now: number;
  #order = 0;
  #timers: Timer[] = [];
  /** Requests that are really under way. */
  readonly #busy = new Set<object>();
  #activity = 0;

  constructor(start: number) {
    this.#now = start;
  }

  now = (): number => this.#now;

  busy(call: object): void {
    this.#busy.add(call);
    this.#activity++;
  }

  idle(call: object): void {
    this.#busy.delete(call);
    this.#activity++;
  }

  after(milliseconds: number, run: () => void, owner?: Owner): Timer {
    const timer = { at: this.#now + Math.max(0, Number(milliseconds) || 0), order: ++this.#order, owner, run };
    this.#push(timer);
    this.#activity++;
    return timer;
  }

  cancel(timer: unknown): void {
    if (typeof timer === 'object' && timer !== null && 'run' in timer) (timer as Timer).run = undefined;
  }

  wait(milliseconds: number, owner?: Owner): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve, owner));
  }

  /** Lets time pass until `isOver`. @throws when it is not over and nothing is left that could happen */
  async run(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      await this.#settled();
      if (isOver()) return;
      const next = this.#pop();
      if (!next) throw new Error('nothing is left to happen, and it is not over');
      if (!next.run || next.owner?.isDead) continue;
      this.#now = next.at;
      next.run();
    }
  }

  /** Nothing on the wire, and nothing that was on its way through promises. */
  async #settled(): Promise<void> {
    for (let quiet = 0, seen = -1; quiet < 4; quiet++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#busy.size > 0 || seen !== this.#activity) quiet = -1;
      seen = this.#activity;
    }
  }

  // A binary heap: by time, then by order of creation.
  #push(timer: Timer): void {
    const heap = this.#timers;
    let at = heap.push(timer) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(heap[at], heap[parent])) break;
      swap(heap, at, parent);
      at = parent;
    }
  }

  #pop(): Timer | undefined {
    const heap = this.#timers;
    const [first] = heap;
    const last = heap.pop();
    if (heap.length === 0 || !last) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const least = isBefore(heap[right], heap[left]) ? right : left;
      if (!isBefore(heap[least], heap[at])) return first;
      swap(heap, at, least);
      at = least;
    }
  }
}

function isBefore(a: Timer | undefined, b: Timer | undefined): boolean {
  if (!a || !b) return a !== undefined;
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function swap(heap: Timer[], a: number, b: number): void {
  const [one, other] = [heap[a], heap[b]];
  if (one && other) [heap[a], heap[b]] = [other, one];
}
