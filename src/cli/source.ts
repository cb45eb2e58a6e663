import { type Command, InvalidArgumentError } from 'commander';
import type { EventHistoryOptions } from '../adapters/event-history.ts';
import type { S3SourceOptions } from '../adapters/s3.ts';
import type { Days } from '../core/days.ts';
import { s3Url } from '../text/s3-url.ts';
import { folderSource } from '../trail/folder.ts';
import type { TrailObject, TrailSource } from '../trail/source.ts';
import { type AthenaFlags, athenaSource, withAthenaOptions } from './athena.ts';
import { UsageError } from './errors.ts';

export const sourceHelp =
  'folders or files of a CloudTrail archive (AWSLogs/..., *.json.gz, *.json); s3://bucket/prefix; lookup: (event history, 90 days); or athena:DATABASE.TABLE';

export const networkSnapshotHelp = "EC2's facts for the rules on subnets, security groups and prerequisites (JSON)";

/** Flags of the sources that are not files. */
export interface SourceFlags extends AthenaFlags {
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  readonly requestPayer?: boolean;
  readonly expectedBucketOwner?: string;
  readonly roleArn?: string;
  readonly role?: string;
  readonly externalId?: string;
}

/** What a command knows of what it wants from the source. */
export interface SourceWish {
  readonly period?: { readonly from: string; readonly to: string } | undefined;
  /** The policy's; empty: all. */
  readonly scope?: { readonly accounts: readonly string[]; readonly regions: readonly string[] };
  /** Digest files too. */
  readonly digests?: boolean;
  /** Only the folders of these publish dates, instead of those that a period may be in. */
  readonly published?: Days;
  /** What was read before, and will not be again. */
  readonly isKnown?: (object: Pick<TrailObject, 'key' | 'size' | 'stamp'>) => boolean;
  /** A file for queries that were begun. */
  readonly queryLog?: string | undefined;
  readonly quiet?: boolean | undefined;
}

export function withSourceOptions(command: Command): Command {
  const plain = command
    .option('--accounts <ids>', 's3:, athena: and lookup: only these accounts (default: those in scope of the policy)', accountIds)
    .option('--regions <names>', 's3:, athena: and lookup: only these Regions (default: those in scope of the policy)', regionNames)
    .option('--request-payer', 's3: and athena: pay for the requests to a bucket whose owner does not')
    .option('--expected-bucket-owner <id>', 's3: and athena: refuse the bucket unless this account owns it')
    .option('--role-arn <arn>', 's3: read the bucket by this role')
    .option('--role <name>', 'lookup: look into each of --accounts by the role of this name')
    .option('--external-id <id>', "the external id that the role's trust policy asks for");
  return withAthenaOptions(plain);
}

/** SOURCE -> the trail's objects. @throws UsageError, SourceError */
export async function openSource(paths: readonly string[], flags: SourceFlags = {}, wish: SourceWish = {}): Promise<TrailSource> {
  const remote = paths.find((path) => schemeOf(path) !== undefined);
  if (remote !== undefined && paths.length > 1) throw new UsageError(`${remote} stands alone: scan other sources apart`);
  switch (remote && schemeOf(remote)) {
    case 's3':
      demandOnly(flags, 's3:', ['accounts', 'regions', 'requestPayer', 'expectedBucketOwner', 'roleArn', 'externalId']);
      return bucket(remote ?? '', flags, wish);
    case 'lookup':
      demandOnly(flags, 'lookup:', ['accounts', 'regions', 'role', 'externalId']);
      if (remote !== 'lookup:')
        throw new UsageError(`${remote}: expected lookup: alone; say where with --regions, and --accounts with --role`);
      return eventHistory(flags, wish);
    case 'athena':
      demandOnly(flags, 'athena:', ['accounts', 'regions', 'requestPayer', 'expectedBucketOwner', ...athenaFlags]);
      return athenaSource(remote ?? '', flags, wish);
    default:
      demandOnly(flags, 'a folder', []);
      return folderSource(paths);
  }
}

/** Is it not on this machine? */
export function isRemote(path: string): boolean {
  return schemeOf(path) !== undefined;
}

function schemeOf(path: string): string | undefined {
  return /^(s3|lookup|athena):/.exec(path)?.[1];
}

