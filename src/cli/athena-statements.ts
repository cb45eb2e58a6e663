import { type Command, InvalidArgumentError } from 'commander';
import { readPolicyFile } from '../config.ts';
import { createTableSql, dropTableSql } from '../core/athena/ddl.ts';
import { type AthenaFlags, costLine, expectedOf, openScan, tableOf } from './athena.ts';
import { UsageError } from './errors.ts';
import { periodOf } from './period.ts';

/** Flags that make statements in place of a scan. */
export interface StatementFlags extends AthenaFlags {
  readonly showSql?: boolean;
  readonly createTable?: boolean;
  readonly dropTable?: boolean;
  readonly location?: Location;
  readonly organization?: string;
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly config?: string;
}

interface Location {
  readonly bucket: string;
  readonly prefix: string;
}

export function withStatementOptions(command: Command): Command {
  return command
    .option('--show-sql', 'athena: print the statements and what they are expected to read, and run nothing')
    .option(
      '--create-table',
      'athena: print the statement that makes the table over --location, for --accounts and --regions; --yes runs it',
    )
    .option('--drop-table', 'athena: print the statement that takes the table away (log files stay); --yes runs it')
    .option('--location <url>', "athena: of --create-table, the trail's bucket: s3://bucket or s3://bucket/prefix", location)
    .option('--organization <id>', "athena: of --create-table, for an organization's trail: o-...", organization);
}

/** Are statements asked for, and no scan? @throws UsageError where they say nothing about the source */
export function asksForStatements(source: readonly string[], flags: StatementFlags): boolean {
  const asked = [
    ['--show-sql', flags.showSql],
    ['--create-table', flags.createTable],
    ['--drop-table', flags.dropTable],
  ].flatMap(([name, given]) => (given ? [name as string] : []));
  const isAthena = source.length === 1 && source[0]?.startsWith('athena:');
  if (asked.length > 1) throw new UsageError(`${asked.join(' and ')}: one at a time`);
  if (asked.length > 0 && !isAthena) throw new UsageError(`${asked[0]} needs athena:DATABASE.TABLE`);
  if ((flags.location || flags.organization !== undefined) && !flags.createTable)
    throw new UsageError('--location and --organization say nothing without --create-table');
  return asked.length > 0;
}

/** @throws UsageError, SourceError */
export async function statements(url: string, flags: StatementFlags): Promise<void> {
  if (flags.showSql) await showSql(url, flags);
  else await ddl(url, flags, flags.createTable ? createTable(url, flags) : dropTable(url));
}

async function showSql(url: string, flags: StatementFlags): Promise<void> {
  const period = periodOf(flags);
  const { policy } = readPolicyFile(flags.config, new Date().toISOString());
  const scan = await openScan(url, flags, { period, scope: policy.scope });
  const cost = costLine(scan, await expectedOf(scan), flags);
  const texts = scan.slices.map(({ days, sql }) => `-- publish dates ${days.first} to ${days.last}\n${sql};\n`);
  process.stdout.write(`-- ${cost.replaceAll(/[\r\n]/g, ' ')}\n\n${texts.join('\n')}`);
}

async function ddl(url: string, flags: StatementFlags, sql: string): Promise<void> {
  process.stdout.write(`${sql};\n`);
  if (!flags.yes) {
    process.stderr.write('sagewarden: nothing was run; --yes runs it\n');
    return;
  }
  const { runStatement } = await import('../adapters/athena.ts');
  await runStatement(sql, { database: tableOf(url).database, workgroup: flags.workgroup, results: flags.queryResults });
  process.stderr.write('sagewarden: done\n');
}

function createTable(url: string, { location, organization, accounts = [], regions = [], from }: StatementFlags): string {
  const { database, table } = tableOf(url);
  if (!location || accounts.length === 0 || regions.length === 0 || from === undefined)
    throw new UsageError('--create-table needs --location s3://bucket/prefix, --accounts, --regions and --from (the first publish date)');
  return createTableSql({ database, name: table, ...location, organization, accounts, regions, from: from.slice(0, 10) });
}

function dropTable(url: string): string {
  const { database, table } = tableOf(url);
  return dropTableSql(database, table);
}

function location(value: string): Location {
  const { bucket, prefix = '' } = /^s3:\/\/(?<bucket>[a-z0-9][a-z0-9.-]{2,62})(\/(?<prefix>[\w!.*()/-]*))?$/.exec(value)?.groups ?? {};
  if (bucket === undefined) throw new InvalidArgumentError('expected s3://bucket or s3://bucket/prefix, without AWSLogs');
  const folder = prefix.replace(/\/+$/, '').replace(/(^|\/)AWSLogs$/, '');
  return { bucket, prefix: folder === '' ? '' : `${folder}/` };
}

function organization(value: string): string {
  if (!/^o-[a-z0-9]{10,32}$/.test(value)) throw new InvalidArgumentError('expected the id of an organization, o-...');
  return value;
}
