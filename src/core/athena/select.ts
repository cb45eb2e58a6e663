import type { Days } from '../days.ts';
import type { RecordColumns } from './columns.ts';
import { identifier, literal } from './quote.ts';
import type { RecordTable } from './table.ts';
import { ours, wanted } from './wanted.ts';

export interface Selection {
  readonly table: RecordTable;
  /** Half-open. Absent: whatever the time of the events; `inside` says nothing then. */
  readonly period: { readonly from: string; readonly to: string } | undefined;
  /** Publish dates. */
  readonly days: Days;
  /** Empty: all. */
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** `objects`: the log files that hold a wanted record are named, to be read. `records`: the wanted records themselves are given. */
  readonly give: 'objects' | 'records';
}

/** Whose records a log file holds, by its path (CloudTrail User Guide, "Finding your CloudTrail log files"). */
const placeInPath = '/AWSLogs/(?:o-[a-z0-9]+/)?(\\d{12})/CloudTrail/([a-z0-9-]+)/\\d{4}/\\d{2}/\\d{2}/[^/]+$';

/** Minute of delivery, by the file's name (CloudTrail User Guide, "CloudTrail log file name format"). */
const publishedInPath = '_(\\d{8}T\\d{4})Z[^/]*$';

/** What a result has, in this order; everything is text. */
export const resultColumns = ['object', 'account', 'region', 'hour', 'kind', 'inside', 'late', 'record', 'records', 'objects'] as const;

/**
 * One pass over the log files of some publish dates: what is to be read, and counts of everything else by place and hour of event time.
 * `kind`: `ours` are records of SageMaker and of log control that are neither judged nor kept. `inside`: in the period. `late`: hours
 * from the end of the hour to delivery, in the hours of the period (without one, in all). `objects`: log files, each counted in one row.
 */
export function selectSql(selection: Selection): string {
  const { table, period, give } = selection;
  const { columns } = table;
  const time = columns.eventTime;
  const bounds = period && { from: second(period.from), to: second(period.to) };
  const hour = `substr(${time}, 1, 13)`;
  const late = `greatest(0, coalesce(date_diff('hour',
      try(date_parse(${hour}, '%Y-%m-%dT%H')) + INTERVAL '1' HOUR,
      try(date_parse(regexp_extract(${table.object}, '${publishedInPath}', 1), '%Y%m%dT%H%i'))), 0))`;
  const isRecords = give === 'records';
  const counts = ['account', 'region', 'hour', 'kind', 'inside', 'late'];
  const given = isRecords
    ? ["IF(kind = 'wanted', object) AS object", ...counts]
    : ['IF(is_wanted, object) AS object', ...counts.map((name) => `IF(is_wanted, NULL, ${name}) AS ${name}`)];
  return `WITH every_record AS (
  SELECT
    ${table.object} AS object,
    ${placed(1, columns.account)} AS account,
    ${placed(2, columns.region)} AS region,
    ${hour} AS hour,
    CASE WHEN ${wanted(columns, bounds?.to)}
      THEN 'wanted'
      WHEN ${ours(columns)}
      THEN 'ours' ELSE 'other' END AS kind,
    ${bounds ? `(${ours(columns)}) AND ${time} >= ${literal(bounds.from)} AND ${time} < ${literal(bounds.to)}` : 'false'} AS inside,
    ${bounds ? `IF(${hour} BETWEEN ${literal(bounds.from.slice(0, 13))} AND ${literal(lastHour(bounds.to))}, ${late}, 0)` : late} AS late,
    ${isRecords ? recordOf(columns) : 'CAST(NULL AS varchar)'} AS all_members
  FROM ${identifier(table.database)}.${identifier(table.name)}
  WHERE ${table.where(selection).join('\n    AND ')}
), counted AS (
  SELECT object, account, region, hour, kind, coalesce(inside, false) AS inside, late, IF(kind = 'wanted', all_members) AS record,
    count(*) AS records
  FROM every_record
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
), by_object AS (
  SELECT *,
    bool_or(kind = 'wanted') OVER (PARTITION BY object) AS is_wanted,
    row_number() OVER (PARTITION BY object ORDER BY late DESC, hour, kind) AS nth
  FROM counted
)
SELECT ${given.join(', ')}, record,
  sum(records) AS records, count_if(nth = 1) AS objects
FROM by_object
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`;

  function placed(group: number, otherwise: string): string {
    return `coalesce(regexp_extract(${table.object}, '${placeInPath}', ${group}), ${otherwise})`;
  }
}

/** A flat object of texts, as JSON. */
function recordOf({ members }: RecordColumns): string {
  const entries = Object.entries(members);
  const names = entries.map(([name]) => literal(name)).join(', ');
  const values = entries.map(([, expression]) => expression).join(', ');
  return `json_format(CAST(map(ARRAY[${names}], ARRAY[${values}]) AS json))`;
}

/** CloudTrail writes whole seconds: what is at or after a part of one is at or after the next. */
function second(time: string): string {
  return new Date(Math.ceil(Date.parse(time) / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}

/** `to` is not in the period. */
function lastHour(to: string): string {
  return new Date(Date.parse(to) - 1).toISOString().slice(0, 13);
}
