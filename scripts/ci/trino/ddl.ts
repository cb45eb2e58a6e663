import type { WireColumn, WireTable } from '../../../stand-ins/athena.ts';

/** Athena's CREATE EXTERNAL TABLE as the catalogue would answer for it, and as statements that Trino takes. */

export interface Translated {
  readonly place: string;
  readonly table: WireTable;
  readonly statements: readonly string[];
}

/**
 * CloudTrail's own input format, which makes a row of each record, is Athena's alone: here a table of files with an array of records,
 * and a view by the table's name that unfolds them. Its columns, with the partitions and the path, are those of the statement.
 */
export function translate(ddl: string): Translated {
  const {
    database = '',
    name = '',
    columns = '',
    keys = '',
    location = '',
    properties = '',
  } = /^CREATE EXTERNAL TABLE `(?<database>[^`]+)`\.`(?<name>[^`]+)` \((?<columns>.*)\n\)\nPARTITIONED BY \((?<keys>[^)]*)\)\n.*LOCATION '(?<location>[^']*)'\nTBLPROPERTIES \((?<properties>.*)\n\)$/s.exec(
    ddl,
  )?.groups ?? {};
  if (name === '') throw new Error(`not a statement that is known here: ${ddl}`);
  const parameters = Object.fromEntries([...properties.matchAll(/'([^']+)' = '([^']*)'/g)].map(([, key = '', value = '']) => [key, value]));
  const table: WireTable = {
    Name: name,
    TableType: 'EXTERNAL_TABLE',
    Columns: columnsOf(columns),
    PartitionKeys: columnsOf(keys),
    Parameters: { EXTERNAL: 'TRUE', location, ...parameters },
  };
  return { place: `${database}.${name}`, table, statements: statementsOf(database, table) };
}

export function statementsOf(database: string, { Name, Columns, PartitionKeys, Parameters }: WireTable): string[] {
  const row = Columns.map(({ Name: column, Type }) => `${column} ${trinoType(Type)}`).join(', ');
  const keys = PartitionKeys.map(({ Name: key }) => `"${key}"`);
  const projected = PartitionKeys.map(({ Name: key }) => `  "${key}" varchar WITH (${projection(key, Parameters)})`);
  return [
    `CREATE SCHEMA IF NOT EXISTS "${database}"`,
    `CREATE TABLE "${database}"."${Name}_files" (\n  records array(row(${row})),\n${projected.join(',\n')}\n) WITH (
  format = 'OPENX_JSON',
  external_location = '${Parameters.location}',
  partitioned_by = ARRAY[${PartitionKeys.map(({ Name: key }) => `'${key}'`).join(', ')}],
  partition_projection_enabled = true,
  partition_projection_location_template = '${Parameters['storage.location.template']}/'
)`,
    `CREATE VIEW "${database}"."${Name}" AS SELECT record.*, ${keys.map((key) => `files.${key}`).join(', ')}, files."$path" AS "$path"
FROM "${database}"."${Name}_files" AS files CROSS JOIN UNNEST(records) AS record`,
  ];
}

function projection(key: string, parameters: Readonly<Record<string, string>>): string {
  const of = (name: string) => parameters[`projection.${key}.${name}`] ?? '';
  const list = (text: string) =>
    `ARRAY[${text
      .split(',')
      .map((value) => `'${value}'`)
      .join(', ')}]`;
  switch (of('type')) {
    case 'enum':
      return `partition_projection_type = 'ENUM', partition_projection_values = ${list(of('values'))}`;
    case 'integer':
      return `partition_projection_type = 'INTEGER', partition_projection_range = ${list(of('range'))}, partition_projection_digits = ${of('digits')}`;
    default:
      // Trino's own grammar of dates has NOW too, and no year 1: a fixed end keeps the run the same tomorrow.
      return `partition_projection_type = 'DATE', partition_projection_format = '${of('format')}', partition_projection_range = ${list(of('range').replace('NOW', '2027/12/31'))}`;
  }
}

/** `a STRING, b STRUCT<c: STRING, d: STRING>`, at the top level. */
function columnsOf(text: string): WireColumn[] {
  return split(text).map((column) => {
    const [, name = '', type = ''] = /^\s*`?(\w+)`?\s+(.*)$/s.exec(column) ?? [];
    return { Name: name, Type: type.toLowerCase().replaceAll(/\s/g, '') };
  });
}

function trinoType(type: string): string {
  const [, kind, inner = ''] = /^(struct|array|map)<(.*)>$/.exec(type) ?? [];
  if (kind === 'array') return `array(${trinoType(inner)})`;
  if (kind === 'map') return `map(${split(inner).map(trinoType).join(', ')})`;
  if (kind !== 'struct') return type === 'string' ? 'varchar' : type;
  const fields = split(inner).map((field) => {
    const at = field.indexOf(':');
    return `"${field.slice(0, at)}" ${trinoType(field.slice(at + 1))}`;
  });
  return `row(${fields.join(', ')})`;
}

function split(text: string): string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '<') depth++;
    else if (text[at] === '>') depth--;
    else if (text[at] === ',' && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}
