import { join } from 'node:path';
import type { Evidence } from '../core/evidence/model.ts';
import { isObject, parseJson } from '../core/json.ts';
import { json } from './json.ts';
import { answersName, sources } from './lay-out.ts';
import { LoadError } from './load/errors.ts';
import { firstIssue } from './load/issue.ts';
import { checkedPopulation, rowsName } from './load/population.ts';
import { readRows } from './load/rows.ts';
import { chunksOf, readSums, readText, sha256OfFile } from './load/sums.ts';
import type { Run } from './reporter.ts';
import { evidenceSchema } from './schema/evidence.ts';

export { LoadError } from './load/errors.ts';

export const evidenceName = 'evidence.json';
const schemaId: Evidence['schema'] = 'https://sagewarden.dev/evidence/1';

/** Evidence of a version that this one does not know: it can say nothing of it. */
export class UnknownSchema extends LoadError {
  override name = 'UnknownSchema';
}

export interface LoadedRun {
  readonly run: Run;
  /** What `SHA256SUMS` says, by file name. */
  readonly sums: ReadonlyMap<string, string>;
  /** Files that the sums name and the folder lacks. */
  readonly missing: readonly string[];
}

/**
 * A run from its folder, when nothing in it was altered: every file that is there agrees with `SHA256SUMS`, the population with the
 * evidence, and each is well formed. Views may be missing; the evidence and the population may not.
 *
 * @throws LoadError with the first file at fault
 */
export function loadRun(dir: string): LoadedRun {
  const sums = readSums(dir);
  for (const name of sources) if (!sums.has(name)) throw new LoadError('SHA256SUMS', `does not name ${name}`);
  const missing: string[] = [];
  for (const [name, expected] of sums) {
    const found = sha256OfFile(dir, name);
    if (found === undefined) missing.push(name);
    else if (found !== expected) throw new LoadError(name, `was altered: its sha256 is ${found}, SHA256SUMS says ${expected}`);
  }
  for (const name of sources) if (missing.includes(name)) throw new LoadError(name, 'no such file: the views cannot be made without it');
  const evidence = parseEvidence(readText(dir, evidenceName));
  const { jsonlSha256, rows: stated } = evidence.population;
  if (sums.get(rowsName) !== jsonlSha256) {
    throw new LoadError(
      rowsName,
      `is not the population of this evidence: its sha256 is ${sums.get(rowsName)}, evidence.json says ${jsonlSha256}`,
    );
  }
  let rows = 0;
  for (const _ of readRows(dir)) rows++;
  if (rows !== stated) throw new LoadError(rowsName, `has ${rows} rows, evidence.json says ${stated}`);
  return { run: { evidence, population: checkedPopulation(dir, rows), ...answersOf(dir, evidence, sums) }, sums, missing };
}

/** What a posture run's rows rest on, and what it was held against, cannot be made again. @throws LoadError */
export function answersOf(dir: string, { posture }: Evidence, sums: ReadonlyMap<string, string>): Pick<Run, 'answers' | 'beside'> {
  if (!posture) return {};
  const { answers, beside = [] } = posture;
  return {
    answers: keptFile(dir, answersName, answers.sha256, sums),
    beside: beside.map(({ name, sha256 }) => ({ name, sha256, chunks: keptFile(dir, name, sha256, sums) })),
  };
}

function keptFile(dir: string, name: string, stated: string, sums: ReadonlyMap<string, string>): () => Iterable<string> {
  const found = sha256OfFile(dir, name);
  if (found === undefined) throw new LoadError(name, 'no such file: the views cannot be made without it');
  if (found !== stated || sums.get(name) !== found)
    throw new LoadError(name, `is not what this evidence rests on: its sha256 is ${found}, evidence.json says ${stated}`);
  return function* () {
    const decoder = new TextDecoder('utf-8');
    for (const chunk of chunksOf(join(dir, name))) yield decoder.decode(chunk, { stream: true });
  };
}

/** @throws UnknownSchema, LoadError */
export function parseEvidence(text: string): Evidence {
  const value = parseJson(text);
  if (!isObject(value)) throw new LoadError(evidenceName, 'not a JSON object');
  if (value.schema !== schemaId) {
    throw new UnknownSchema(evidenceName, `is of schema ${JSON.stringify(value.schema)?.slice(0, 100)}; this version reads ${schemaId}`);
  }
  const result = evidenceSchema.safeParse(value);
  if (!result.success) throw new LoadError(evidenceName, firstIssue(result.error));
  const evidence = value as unknown as Evidence;
  if (!isAsWritten(evidence, text))
    throw new LoadError(evidenceName, 'is not as this version writes it: members are unknown, missing or in another order');
  return evidence;
}

/** Catches what the schema leaves open: a member that no writer of this version has would not be written again. */
function isAsWritten(evidence: Evidence, text: string): boolean {
  try {
    return [...json({ evidence })].join('') === text;
  } catch {
    return false;
  }
}
