import { type Command, InvalidArgumentError } from 'commander';
import type { Period } from '../app/scan/model.ts';
import { type AthenaFlags, withAthenaOptions } from './athena.ts';
import { UsageError } from './errors.ts';
import { instant } from './instant.ts';
import { jobs, jobsHelp } from './jobs.ts';
import { sourceHelp } from './source.ts';

export interface AgainstFlags extends AthenaFlags {
  readonly against?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly requestPayer?: boolean;
  readonly expectedBucketOwner?: string;
  readonly roleArn?: string;
  readonly jobs?: number;
  readonly role?: string;
  readonly externalId?: string;
  readonly quiet?: boolean;
}

export function withAgainstOptions(command: Command): Command {
  const plain = command
    .option('--against <source...>', `hold what exists against a trail, both ways: ${sourceHelp}`)
    .option('--from <time>', '--against: start of the period, in it (default: all that was read)', instant)
    .option('--to <time>', '--against: end of the period, not in it (default: now)', instant)
    .option('--request-payer', '--against s3: pay for the requests to a bucket whose owner does not')
    .option('--expected-bucket-owner <id>', '--against s3: refuse the bucket unless this account owns it', account)
    .option('--role-arn <arn>', '--against s3: read the bucket by this role')
    .option('--jobs <n>', `--against: ${jobsHelp}`, jobs);
  return withAthenaOptions(plain);
}

const ofAgainstAlone = {
  from: '--from',
  to: '--to',
  requestPayer: '--request-payer',
  expectedBucketOwner: '--expected-bucket-owner',
  roleArn: '--role-arn',
  jobs: '--jobs',
  workgroup: '--workgroup',
  queryResults: '--query-results',
  sliceDays: '--slice-days',
  maxBytes: '--max-bytes',
  pricePerTb: '--price-per-tb',
  yes: '--yes',
} as const satisfies Partial<Record<keyof AgainstFlags, string>>;

function account(value: string): string {
  if (!/^\d{12}$/.test(value)) throw new InvalidArgumentError('expected an id of 12 digits');
  return value;
}

/** What stands before anything is asked: flags that say nothing are refused. @throws UsageError */
export function checkAgainst(flags: AgainstFlags, now: string): Period | undefined {
  const { against: source, from, to } = flags;
  if (source === undefined) {
    for (const [name, flag] of Object.entries(ofAgainstAlone))
      if (flags[name as keyof AgainstFlags] !== undefined) throw new UsageError(`${flag} says nothing without --against`);
    return undefined;
  }
  if (from === undefined) {
    if (to !== undefined) throw new UsageError('--to needs --from');
    return undefined;
  }
  const period = { from, to: to ?? now };
  if (Date.parse(period.from) >= Date.parse(period.to))
    throw new UsageError(
      `the period is empty: --from ${period.from} is not before --to ${period.to} (it is half-open: from is in it, to is not)`,
    );
  return period;
}
