import type { Days } from '../days.ts';
import { type Column, cloudTrailColumns, type RecordColumns, required } from './columns.ts';
import { dayPartition, type Partition, partitionOf } from './partitions.ts';
import { literal } from './quote.ts';
import { securityLakeColumns, securityLakeWhere } from './security-lake.ts';

/** A table as Athena's GetTableMetadata tells of it. */
export interface TableMetadata {
  readonly database: string;
  readonly name: string;
  readonly columns: readonly Column[];
  readonly partitionKeys: readonly Column[];
  readonly parameters: Readonly<Record<string, string>>;
}

export interface Asked {
  /** Publish dates; of Security Lake event days. */
  readonly days: Days;
  /** Empty: all. */
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/** A table of CloudTrail records that the SQL can be written for. */
export interface RecordTable {
  readonly database: string;
  readonly name: string;
  readonly kind: 'cloudtrail' | 'security-lake';
  readonly columns: RecordColumns;
  /** The path of the file that the record is in. */
  readonly object: string;
  /** Conditions that leave partitions out. */
  where(asked: Asked): string[];
  /** `s3://bucket/prefix/`, where the table says. */
  readonly location: string | undefined;
  /** Where partitions lie, with the names of the partition columns in it as `${name}`; absent: only the catalogue knows. */
  readonly template: string | undefined;
  readonly partitions: readonly Partition[];
}

/** A table that is none of those; what was expected, in one line. */
export class TableProblem extends Error {
  override name = 'TableProblem';
}

const expected =
  "expected AWS's documented table of CloudTrail logs (CloudTrailSerde; partitions by day, projected, or by year, month and day), one with account and region projected, or Security Lake's table of CloudTrail management events; --create-table writes one";

/** @throws TableProblem */
export function recognise(metadata: TableMetadata): RecordTable {
  const { database, name, columns, partitionKeys, parameters } = metadata;
  const place = `${database}.${name}`;
  const all = [...columns, ...partitionKeys];
  const common = { database, name, object: '"$path"', location: parameters.location };
  const lake = securityLakeColumns(all);
  if (lake) {
    return {
      ...common,
      kind: 'security-lake',
      columns: lake,
      where: (asked) => securityLakeWhere(all, asked),
      template: undefined,
      partitions: [],
    };
  }
  const names = new Set(all.map((column) => column.name.toLowerCase()));
  const missing = required.filter((column) => !names.has(column));
  if (missing.length > 0) throw new TableProblem(`${place} has no column ${missing.join(', ')}: ${expected}`);
  const partitions = partitionKeys.map((column) => partitionOf(column, parameters));
  const day = dayPartition(partitions);
  if (!day) {
    const found =
      partitionKeys.length === 0 ? 'no partitions' : `the partitions ${partitionKeys.map((key) => `${key.name} ${key.type}`).join(', ')}`;
    throw new TableProblem(`${place} has ${found}, and none by day: a query would read the whole trail: ${expected}`);
  }
  const of = (role: Partition['role']) => partitions.find((partition) => partition.role === role);
  return {
    ...common,
    kind: 'cloudtrail',
    columns: cloudTrailColumns(all),
    where: ({ days, accounts, regions }) => [
      ...day(days),
      ...only(of('account'), accounts, `/(${accounts.join('|')})/CloudTrail/`),
      ...only(of('region'), regions, `/CloudTrail/(${regions.join('|')})/`),
    ],
    template: parameters['projection.enabled'] === 'true' ? parameters['storage.location.template'] : undefined,
    partitions,
  };

  function only(partition: Partition | undefined, values: readonly string[], path: string): string[] {
    if (values.length > 0) return partition ? [partition.isOneOf(values)] : [`regexp_like("$path", ${literal(path)})`];
    if (!partition?.injected) return [];
    throw new TableProblem(
      `${place}: ${partition.name} is projected as injected, so that each query has to name its values: give --${partition.role}s`,
    );
  }
}
