import { resolve } from 'node:path';
import { type Evidence, exitCodes } from '../core/evidence.ts';
import type { Signer } from '../core/signature.ts';
import { runSha256 } from '../report/json.ts';
import { publicKeyName, signatureName } from '../report/signature-file.ts';
import { summary } from '../report/summary.ts';
import { coloured } from './coloured.ts';
import type { OpenedPosture } from './posture-open.ts';
import { takePosture } from './posture-run.ts';
import type { Beside } from './posture-told.ts';
import { runRecord } from './run-record.ts';
import { writeSigned } from './write-run.ts';

interface Wish {
  readonly out: string;
  readonly force: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly signer: Signer | undefined;
  readonly started: Date;
  /** ISO 8601, to the second. */
  readonly startedAt: string;
}

/** What was said -> the evidence, the summary and the exit code. */
export async function judgePosture(opened: OpenedPosture, beside: Beside, wish: Wish): Promise<void> {
  const { out, force, quiet, json, signer, started, startedAt } = wish;
  const { told, ...run } = await takePosture(opened, startedAt, beside);
  const { evidence } = run;
  await writeSigned(out, run, { force, runRecord: { ...runRecord(started), account: opened.homeAccount } }, signer);
  opened.store.remove();
  process.exitCode = exitCodes[evidence.verdict];
  if (json) process.stdout.write(`${JSON.stringify({ ...result(evidence, out), ...told.result }, null, 2)}\n`);
  else if (!quiet)
    process.stdout.write(summary(evidence, { colour: coloured(), paths: paths(out, signer !== undefined, told.files) }) + told.text);
}

function result(evidence: Evidence, out: string): Record<string, unknown> {
  const { verdict, population, limits, findings, problems } = evidence;
  return {
    verdict,
    exitCode: exitCodes[verdict],
    population: { rows: population.rows, byClass: population.byClass },
    findings: {
      open: findings.filter(({ status }) => status === 'open').length,
      exempt: findings.filter(({ status }) => status === 'exempt').length,
    },
    gone: evidence.posture?.gone ?? 0,
    limits,
    problems,
    evidenceSha256: runSha256(evidence),
    out: resolve(out),
  };
}

function paths(out: string, signed: boolean, beside: readonly { readonly name: string }[]): { label: string; path: string }[] {
  return [
    { label: 'report', path: `${out}/report.html` },
    { label: 'evidence', path: `${out}/evidence.json` },
    { label: 'population', path: `${out}/population.jsonl, ${out}/population.csv` },
    { label: 'answers', path: `${out}/answers.jsonl` },
    ...beside.map(({ name }) => ({ label: name.replace('.json', ''), path: `${out}/${name}` })),
    { label: 'hashes', path: `${out}/SHA256SUMS` },
    ...(signed ? [{ label: 'signature', path: `${out}/${signatureName}, ${out}/${publicKeyName}` }] : []),
  ];
}
