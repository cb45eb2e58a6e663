import { type Command, InvalidArgumentError } from 'commander';
import type { Expected } from '../adapters/athena/expected.ts';
import type { AthenaOptions, AthenaScan } from '../adapters/athena.ts';
import { type TableName, tableIn } from '../core/athena/source-name.ts';
import type { Days } from '../core/days.ts';
import { terminalSafe } from '../text/safe-text.ts';
import { SourceError, type TrailSource } from '../trail/source.ts';
import { UsageError } from './errors.ts';

/** Flags that say something about `athena:` alone. */
export interface AthenaFlags {
  readonly workgroup?: string;
  readonly queryResults?: string;
  /** `false`: Athena's columns are all that is read. */
  readonly objects?: boolean;
  readonly sliceDays?: number;
  readonly maxBytes?: number;
  readonly pricePerTb?: number;
  readonly yes?: boolean;
}

interface BucketFlags {
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  readonly requestPayer?: boolean;
  readonly expectedBucketOwner?: string;
}

interface Wish {
  readonly period?: { readonly from: string; readonly to: string } | undefined;
  readonly scope?: { readonly accounts: readonly string[]; readonly regions: readonly string[] };
  readonly digests?: boolean;
  /** These publish dates instead of a period, each by a query of its own. */
  readonly published?: Days;
  readonly isKnown?: AthenaOptions['isKnown'];
  readonly queryLog?: string | undefined;
  readonly quiet?: boolean | undefined;
}

const defaults = { sliceDays: 7, maxBytes: 200e9, pricePerTb: 5 };

export function withAthenaOptions(command: Command): Command {
  return command
    .option('--workgroup <name>', 'athena: workgroup of the queries (default: primary)')
    .option('--query-results <url>', "athena: where results go, s3://bucket/prefix/ (default: the workgroup's place)", resultsUrl)
    .option(
      '--no-objects',
      'athena: judge from the columns of the table alone: no access to the bucket is needed; rows have no index and hash',
    )
    .option('--slice-days <n>', `athena: publish dates of one query (default: ${defaults.sliceDays})`, wholeNumber(1, 366))
    .option('--max-bytes <n>', 'athena: ask for --yes above so many expected bytes, such as 500GB or 2TB (default: 200GB)', bytes)
    .option(
      '--price-per-tb <dollars>',
      `athena: what your Region charges (default: ${defaults.pricePerTb}, a list price; check yours)`,
      dollars,
    )
    .option('--yes', 'athena: run the queries, whatever they are expected to cost');
}

/** `athena:DATABASE.TABLE` @throws UsageError */
export function tableOf(url: string): TableName {
  const table = tableIn(url);
  if (!table) throw new UsageError(`${url}: expected athena:DATABASE.TABLE, names of lower-case letters, digits, _ and -`);
  return table;
}

/** Says what it will cost, and asks for leave where that is much; nothing runs before the source is read. @throws UsageError, SourceError */
export async function athenaSource(url: string, flags: AthenaFlags & BucketFlags, wish: Wish): Promise<TrailSource> {
  if (wish.digests)
    throw new UsageError("athena: reads no digests, and cannot be verified: scan the trail's bucket (s3://bucket/prefix) with --verify");
  const scan = await openScan(url, flags, wish);
  const expected = await expectedOf(scan);
  if (!wish.quiet) process.stderr.write(`sagewarden: ${terminalSafe(costLine(scan, expected, flags))}\n`);
  demandLeave(expected, flags);
  return scan.source();
}

/** @throws UsageError, SourceError */
export async function openScan(url: string, flags: AthenaFlags & BucketFlags, wish: Wish): Promise<AthenaScan> {
  const { period, scope, published } = wish;
  if (!period && !published) throw new UsageError('athena: needs --from and --to');
  const { openAthena } = await import('../adapters/athena.ts');
  return openAthena({
    ...tableOf(url),
    period: published ? undefined : period,
    published,
    accounts: flags.accounts ?? scope?.accounts ?? [],
    regions: flags.regions ?? scope?.regions ?? [],
    objects: flags.objects !== false,
    sliceDays: published ? 1 : (flags.sliceDays ?? defaults.sliceDays),
    now: Date.now(),
    workgroup: flags.workgroup,
    results: flags.queryResults,
    queryLog: wish.queryLog,
    requestPayer: flags.requestPayer ?? false,
    expectedOwner: flags.expectedBucketOwner,
    ...(wish.isKnown && { isKnown: wish.isKnown }),
  });
}

