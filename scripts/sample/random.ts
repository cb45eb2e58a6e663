/** Seeded chance with 32-bit integer arithmetic only, so that a seed gives the same numbers on every machine. */
export interface Random {
  /** A whole number in [0, below). */
  int(below: number): number;
  /** A whole number in [from, to]. */
  between(from: number, to: number): number;
  chance(of: number, outOf: number): boolean;
  pick<T>(choices: readonly T[]): T;
  weighted<T extends { readonly weight: number }>(choices: readonly T[]): T;
  text(length: number, alphabet: string): string;
  hex(length: number): string;
  uuid(): string;
  /** A stream of its own: what is drawn from it does not shift what is drawn elsewhere. */
  fork(label: string | number): Random;
}

const hexDigits = '0123456789abcdef';

export function seeded(seed: string): Random {
  const next = sfc32(seed);
  const int = (below: number) => Math.floor((next() / 2 ** 32) * below);
  const pick = <T>(choices: readonly T[]): T => {
    const choice = choices[int(choices.length)];
    if (choice === undefined) throw new Error('nothing to pick from');
    return choice;
  };
  const text = (length: number, alphabet: string) => Array.from({ length }, () => alphabet[int(alphabet.length)]).join('');
  const hex = (length: number) => text(length, hexDigits);
  return {
    int,
    pick,
    text,
    hex,
    between: (from, to) => from + int(to - from + 1),
    chance: (of, outOf) => int(outOf) < of,
    weighted(choices) {
      let left = int(choices.reduce((sum, { weight }) => sum + weight, 0));
      for (const choice of choices) {
        if (left < choice.weight) return choice;
        left -= choice.weight;
      }
      return pick(choices);
    },
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[int(4)]}${hex(3)}-${hex(12)}`,
    fork: (label) => seeded(`${seed}/${label}`),
  };
}

/** sfc32 (PractRand's small fast counter), started from four FNV-1a hashes of the seed. */
function sfc32(seed: string): () => number {
  let [a, b, c, d] = [hash(`${seed}0`), hash(`${seed}1`), hash(`${seed}2`), 1];
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return t >>> 0;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}

function hash(value: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < value.length; index++) state = Math.imul(state ^ value.charCodeAt(index), 0x01000193);
  return state;
}
