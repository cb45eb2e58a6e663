import type { Evidence, PopulationRow } from '../core/evidence.ts';

/** Every change of a run, in the run's order. `rows()` can be called again and gives the same rows. */
export interface Population {
  rows(): Iterable<PopulationRow>;
  readonly count: number;
}

export interface Run {
  readonly evidence: Evidence;
  readonly population: Population;
}

/** One file of a run as chunks of text (UTF-8 when written): 100,000 rows are never one string. A reporter lays out and escapes; it judges nothing. */
export type Reporter = (run: Run) => Iterable<string>;
