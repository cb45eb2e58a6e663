import { type Command, InvalidArgumentError } from 'commander';
import { type Against, against, type WhatWasListed } from '../app/posture/against.ts';
import type { Place } from '../app/posture/ports.ts';
import { type Period, scanTrail } from '../app/scan.ts';
import type { Policy } from '../core/policy.ts';
import type { TrailSource } from '../trail/source.ts';
import { type AthenaFlags, withAthenaOptions } from './athena.ts';
import { UsageError } from './errors.ts';
import { instant } from './instant.ts';
import { jobs, jobsHelp, readerOf } from './jobs.ts';
import { progressLine } from './progress.ts';
import { openSource, type SourceFlags, sourceHelp } from './source.ts';

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

interface Opened {
  readonly flags: AgainstFlags & { readonly against: readonly string[] };
  readonly places: readonly Place[];
  readonly policy: Policy;
  readonly period: Period | undefined;
}

/** Opened before anything is listed: what is wrong with it need not wait. @throws UsageError, SourceError */
export async function openAgainst({ flags, places, policy, period }: Opened): Promise<TrailSource> {
  return openSource(flags.against, sourceFlags(flags, places), { period, scope: policy.scope });
}

/** Reads the trail, after everything was listed: what was created meanwhile is in it. @throws UsageError, SourceError, ReaderError */
export async function readAgainst(source: TrailSource, { flags, policy, period }: Opened, listed: WhatWasListed): Promise<Against> {
  const progress = progressLine({ quiet: flags.quiet ?? false, share: () => source.share?.() });
  const reader = readerOf(flags.jobs, { sha256: false });
  const scanned = await scanTrail(source, { policy, reader, onProgress: progress.show, ...(period && { period }) }).finally(async () => {
    progress.clear();
    await reader.close();
  });
  if (scanned.counters.objects.listed === 0)
    throw new UsageError(`--against ${flags.against.join(', ')}: no files there; expected *.json.gz or *.json log files of CloudTrail`);
  return against({ ...listed, scanned, sourceLimits: source.limits ?? [], policy, period });
}

/**
 * Of a bucket or table every Region is read: a trail is stopped in its home Region. Event history is asked where resources were listed, by the
 * role that they were listed by.
 */
function sourceFlags(flags: AgainstFlags & { readonly against: readonly string[] }, places: readonly Place[]): SourceFlags {
  const [first = ''] = flags.against;
  const distinct = (values: readonly string[]) => [...new Set(values)].sort();
  const accounts = distinct(places.map((place) => place.account));
  const { requestPayer, expectedBucketOwner, roleArn, role, externalId } = flags;
  const { workgroup, queryResults, objects, sliceDays, maxBytes, pricePerTb, yes } = flags;
  const athena = { workgroup, queryResults, objects, sliceDays, maxBytes, pricePerTb, yes };
  const ofBucket = {
    ...(requestPayer !== undefined && { requestPayer }),
    ...(expectedBucketOwner !== undefined && { expectedBucketOwner }),
    ...(roleArn !== undefined && { roleArn }),
    ...Object.fromEntries(Object.entries(athena).filter(([, value]) => value !== undefined)),
  };
  if (first.startsWith('s3:')) return { accounts, ...ofBucket, ...(roleArn !== undefined && externalId !== undefined && { externalId }) };
  if (first.startsWith('athena:')) return { accounts, ...ofBucket };
  if (!first.startsWith('lookup:')) return ofBucket;
  const regions = distinct(places.map((place) => place.region));
  if (role === undefined) return { regions, ...ofBucket };
  return { accounts, regions, role, ...(externalId !== undefined && { externalId }), ...ofBucket };
}
