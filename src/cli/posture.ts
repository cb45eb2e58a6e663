import { Command } from 'commander';
import { type CollectProgress, collect, collectOne } from '../app/posture/collect.ts';
import type { Period } from '../app/scan/model.ts';
import { lists } from '../core/resources/list.ts';
import { resourceTypes } from '../core/resources/types.ts';
import { checkOutput } from '../report/staging.ts';
import { defaultOut } from './default-out.ts';
import { instant } from './instant.ts';
import { checkAgainst } from './posture-against-options.ts';
import { type BesideFlags, besideHelp, withBesideOptions } from './posture-beside-options.ts';
import { type OpenedPosture, openPosture, type PostureFlags } from './posture-open.ts';
import { postureProgress } from './posture-progress.ts';
import { nothingBeside } from './posture-told.ts';
import { openSigner, signHelp } from './sign.ts';
import { accountIds, networkSnapshotHelp, regionNames } from './source.ts';

export function postureCommand(): Command {
  const notListed = resourceTypes.filter((type) => lists[type] === null).join(', ');
  const command = new Command('posture')
    .description('judges what exists now, by the rules that scan and the monitor judge changes by, and writes the evidence')
    .option('--regions <names>', 'these Regions (default: those in scope of the policy, else that of the environment)', regionNames)
    .option('--accounts <ids>', "these accounts, by --role (default: the caller's own)", accountIds)
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
  const out = flags.out ?? defaultOut('evidence/posture-', started.toISOString());
  const { force = false, quiet = false } = flags;
  checkOutput(out, { force });
  const signer = flags.sign === undefined ? undefined : await openSigner(flags.sign, { quiet });
  const besideOf = await besideFor(flags, out, checkAgainst(flags, startedAt));
  const opened = await openPosture(flags, startedAt);
  try {
    const beside = await besideOf({ ...opened, policy: opened.loaded.policy });
    // Loaded while the first answers are on their way.
    let judging: Promise<typeof import('./posture-judge.ts')> | undefined;
    const load = () => (judging ??= import('./posture-judge.ts'));
    await ask(opened, load);
    const { judgePosture } = await load();
    await judgePosture(opened, beside, { out, force, quiet, json: flags.json ?? false, signer, started, startedAt });
  } finally {
    opened.end();
  }
}

async function besideFor(flags: BesideFlags, out: string, period: Period | undefined) {
  if (flags.against === undefined && flags.configEvaluations === undefined) return async () => nothingBeside;
  const { openBeside } = await import('./posture-beside.ts');
  return openBeside(flags, out, period);
}

async function ask(opened: OpenedPosture, onAnswer: () => unknown): Promise<void> {
  const { places, types, since, inventory, sageMaker, store, resource, quiet } = opened;
  const world = { inventory, sageMaker, clock: { now: Date.now }, store };
  if (resource) return collectOne(resource, world);
  const progress = postureProgress(quiet);
  const onProgress = (at: CollectProgress) => {
    progress.show(at);
    onAnswer();
  };
  await collect({ places, types, since, onProgress }, world).finally(progress.clear);
}
