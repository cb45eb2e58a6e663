import { resolve } from 'node:path';
import type { Evidence } from '../core/evidence/model.ts';
import { exitCodes } from '../core/evidence/verdict.ts';
import { runSha256 } from '../report/json.ts';
import { answersName } from '../report/lay-out.ts';
import { publicKeyName, signatureName } from '../report/signature-file.ts';
import { summary } from '../report/summary.ts';
import { coloured } from './coloured.ts';
import type { Told } from './posture-told.ts';

interface Wish {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly signed: boolean;
  /** What stands beside the rules' own judgement. */
  readonly beside?: Pick<Told, 'result' | 'text'>;
}

/** What a run that was written says when it ends: its exit code, and its result or its summary. */
export function tellRun(evidence: Evidence, out: string, { json, quiet, signed, beside }: Wish): void {
  process.exitCode = exitCodes[evidence.verdict];
  if (json) process.stdout.write(`${JSON.stringify({ ...result(evidence, out), ...beside?.result }, null, 2)}\n`);
  else if (!quiet)
    process.stdout.write(summary(evidence, { colour: coloured(), paths: paths(evidence, out, signed) }) + (beside?.text ?? ''));
}

function result(evidence: Evidence, out: string): Record<string, unknown> {
  const { verdict, period, population, findings, posture, limits, problems } = evidence;
  return {
    verdict,
    exitCode: exitCodes[verdict],
    ...(!posture && { period }),
    population: { rows: population.rows, byClass: population.byClass },
    findings: {
      open: findings.filter(({ status }) => status === 'open').length,
      exempt: findings.filter(({ status }) => status === 'exempt').length,
    },
    ...(posture && { gone: posture.gone }),
    limits,
    problems,
    evidenceSha256: runSha256(evidence),
    out: resolve(out),
  };
}

function paths({ posture }: Evidence, out: string, signed: boolean): { label: string; path: string }[] {
  return [
    { label: 'report', path: `${out}/report.html` },
    { label: 'evidence', path: `${out}/evidence.json` },
    { label: 'population', path: `${out}/population.jsonl, ${out}/population.csv` },
    ...(posture ? [{ label: 'answers', path: `${out}/${answersName}` }] : []),
    ...(posture?.beside ?? []).map(({ name }) => ({ label: name.replace('.json', ''), path: `${out}/${name}` })),
    { label: 'hashes', path: `${out}/SHA256SUMS` },
    ...(signed ? [{ label: 'signature', path: `${out}/${signatureName}, ${out}/${publicKeyName}` }] : []),
  ];
}