const optionNames = {
  accounts: '--accounts',
  regions: '--regions',
  requestPayer: '--request-payer',
  expectedBucketOwner: '--expected-bucket-owner',
  roleArn: '--role-arn',
  role: '--role',
  externalId: '--external-id',
  workgroup: '--workgroup',
  queryResults: '--query-results',
  objects: '--no-objects',
  sliceDays: '--slice-days',
  maxBytes: '--max-bytes',
  pricePerTb: '--price-per-tb',
  yes: '--yes',
} as const satisfies Record<keyof SourceFlags, string>;

const athenaFlags = ['workgroup', 'queryResults', 'objects', 'sliceDays', 'maxBytes', 'pricePerTb', 'yes'] as const;

/** What would be ignored is refused: who asked for two accounts must not be told of all. */
function demandOnly(flags: SourceFlags, source: string, allowed: readonly (keyof SourceFlags)[]): void {
  for (const [flag, option] of Object.entries(optionNames)) {
    const name = flag as keyof SourceFlags;
    // Not to be told is to be true: the option is a `--no-`.
    const isGiven = name === 'objects' ? flags.objects === false : flags[name] !== undefined;
    if (isGiven && !allowed.includes(name)) throw new UsageError(`${option} says nothing about ${source}`);
  }
}

async function bucket(url: string, flags: SourceFlags, { period, scope, digests, published, isKnown }: SourceWish): Promise<TrailSource> {
  const place = s3Url(url);
  if (!place) throw new UsageError(`${url}: expected s3://bucket or s3://bucket/prefix`);
  const credentials = flags.roleArn === undefined ? undefined : await roleOf(flags.roleArn, flags.externalId);
  const { s3Source } = await import('../adapters/s3.ts');
  const { trailsBeside } = await import('../adapters/s3/beside.ts');
  const options: S3SourceOptions = {
    ...place,
    trailsBeside,
    period,
    accounts: flags.accounts ?? scope?.accounts ?? [],
    regions: flags.regions ?? scope?.regions ?? [],
    digests: digests ?? false,
    ...(published && { published }),
    requestPayer: flags.requestPayer ?? false,
    expectedOwner: flags.expectedBucketOwner,
    ...(isKnown && { isKnown }),
    ...(credentials && { client: { credentials } }),
  };
  return s3Source(options);
}

async function roleOf(arn: string, externalId: string | undefined) {
  if (!/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(arn)) throw new UsageError(`--role-arn ${arn}: expected arn:aws:iam::ACCOUNT:role/NAME`);
  const { assumed } = await import('../adapters/assumed-role.ts');
  return assumed(arn, { externalId });
}

async function eventHistory(flags: SourceFlags, { period, scope, digests, isKnown }: SourceWish): Promise<TrailSource> {
  if (digests) throw new UsageError("lookup: has no digests, and cannot be verified: scan the trail's bucket (s3://bucket/prefix)");
  if (!period) throw new UsageError('lookup: needs --from and --to');
  const regions = flags.regions ?? scope?.regions ?? [];
  if (regions.length === 0)
    throw new UsageError('lookup: needs --regions (or regions in the scope of the policy): event history is per Region');
  const { accounts = flags.role === undefined ? [] : (scope?.accounts ?? []), role, externalId } = flags;
  if (role === undefined && accounts.length > 0)
    throw new UsageError('--accounts of lookup: needs --role, the name of the role to look into them by');
  if (role !== undefined && accounts.length === 0) throw new UsageError('--role needs --accounts (or accounts in the scope of the policy)');
  const { eventHistorySource } = await import('../adapters/event-history.ts');
  const options: EventHistoryOptions = {
    period,
    regions,
    now: Date.now(),
    ...(role !== undefined && { others: { accounts, role, externalId } }),
    ...(isKnown && { isKnown }),
  };
  return eventHistorySource(options);
}

export const accountIds = listOf(/^\d{12}$/, 'ids of 12 digits');
export const regionNames = listOf(/^[a-z]{2,}(-[a-z]+)+-\d+$/, 'Regions such as eu-west-1');

/** A list on the command line, commas between its items. */
export function listOf(each: RegExp, what: string): (value: string) => readonly string[] {
  return (value) => {
    const items = value.split(',').map((item) => item.trim());
    if (!items.every((item) => each.test(item))) throw new InvalidArgumentError(`expected ${what}, with commas between them`);
    return [...new Set(items)];
  };
}
