import type { Evidence } from '../core/evidence/model.ts';
import type { PopulationRow } from '../core/evidence/population.ts';
import type { BesideName } from '../core/evidence/posture-scope.ts';

/** Every change of a run, in the run's order. `rows()` can be called again and gives the same rows. */
export interface Population {
  rows(): Iterable<PopulationRow>;
  readonly count: number;
}

/** A file that the evidence names by its hash, and that no other file is a view of. */
export interface BesideFile {
  readonly name: BesideName;
  readonly sha256: string;
  /** Can be called again. */
  readonly chunks: () => Iterable<string>;
}

export interface Run {
  readonly evidence: Evidence;
  readonly population: Population;
  /** Of a posture run: the lines of `answers.jsonl`, what Describe said. Can be called again. */
  readonly answers?: () => Iterable<string>;
  /** Of a posture run that was held against something: those files. */
  readonly beside?: readonly BesideFile[];
}

/** One file of a run as chunks of text (UTF-8 when written): 100,000 rows are never one string. A reporter lays out and escapes; it judges nothing. */
export type Reporter = (run: Run) => Iterable<string>;
