import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Evidence } from '../core/evidence.ts';
import { exitCodes } from '../core/evidence.ts';
import { lists } from '../core/resources/list.ts';
import { resourceTypes } from '../core/resources/types.ts';
import { runSha256 } from '../report/json.ts';
import { publicKeyName, signatureName } from '../report/signature-file.ts';
import { summary } from '../report/summary.ts';
import { checkOutput } from '../report/write.ts';
import { instant } from './instant.ts';
import { type BesideFlags, besideHelp, openBeside, withBesideOptions } from './posture-beside.ts';
import { openPosture, type PostureFlags } from './posture-open.ts';
import { takePosture } from './posture-run.ts';
import { runRecord } from './run-record.ts';
import { coloured } from './scan.ts';
import { openSigner, signHelp } from './sign.ts';
import { listOf, networkSnapshotHelp } from './source.ts';
import { writeSigned } from './write-run.ts';

export function postureCommand(): Command {
  const notListed = resourceTypes.filter((type) => lists[type] === null).join(', ');
  const command = new Command('posture')
    .description('judges what exists now, by the rules that scan and the monitor judge changes by, and writes the evidence')
    .option(
      '--regions <names>',
      'these Regions (default: those in scope of the policy, else that of the environment)',
      listOf(/^[a-z]{2,}(-[a-z]+)+-\d+$/, 'Regions such as eu-west-1'),
    )
    .option('--accounts <ids>', "these accounts, by --role (default: the caller's own)", listOf(/^\d{12}$/, 'ids of 12 digits'))
    .option('--role <name>', 'look into each of --accounts by the role of this name')
    .option('--external-id <id>', "the external id that the role's trust policy asks for")
    .option('--types <names>', `these resource types, such as Model,TrainingJob (default: all; SageMaker cannot list ${notListed})`)
    .option('--since <time>', 'only what was created from then on (ISO 8601 with zone): jobs are kept for ever', instant)
    .option('--resource <arn>', 'this one resource')
    .option('--out <dir>', 'folder for the evidence: new or empty (default: evidence/posture-<time of the run>)')
    .option('--force', 'replace what is in --out')
    .option('--resume', 'keep what was read beside --out (<out>.checkpoint), and go on from what is there')
    .option('--config <file>', 'policy file (default: ./sagewarden.yml, else the built-in defaults)')
    .option('--network-snapshot <file>', networkSnapshotHelp)
    .option('--sign <key>', signHelp)
    .option('--json', 'the result as JSON on stdout')
    .option('--quiet', 'no summary, no progress, no warnings')
    .addHelpText(
      'after',
      `
Examples:
  sagewarden posture --regions eu-west-1,us-east-1 --out now
  sagewarden posture --regions eu-west-1 --types TrainingJob,ProcessingJob --since 2026-07-01T00:00:00Z --out jobs --resume
  sagewarden posture --regions eu-west-1 --accounts 111122223333,444455556666 --role Audit --external-id 7f3 --out now
  sagewarden posture --resource arn:aws:sagemaker:eu-west-1:111122223333:model/churn
  sagewarden posture --regions eu-west-1 --json | jq .verdict
  sagewarden posture --regions eu-west-1 --against s3://trail-bucket/prefix --from 2026-07-01T00:00:00Z --out now
  sagewarden posture --regions eu-west-1 --config-evaluations
  sagewarden posture --regions eu-west-1 --config-evaluations rules.json model-in-vpc.json findings.json
${besideHelp}

Exit codes: 0 confirmed, 1 not confirmed (findings), 2 could not run, 3 inconclusive (a List or a Describe did not answer).`,
    )
    .action(posture);
  return withBesideOptions(command);
}

async function posture(flags: PostureFlags & BesideFlags): Promise<void> {
  const started = new Date();
  const startedAt = started.toISOString().replace(/\.\d+Z$/, 'Z');
  const out = flags.out ?? `evidence/posture-${startedAt.replaceAll(':', '')}`;
  checkOutput(out, { force: flags.force ?? false });
  const signer = flags.sign === undefined ? undefined : await openSigner(flags.sign, { quiet: flags.quiet ?? false });
  const besideOf = openBeside(flags, out, startedAt);
  const opened = await openPosture(flags, startedAt);
  try {
    const { told, ...run } = await takePosture(opened, startedAt, await besideOf({ ...opened, policy: opened.loaded.policy }));
    const { evidence } = run;
    await writeSigned(out, run, { force: flags.force ?? false, runRecord: { ...runRecord(started), account: opened.homeAccount } }, signer);
    opened.store.remove();
    process.exitCode = exitCodes[evidence.verdict];
    if (flags.json) process.stdout.write(`${JSON.stringify({ ...result(evidence, out), ...told.result }, null, 2)}\n`);
    else if (!flags.quiet)
      process.stdout.write(summary(evidence, { colour: coloured(), paths: paths(out, signer !== undefined, told.files) }) + told.text);
  } finally {
    opened.end();
  }
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
