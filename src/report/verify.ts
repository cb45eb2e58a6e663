import type { KeyObject } from 'node:crypto';
import type { Evidence } from '../core/evidence/model.ts';
import { checkedPopulation, rowsName } from './load/population.ts';
import { readRows } from './load/rows.ts';
import { readSums, readText, sha256OfFile } from './load/sums.ts';
import { answersOf, evidenceName, LoadError, parseEvidence, UnknownSchema } from './load.ts';
import type { Run } from './reporter.ts';
import { answerChecks } from './verify/answers.ts';
import { type Check, check, notChecked } from './verify/check.ts';
import { contentChecks } from './verify/content.ts';
import { fileChecks } from './verify/files.ts';
import { signatureCheck } from './verify/signature.ts';
import { Tally } from './verify/tally.ts';
import { viewCheck, viewsMean } from './verify/views.ts';

export interface Verification {
  /** Is all right that could be asked? */
  readonly ok: boolean;
  /** The run's hash: the sha256 of `evidence.json` as it is, hex. */
  readonly runSha256: string | null;
  readonly checks: readonly Check[];
}

interface VerifyOptions {
  /** The key that must have signed. */
  readonly key?: KeyObject;
  /** Of this program: views are made again by the version that wrote them only. */
  readonly version: string;
}

const structure = 'evidence and population are well formed, and belong together';

/**
 * The auditor's check of a run's folder: needs no network, no AWS, and trusts no count in it.
 *
 * @throws UnknownSchema, or LoadError where there are no sums: nothing can be said then
 */
export function verifyRun(dir: string, { key, version }: VerifyOptions): Verification {
  const sums = readSums(dir);
  const checks = [...fileChecks(dir, sums), ...contents(dir, sums, version), signatureCheck(dir, key)];
  return { ok: checks.every(({ ok }) => ok !== false), runSha256: sha256OfFile(dir, evidenceName) ?? null, checks };
}

function contents(dir: string, sums: ReadonlyMap<string, string>, version: string): Check[] {
  try {
    const evidence = parseEvidence(readText(dir, evidenceName));
    const tally = tallied(dir, evidence);
    const { jsonlSha256 } = evidence.population;
    const belongs =
      sha256OfFile(dir, rowsName) === jsonlSha256 ? [] : [`${rowsName} is not the population that ${evidenceName} names (${jsonlSha256})`];
    const run = { evidence, population: checkedPopulation(dir, tally.rows), ...answersOf(dir, evidence, sums) };
    return [
      check('structure', structure, belongs),
      ...contentChecks(evidence, tally),
      ...answerChecks(dir, evidence),
      views(run, sums, version, belongs.length === 0 && tally.rows === evidence.population.rows),
    ];
  } catch (error) {
    if (error instanceof UnknownSchema || !(error instanceof LoadError)) throw error;
    return [
      check('structure', structure, [error.message]),
      notChecked('content', 'rows, counts, findings and verdict agree', 'not asked: see structure'),
    ];
  }
}

function tallied(dir: string, evidence: Evidence): Tally {
  const tally = new Tally(evidence);
  for (const row of readRows(dir)) tally.add(row);
  tally.finish();
  return tally;
}

/** Evidence that agrees with its sums and cannot be laid out was made by hand: that is for the auditor, and no defect of ours. */
function views(run: Run, sums: ReadonlyMap<string, string>, version: string, together: boolean): Check {
  if (!together) return notChecked('views', viewsMean, 'not asked: the population is not that of the evidence');
  try {
    return viewCheck(run, sums, version);
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) {
      return check('views', viewsMean, [`${evidenceName} cannot be laid out: ${error.message}`]);
    }
    throw error;
  }
}
