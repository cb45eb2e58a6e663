import { Command, InvalidArgumentError } from 'commander';
import { remediate } from '../app/remediate.ts';
import { readText } from '../config/file.ts';
import { defaultPolicy, loadPolicy, policyFileAt } from '../config.ts';
import { type Files, type FilesWanted, type Format, filesOf, formats } from '../core/remediate/files.ts';
import type { OutputFile } from '../core/remediate/output.ts';
import type { Plan } from '../core/remediate/plan.ts';
import { RemediationRefused } from '../core/remediate/refusal.ts';
import { remediationText } from '../report/remediation-text.ts';
import { jsonText, terminalSafe } from '../text/safe-text.ts';
import { UsageError } from './errors.ts';
import { daysAfter, instant } from './instant.ts';
import { writeFix } from './remediate-files.ts';
import { openWorld, type WorldFlags } from './remediate-world.ts';
import { networkSnapshotHelp } from './source.ts';
import { approverOf } from './user.ts';

interface RemediateFlags extends WorldFlags {
  readonly format: Format | 'all';
  readonly out?: string;
  readonly force?: boolean;
  readonly subnets?: readonly string[];
  readonly securityGroups?: readonly string[];
  readonly name?: string;
  readonly alarms?: readonly string[];
  readonly endpointHourPrice?: number;
  readonly backout?: boolean;
  readonly approver?: string;
  readonly expires?: string;
  readonly ticket?: string;
  readonly iam?: boolean;
  readonly config?: string;
  readonly json?: boolean;
}

const defaultDays = 14;

export function remediateCommand(): Command {
  return new Command('remediate')
    .description('writes the fix for one resource, from what Describe says; executes nothing')
    .argument(
      '<arn>',
      'a model, endpoint config, endpoint, job (training, processing, transform, tuning, AutoML), notebook instance or domain',
    )
    .option('--format <format>', `${formats.join(', ')} or all`, formatOf, 'all')
    .option('--out <dir>', 'folder for the files: new or empty (default: remediate-<type>-<name>)')
    .option('--force', 'replace what is in --out')
    .option(
      '--subnets <ids>',
      'private subnets to put it into, with commas (default: what it has, else those that the policy approves)',
      list,
    )
    .option('--security-groups <ids>', 'security groups, with commas', list)
    .option('--name <name>', 'name of the replacement (default: made from the old name and the new settings)')
    .option('--alarms <names>', 'CloudWatch alarms that switch the endpoints back, with commas', list)
    .option('--backout', 'the way back too, while the old is kept, and the exemption that it needs')
    .option('--approver <name>', 'who answers for the exemption (default: the user who runs this)')
    .option('--expires <time>', `when the exemption ends (default: in ${defaultDays} days)`, instant)
    .option('--ticket <id>', 'where the exemption is followed up')
    .option('--iam', 'the permissions too, for the one who runs it and for the execution role')
    .option('--endpoint-hour-price <price>', 'what an interface endpoint costs per zone and hour in the Region', price)
    .option('--network-snapshot <file>', networkSnapshotHelp)
    .option('--role <name>', 'look into the account of the resource by the role of this name')
    .option('--external-id <id>', "the external id that the role's trust policy asks for")
    .option('--config <file>', 'policy file (default: ./sagewarden.yml, else the built-in defaults)')
    .option('--json', 'the plan as JSON on stdout, without requests')
    .addHelpText(
      'after',
      `
Requests with environment variables or hyperparameters are files of mode 0600 in a folder of mode 0700: never on stdout, never on a command line.

Examples:
  sagewarden remediate arn:aws:sagemaker:eu-west-1:111122223333:model/fraud --subnets subnet-0a,subnet-0b --security-groups sg-0c
  sagewarden remediate arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud --backout --iam --alarms fraud-5xx --out fix/

Exit codes: 0 written, or there is nothing to fix; 1 written, but the VPC lacks something or a format cannot say all of it; 2 could not run;
3 written, but what the VPC has is not known.`,
    )
    .action(run);
}

async function run(arn: string, flags: RemediateFlags): Promise<void> {
  try {
    await write(arn, flags);
  } catch (error) {
    throw error instanceof RemediationRefused ? new UsageError(error.message) : error;
  }
}

