import { createHash } from 'node:crypto';

/** Chance by name: the same seed and the same names give the same numbers, in whatever order they are asked for. */
export class Chance {
  readonly seed: string;

  constructor(seed: string) {
    this.seed = seed;
  }

  /** In [0, 1). */
  of(...names: readonly (string | number)[]): number {
    return (
      createHash('sha256')
        .update(`${this.seed}\n${names.join('\n')}`)
        .digest()
        .readUIntBE(0, 6) /
      2 ** 48
    );
  }

  /** A whole number in [from, to]. */
  between(from: number, to: number, ...names: readonly (string | number)[]): number {
    return from + Math.floor(this.of(...names) * (to - from + 1));
  }
}
