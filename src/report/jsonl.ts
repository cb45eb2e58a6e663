import type { PopulationRow } from '../core/evidence/population.ts';
import { jsonText } from '../text/safe-text.ts';
import { inBatches } from './batch.ts';
import { sha256Of } from './hash.ts';
import { ordered, rowMembers } from './members.ts';
import type { Population, Run } from './reporter.ts';

/** `population.jsonl`: the canonical population, one row per line. */
export function jsonl(run: Pick<Run, 'population'>): Iterable<string> {
  return lines(run.population);
}

/** What `evidence.population.jsonlSha256` must be, and what `sha256sum population.jsonl` says. */
export function sha256OfJsonl(population: Population): string {
  return sha256Of(lines(population));
}

/** The same of rows alone, as one string: for what has few. */
export function jsonlText(rows: readonly PopulationRow[]): string {
  return [...lines({ rows: () => rows, count: rows.length })].join('');
}

function* lines(population: Population): Generator<string> {
  for (const rows of inBatches(population.rows())) yield rows.map(line).join('');
}

/** A row as a line of the file. */
export function line(row: PopulationRow): string {
  return `${jsonText(ordered(row, rowMembers))}\n`;
}
