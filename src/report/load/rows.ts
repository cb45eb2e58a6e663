import type { PopulationRow } from '../../core/evidence/population.ts';
import { parseJson } from '../../core/json.ts';
import { rowSchema } from '../schema/population.ts';
import { LoadError } from './errors.ts';
import { firstIssue } from './issue.ts';
import { linesOf } from './lines.ts';
import { rowsName } from './population.ts';

/** The rows of `population.jsonl`, each checked, from the disk at every reading: a population need not fit in memory. @throws LoadError */
export function* readRows(dir: string): Generator<PopulationRow> {
  let number = 0;
  for (const line of linesOf(dir, rowsName)) {
    number++;
    yield rowOf(line, number);
  }
}

function rowOf(line: string, number: number): PopulationRow {
  const value = parseJson(line);
  if (value === undefined) throw new LoadError(rowsName, `line ${number} is not JSON`);
  const result = rowSchema.safeParse(value);
  if (!result.success) throw new LoadError(rowsName, `line ${number}: ${firstIssue(result.error)}`);
  // Not `result.data`: zod may order members in its own way, and the reporters write what was read.
  return value as PopulationRow;
}
