/** One question of the auditor. `null`: it could not be asked here; `details` says why. */
export interface Check {
  readonly id: string;
  readonly ok: boolean | null;
  /** What a yes means, as a sentence. */
  readonly means: string;
  /** What was found: each thing that is wrong, by name; else what was counted. */
  readonly details: readonly string[];
}

/** At most this many of a kind are named, then how many more there are. */
const named = 20;

/** A check that holds when nothing was found to be wrong. */
export function check(id: string, means: string, wrong: readonly string[], otherwise: readonly string[] = []): Check {
  const more = wrong.length - named;
  const details = more > 0 ? [...wrong.slice(0, named), `and ${more} more`] : wrong;
  return { id, ok: wrong.length === 0, means, details: wrong.length === 0 ? otherwise : details };
}

export function notChecked(id: string, means: string, why: string): Check {
  return { id, ok: null, means, details: [why] };
}
