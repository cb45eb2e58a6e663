import type { LaidOut } from '../../src/app/backfill/ports.ts';
import { sha256OfJsonl } from '../../src/report/jsonl.ts';
import { writeRun } from '../../src/report/write.ts';

/** The same files as the command line writes. Their names, those of the sums last. */
export function layOut(folder: string, { evidence, rows, runRecord }: LaidOut): readonly string[] {
  const population = { rows: () => rows, count: rows.length };
  const whole = { ...evidence, population: { ...evidence.population, jsonlSha256: sha256OfJsonl(population) } };
  const files = writeRun(folder, { evidence: whole, population }, { runRecord });
  return [...files.map(({ name }) => name), 'run.json', 'SHA256SUMS'];
}