async function write(arn: string, flags: RemediateFlags): Promise<void> {
  const now = instant(new Date().toISOString().replace(/\.\d+Z$/, 'Z'));
  const { policy, policyText } = planningPolicy(flags.config, now);
  const wanted = { ...filesWanted(flags, now), policy: policyText };
  if ((flags.subnets === undefined) !== (flags.securityGroups === undefined))
    throw new UsageError('--subnets and --security-groups go together');
  const network = flags.subnets && flags.securityGroups ? { subnets: flags.subnets, securityGroupIds: flags.securityGroups } : undefined;
  const world = await openWorld(arn, flags);
  const found = await remediate(
    { arn, policy, network, name: flags.name, alarms: flags.alarms ?? [], endpointHourPrice: flags.endpointHourPrice ?? null },
    world,
  );
  if (found.kind === 'conforms') {
    const { type, name } = found.target;
    if (flags.json) process.stdout.write(`${jsonText({ conforms: true, target: found.target }, 2)}\n`);
    else process.stdout.write(`${type} ${terminalSafe(name)}: the rules find nothing that a fix would change\n`);
    return;
  }
  const { plan } = found;
  const made = filesOf(plan, wanted);
  checkExemption(made, now);
  const folder = flags.out ?? `remediate-${plan.target.type}-${plan.target.name.replace(/[^\w-]/g, '')}`;
  const text = remediationText({ plan, folder, files: made.files, refused: made.refused });
  const files: OutputFile[] = [...made.files, { path: 'plan.txt', content: text, mode: 0o600 }];
  writeFix(folder, files, flags.force ?? false);
  process.exitCode = exitCodeOf(plan, made, flags.format !== 'all');
  process.stdout.write(flags.json ? `${jsonText(asJson(plan, made, folder), 2)}\n` : text);
}

/** With its text, as the scripts of the fix judge by it again. */
function planningPolicy(path: string | undefined, now: string) {
  const file = policyFileAt(path);
  if (file === null) return { policy: defaultPolicy, policyText: null };
  const policyText = readText(file);
  return { policy: loadPolicy(policyText, file, { now }).policy, policyText };
}

function filesWanted(flags: RemediateFlags, now: string): Omit<FilesWanted, 'policy'> {
  const expires = flags.expires ?? daysAfter(now, defaultDays);
  if (Date.parse(expires) <= Date.parse(now)) throw new UsageError(`--expires ${expires} has passed`);
  for (const [option, value] of Object.entries({ approver: flags.approver, ticket: flags.ticket }))
    if (value?.trim() === '') throw new UsageError(`--${option} is empty`);
  return {
    formats: flags.format === 'all' ? formats : [flags.format],
    backout: flags.backout ? { approver: approverOf(flags.approver), approved: now, expires, ticket: flags.ticket } : null,
    iam: flags.iam ?? false,
  };
}

/** What a scan would refuse must not be written. @throws PolicyError */
function checkExemption({ files }: Files, now: string): void {
  const exemption = files.find(({ path }) => path === 'exemption.yml');
  if (exemption) loadPolicy(exemption.content, 'exemption.yml', { now });
}

/** That CloudFormation and Terraform do not know jobs is no surprise to who did not ask for them. */
function exitCodeOf({ prerequisites: { failing, unknown }, fix }: Plan, { refused }: Files, asked: boolean): 0 | 1 | 3 {
  if (failing.length > 0 || (Object.keys(refused).length > 0 && (asked || fix.kind === 'hosting'))) return 1;
  return unknown.length > 0 ? 3 : 0;
}

/** Without requests: those are in files of their owner's alone. */
function asJson(plan: Plan, { files, refused }: Files, folder: string) {
  const { fix, ...rest } = plan;
  return {
    ...rest,
    fix: withoutRequests(fix),
    refused,
    folder,
    files: [...files.map(({ path, mode }) => ({ path, mode: mode.toString(8).padStart(4, '0') })), { path: 'plan.txt', mode: '0600' }],
  };
}

function withoutRequests(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRequests);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, each]) => (name === 'request' ? [] : [[name, withoutRequests(each)]])));
}

function formatOf(value: string): Format | 'all' {
  const found = [...formats, 'all' as const].find((each) => each === value);
  if (!found) throw new InvalidArgumentError(`expected ${formats.join(', ')} or all`);
  return found;
}

function list(value: string): readonly string[] {
  const items = value.split(',').map((item) => item.trim());
  if (items.includes('')) throw new InvalidArgumentError('expected values with commas between them');
  return [...new Set(items)];
}

function price(value: string): number {
  const amount = Number(value);
  if (!/^\d+(\.\d+)?$/.test(value) || !Number.isFinite(amount)) throw new InvalidArgumentError('expected a number such as 0.011');
  return amount;
}
