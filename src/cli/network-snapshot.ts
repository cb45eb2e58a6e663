import { createHash } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { networkSnapshot } from '../app/network-snapshot.ts';
import type { NetworkFacts } from '../core/network.ts';
import { SourceError } from '../trail/source.ts';
import { UsageError } from './errors.ts';
import { countsOf, problemLine, summaryText } from './network-snapshot-words.ts';
import { type SnapshotFlags, wantedBy } from './network-wanted.ts';
import { accountIds, listOf, regionNames } from './source.ts';

interface Flags extends SnapshotFlags {
  readonly out: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function networkSnapshotCommand(): Command {
  return new Command('network-snapshot')
    .description('asks EC2 for the facts that the rules on subnets, security groups and prerequisites need, and writes them to a file')
    .requiredOption('--out <file>', 'the file, for --network-snapshot of scan, replay and posture; one that is there is replaced')
    .option('--regions <names>', 'Regions (default: AWS_REGION)', regionNames)
    .option('--accounts <ids>', "accounts, by --role (default: the caller's own)", accountIds)
    .option('--role <name>', 'the name of the role to look into --accounts by')
    .option('--external-id <id>', "the external id that the role's trust policy asks for")
    .option('--vpcs <ids>', 'only these VPCs (default: all of the Regions)', listOf(/^vpc-[\w-]+$/, 'ids such as vpc-0123456789abcdef0'))
    .option('--subnets <ids>', 'only these subnets, and their VPCs', listOf(/^subnet-[\w-]+$/, 'ids such as subnet-0123456789abcdef0'))
    .option('--for <run>', "the networks that a run's population names: its folder, or its population.jsonl")
    .option('--json', 'what was written and what could not be seen, as JSON on stdout')
    .option('-q, --quiet', 'no progress on stderr')
    .addHelpText(
      'after',
      `
Needs ec2:DescribeVpcs, DescribeVpcAttribute, DescribeSubnets, DescribeRouteTables, DescribeVpcEndpoints, DescribeSecurityGroups,
DescribeFlowLogs and DescribeInstanceTypeOfferings. A fact that EC2 does not tell is not in the file, and a rule that needs it says so.

Examples:
  sagewarden network-snapshot --regions eu-west-1,us-east-1 --out network.json
  sagewarden network-snapshot --regions eu-west-1 --accounts 111122223333,444455556666 --role audit --out network.json
  sagewarden network-snapshot --for evidence/ --out network.json && sagewarden scan trail/ --network-snapshot network.json

Exit codes: 0 written, 2 could not run, 3 written, and something could not be seen.`,
    )
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const { homeAccount, ...wanted } = await wantedBy(flags, callerIn);
  const { ec2Directory, ec2Networks } = await import('../adapters/ec2.ts');
  const memberRole = flags.role === undefined ? undefined : { name: flags.role, externalId: flags.externalId };
  // One snapshot, however long it takes.
  const options = { homeAccount, memberRole, answerWithin: 30_000, keepFor: Number.POSITIVE_INFINITY };
  const facts = await networkSnapshot(wanted, {
    networks: ec2Networks(options),
    directory: ec2Directory(options),
    clock: Date,
    onPlace({ account, region }) {
      if (!flags.quiet && process.stderr.isTTY) process.stderr.write(`networks of ${account} in ${region}\n`);
    },
  });
  refuseNothing(facts);
  const text = `${JSON.stringify(facts, null, 2)}\n`;
  write(flags.out, text);
  // What a population of last year names may be gone today: that is no permission that is missing.
  const unseen = (facts.problems ?? []).filter(({ why }) => why !== 'resource-gone' || flags.for === undefined);
  process.exitCode = unseen.length > 0 ? 3 : 0;
  const sha256 = createHash('sha256').update(text).digest('hex');
  if (flags.json) {
    const result = { out: flags.out, sha256, takenAt: facts.takenAt, ...countsOf(facts), problems: facts.problems ?? [] };
    process.stdout.write(`${JSON.stringify({ ...result, exitCode: process.exitCode }, null, 2)}\n`);
  } else process.stdout.write(summaryText(flags.out, facts));
}

/** A file in which nothing is would be read as one of an account that has nothing. @throws SourceError */
function refuseNothing(facts: NetworkFacts): void {
  const { vpcs, subnets, securityGroups } = countsOf(facts);
  const denied = (facts.problems ?? []).filter(({ why }) => why !== 'resource-gone');
  if (vpcs + subnets + securityGroups > 0 || denied.length === 0) return;
  throw new SourceError(`EC2 told nothing, and nothing was written:\n${denied.map(problemLine).join('\n')}`);
}

/** @throws UsageError */
function write(path: string, text: string): void {
  const beside = `${path}.tmp`;
  try {
    writeFileSync(beside, text, { mode: 0o640 });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new UsageError(`--out ${path}: cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** @throws SourceError */
async function callerIn(region: string): Promise<string> {
  process.env.AWS_REGION ||= process.env.AWS_DEFAULT_REGION || region;
  const [{ callerAccount }, { credentialProblem }] = await Promise.all([
    import('../adapters/credentials.ts'),
    import('../adapters/credential-problem.ts'),
  ]);
  return callerAccount().catch((error: Error) => {
    throw new SourceError(credentialProblem(error) ?? `the caller's account is not known (sts:GetCallerIdentity: ${error.name})`);
  });
}
