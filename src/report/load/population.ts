import type { PopulationRow } from '../../core/evidence/population.ts';
import type { Population } from '../reporter.ts';
import { linesOf } from './lines.ts';

export const rowsName = 'population.jsonl';

/** Rows that have been checked once, for reporters, which read them many times. */
export function checkedPopulation(dir: string, count: number): Population {
  return {
    count,
    *rows() {
      for (const line of linesOf(dir, rowsName)) yield JSON.parse(line) as PopulationRow;
    },
  };
}
