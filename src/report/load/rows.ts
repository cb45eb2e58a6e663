import { join } from 'node:path';
import type { PopulationRow } from '../../core/evidence.ts';
import { parseJson } from '../../core/json.ts';
import type { Population } from '../reporter.ts';
import { rowSchema } from '../schema.ts';
import { firstIssue, LoadError } from './errors.ts';
import { chunksOf } from './sums.ts';

export const rowsName = 'population.jsonl';

/** The rows of `population.jsonl`, each checked, from the disk at every reading: a population need not fit in memory. @throws LoadError */
export function* readRows(dir: string): Generator<PopulationRow> {
  let number = 0;
  for (const line of linesOf(dir, rowsName)) {
    number++;
    yield rowOf(line, number);
  }
}

/** Rows that have been checked once, for reporters, which read them many times. */
export function checkedPopulation(dir: string, count: number): Population {
  return {
    count,
    *rows() {
      for (const line of linesOf(dir, rowsName)) yield JSON.parse(line) as PopulationRow;
    },
  };
}

function rowOf(line: string, number: number): PopulationRow {
  const value = parseJson(line);
  if (value === undefined) throw new LoadError(rowsName, `line ${number} is not JSON`);
  const result = rowSchema.safeParse(value);
  if (!result.success) throw new LoadError(rowsName, `line ${number}: ${firstIssue(result.error)}`);
  // Not `result.data`: zod may order members in its own way, and the reporters write what was read.
  return value as PopulationRow;
}

/** Line by line. @throws LoadError */
export function* linesOf(dir: string, name: string): Generator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest = '';
  try {
    for (const chunk of chunksOf(join(dir, name))) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    rest += decoder.decode();
  } catch (error) {
    if (error instanceof LoadError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new LoadError(name, code === 'ENOENT' ? 'no such file' : error instanceof TypeError ? 'not UTF-8' : `cannot be read (${code})`);
  }
  if (rest !== '') throw new LoadError(name, 'ends in the middle of a line');
}
