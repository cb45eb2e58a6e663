import type { Evidence } from '../../core/evidence/model.ts';
import { type PopulationRow, type RowClass, rowClasses } from '../../core/evidence/population.ts';
import type { Population } from '../reporter.ts';
import { attention } from './attention.ts';

/**
 * A random 16-byte ID and the place of the record cost about 45 bytes a row, however they are coded: this many rows fit into a
 * page of 6 MB. A sha256 is another 32 random bytes: it is carried for the rows that matter most.
 */
export const gridLimits = { rows: 100_000, hashes: 5_000 };

export interface GridRow {
  readonly row: PopulationRow;
  /** In `population.jsonl`, from 1. */
  readonly line: number;
  /** Is its sha256 in the page? */
  readonly hashed: boolean;
}

/** What fits, the classes that matter most first, in the population's order. */
export function gridRows(population: Population, byClass: Evidence['population']['byClass'], limits = gridLimits): GridRow[] {
  const rows = quotas(byClass, limits.rows);
  const hashes = quotas(byClass, limits.hashes);
  const chosen: GridRow[] = [];
  let line = 0;
  for (const row of population.rows()) {
    line += 1;
    if (rows[row.class] === 0) continue;
    rows[row.class] -= 1;
    const hashed = row.recordSha256 !== null && hashes[row.class] > 0;
    if (hashed) hashes[row.class] -= 1;
    chosen.push({ row, line, hashed });
  }
  return chosen;
}

/** How many rows of each class, when there is room for `room` in all. */
export function quotas(byClass: Evidence['population']['byClass'], room: number): Record<RowClass, number> {
  const quota = Object.fromEntries(rowClasses.map((name) => [name, 0])) as Record<RowClass, number>;
  let left = room;
  for (const name of attention) {
    quota[name] = Math.min(byClass[name], left);
    left -= quota[name];
  }
  return quota;
}
