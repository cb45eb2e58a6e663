/** An object that can be fetched before it is asked for. */
export interface Prefetchable {
  readonly size: number;
  /** Should it be? */
  readonly wanted: boolean;
  /** Begins, unless it has begun. */
  start(): void;
  /** Forgets what was fetched. */
  drop(): void;
}

interface Limits {
  readonly objects: number;
  /** Bytes as stored. */
  readonly bytes: number;
}

/**
 * What is fetched ahead of the reader, in order, and never more than so many objects and bytes. An object that nobody came for is let
 * go, and while a reader lets objects pass (it lists first, and reads afterwards) no more of them are fetched for nothing.
 */
export class Window<T extends Prefetchable> {
  readonly #limits: Limits;
  readonly #waiting: T[] = [];
  readonly #held = new Set<T>();
  #bytes = 0;
  #passed = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  add(object: T): void {
    if (!object.wanted) return;
    this.#waiting.push(object);
    this.#fill();
  }

  /** The object was read: its place is free. */
  release(object: T): void {
    this.#forget(object);
    this.#passed = Math.max(0, this.#passed - 1);
    this.#fill();
  }

  /** The reader has it: if it was not begun by now, it is when it is read. */
  handOut(object: T): void {
    const at = this.#waiting.indexOf(object);
    if (at >= 0) this.#waiting.splice(at, 1);
  }

  /** The reader had it long ago: if it was not read by now, its bytes are let go. */
  pass(object: T): void {
    if (!this.#held.has(object)) return;
    this.#passed++;
    this.#forget(object);
    object.drop();
  }

  #forget(object: T): void {
    if (this.#held.delete(object)) this.#bytes -= object.size;
  }

  #fill(): void {
    for (let next = this.#waiting[0]; next && this.#hasRoomFor(next); next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#held.add(next);
      this.#bytes += next.size;
      next.start();
    }
  }

  #hasRoomFor({ size }: T): boolean {
    const taken = this.#held.size + this.#passed;
    if (taken === 0) return true;
    return taken < this.#limits.objects && this.#bytes + size <= this.#limits.bytes;
  }
}