/** Bytes, or why they are not known. */
export async function expectedOf(scan: AthenaScan): Promise<Expected | string> {
  try {
    return await scan.expected();
  } catch (error) {
    if (error instanceof SourceError) return error.message;
    throw error;
  }
}

export function costLine({ slices }: AthenaScan, expected: Expected | string, { pricePerTb }: AthenaFlags): string {
  const count = `Athena: ${slices.length} ${slices.length === 1 ? 'query' : 'queries'} over publish dates ${slices[0]?.days.first} to ${slices.at(-1)?.days.last}`;
  if (typeof expected === 'string') return `${count}; how much they will read is not known: ${expected}`;
  const price = pricePerTb ?? defaults.pricePerTb;
  // At least 10 MB of each query are billed (Athena's pricing page).
  const cost = (Math.max(expected.bytes, slices.length * 10e6) / 1e12) * price;
  const how =
    expected.listed < expected.folders ? `estimated from ${expected.listed} of ${expected.folders} folders` : 'as listed in the bucket';
  return `${count}, ${size(expected.bytes)} (${how}), about ${money(cost)} at ${money(price)} per TB${pricePerTb === undefined ? ', a list price: check that of your Region' : ''}`;
}

function demandLeave(expected: Expected | string, { yes, maxBytes = defaults.maxBytes }: AthenaFlags): void {
  if (yes) return;
  if (typeof expected === 'string')
    throw new UsageError(`how much Athena will read is not known: ${expected}; --yes runs the queries all the same`);
  if (expected.bytes > maxBytes)
    throw new UsageError(
      `Athena is expected to read ${size(expected.bytes)}, more than ${size(maxBytes)}: --yes runs the queries all the same, --max-bytes moves the limit`,
    );
}

/** What the queries took, if there were any. */
export function tellRan(ran: Readonly<Record<string, unknown>> | undefined, { quiet }: { readonly quiet?: boolean }): void {
  const line = ranLine(ran);
  if (line !== undefined && !quiet) process.stderr.write(`sagewarden: ${line}\n`);
}

function ranLine(ran: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const { athena } = (ran ?? {}) as { athena?: { dataScannedInBytes: number; queries: readonly { resumed: boolean }[] } };
  if (!athena) return undefined;
  const resumed = athena.queries.filter((query) => query.resumed).length;
  const before = resumed > 0 ? `, ${resumed} of them begun by a run before` : '';
  const count = athena.queries.length;
  return `Athena scanned ${size(athena.dataScannedInBytes)} in ${count} ${count === 1 ? 'query' : 'queries'}${before}`;
}

export function size(count: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, count)) / 3)));
  const value = count / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

function money(amount: number): string {
  return amount > 0 && amount < 0.01 ? 'less than $0.01' : `$${amount.toFixed(2)}`;
}

function resultsUrl(value: string): string {
  if (!/^s3:\/\/[a-z0-9][a-z0-9.-]+(\/.*)?$/.test(value)) throw new InvalidArgumentError('expected s3://bucket/prefix/');
  return value;
}

function wholeNumber(least: number, most: number): (value: string) => number {
  return (value) => {
    if (!/^\d{1,9}$/.test(value) || Number(value) < least || Number(value) > most)
      throw new InvalidArgumentError(`expected a number from ${least} to ${most}`);
    return Number(value);
  };
}

function bytes(value: string): number {
  const { number = '', unit = '' } = /^(?<number>\d{1,15}(\.\d+)?)(?<unit>MB|GB|TB)?$/i.exec(value)?.groups ?? {};
  if (number === '') throw new InvalidArgumentError('expected bytes, such as 500GB or 2TB');
  return Number(number) * ({ MB: 1e6, GB: 1e9, TB: 1e12 }[unit.toUpperCase()] ?? 1);
}

function dollars(value: string): number {
  if (!/^\d{1,4}(\.\d{1,4})?$/.test(value)) throw new InvalidArgumentError('expected dollars, such as 5 or 6.75');
  return Number(value);
}
