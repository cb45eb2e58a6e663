import type { TrailObject } from './source.ts';

/** Bytes as stored: to ask for the size of a file that is smaller takes a quarter of the time to read it. */
const small = 16 * 1024;
/** After so many small ones in a row one in so many is asked. */
const inARow = 64;
const oneIn = 16;

/** What files weigh, about: by it they are handed out to threads in fair parts. One that is larger than those before it may pass for one of them. */
export class Sizes {
  #small = 0;
  #last = 0;
  #unasked = 0;

  of(file: TrailObject): number {
    if (this.#unasked > 0) {
      this.#unasked--;
      return this.#last;
    }
    this.#last = file.size;
    this.#small = this.#last < small ? this.#small + 1 : 0;
    if (this.#small >= inARow) this.#unasked = oneIn - 1;
    return this.#last;
  }
}
