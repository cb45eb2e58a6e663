import { gunzipSync } from 'node:zlib';
import { resultColumns } from '../../src/core/athena/select.ts';
import { read } from '../../src/core/read.ts';
import { parseRecord } from '../../src/core/record.ts';
import type { QueryResult, WireTable } from '../../stand-ins/athena.ts';
import type { StoredObject } from '../../stand-ins/s3.ts';

/**
 * What an engine answers to the statements of a scan, by another way than SQL: every record is read by `read`. It takes the days, the
 * period and what is to be given from the statement's text. That the statements say so themselves, `npm run test:trino` shows.
 */
export function referenceEngine(objects: ReadonlyMap<string, StoredObject>, bucket = 'trail-bucket') {
  return async (sql: string): Promise<QueryResult> => {
    const asked = askedIn(sql);
    const rows = new Map<string, Row>();
    let dataScannedInBytes = 0;
    for (const [key, { body }] of objects) {
      const day = /\/CloudTrail\/[^/]+\/(\d{4}\/\d{2}\/\d{2})\//.exec(key)?.[1] ?? '';
      if (day < asked.first || day > asked.last || day === '') continue;
      dataScannedInBytes += body.length;
      recordsOf(Buffer.from(body))
        .map((record) => found(record, asked))
        .forEach((one, index, all) => {
          const isWanted = all.some(({ kind }) => kind === 'wanted');
          add(rows, cellsOf(one, { key, path: `s3://${bucket}/${key}`, isWanted }, asked.isRecords), index === 0);
        });
    }
    const all = [...rows.values()].map(({ cells, records, objects: files }) => [...cells, String(records), String(files)]);
    return { columns: [...resultColumns], rows: all, dataScannedInBytes };
  };
}

interface Row {
  readonly cells: readonly (string | null)[];
  records: number;
  objects: number;
}

interface Asked {
  readonly first: string;
  readonly last: string;
  readonly from: string;
  readonly to: string;
  readonly isRecords: boolean;
}

function askedIn(sql: string): Asked {
  const [, first = '', last = ''] = /"timestamp" BETWEEN '([^']+)' AND '([^']+)'/.exec(sql) ?? [];
  // A statement without a period asks for events of any time.
  const [, from = '', to = '~'] = /eventtime >= '([^']+)' AND eventtime < '([^']+)' AS inside/.exec(sql) ?? [];
  return { first, last, from, to, isRecords: sql.includes('json_format') };
}

interface Found {
  readonly record: Raw;
  readonly kind: string;
  readonly inside: boolean;
}

function found(record: Raw, { from, to }: Asked): Found {
  const reading = read(parseRecord(record));
  const kind = reading.kind !== 'unreadable' && record.eventTime >= to ? late(reading.kind) : kindOf(reading);
  return { record, kind, inside: kind === 'ours' && record.eventTime >= from && record.eventTime < to };
}

function cellsOf(
  { record, kind, inside }: Found,
  { key, path, isWanted }: { readonly key: string; readonly path: string; readonly isWanted: boolean },
  isRecords: boolean,
): (string | null)[] {
  const [, account = '', region = ''] = /(\d{12})\/CloudTrail\/([^/]+)\//.exec(key) ?? [];
  const counts = [account, region, record.eventTime.slice(0, 13), kind, String(inside), '0'];
  if (isRecords) return kind === 'wanted' ? [path, ...counts, JSON.stringify(flat(record))] : [null, ...counts, null];
  return isWanted ? [path, ...counts.map(() => null), null] : [null, ...counts, null];
}

function add(rows: Map<string, Row>, cells: readonly (string | null)[], isFirst: boolean): void {
  const name = JSON.stringify(cells);
  const row = rows.get(name) ?? { cells, records: 0, objects: 0 };
  rows.set(name, row);
  row.records++;
  if (isFirst) row.objects++;
}

interface Raw {
  readonly eventTime: string;
  readonly [member: string]: unknown;
}

function recordsOf(body: Buffer): readonly Raw[] {
  return JSON.parse(gunzipSync(body).toString('utf8')).Records;
}

function kindOf(reading: ReturnType<typeof read>): string {
  if (reading.kind !== 'ignored') return 'wanted';
  return reading.reason === 'other-service' ? 'other' : reading.reason === 'uncatalogued' ? 'wanted' : 'ours';
}

/** After the period nothing is wanted. */
function late(kind: string): string {
  return kind === 'ignored' ? 'other' : 'ours';
}

/** As a table's columns have it: texts, JSON where CloudTrail has an object. */
function flat(record: Raw): Record<string, string | null> {
  const members: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(record)) {
    if (name === 'userIdentity') for (const [path, text] of texts(value, name)) members[path] = text;
    else members[name] = value === null || typeof value === 'string' ? value : JSON.stringify(value);
  }
  return members;
}

function texts(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value ?? {}).flatMap(([name, inner]) => texts(inner, `${path}.${name}`));
}

const strings = [
  ...['eventversion', 'eventtime', 'eventsource', 'eventname', 'awsregion', 'sourceipaddress', 'useragent', 'errorcode', 'errormessage'],
  ...['requestparameters', 'responseelements', 'eventid', 'eventtype', 'recipientaccountid', 'serviceeventdetails', 'eventcategory'],
];

const identity =
  'struct<type:string,principalid:string,arn:string,accountid:string,invokedby:string,username:string,onbehalfof:struct<userid:string>,sessioncontext:struct<sessionissuer:struct<arn:string>>>';

/** AWS's documented columns, as the catalogue answers. */
export const columns = [
  { Name: 'useridentity', Type: identity },
  ...strings.map((Name) => ({ Name, Type: 'string' })),
  { Name: 'resources', Type: 'array<struct<arn:string,accountid:string,type:string>>' },
];

/** Its place in a template of locations. */
function part(name: string): string {
  return `\${${name}}`;
}

/** A table with account and region projected. */
export const projectedTable: WireTable = {
  Name: 'logs',
  TableType: 'EXTERNAL_TABLE',
  Columns: columns,
  PartitionKeys: ['account', 'region', 'timestamp'].map((Name) => ({ Name, Type: 'string' })),
  Parameters: {
    location: 's3://trail-bucket/AWSLogs/',
    'projection.enabled': 'true',
    'projection.account.type': 'enum',
    'projection.account.values': '111122223333,444455556666',
    'projection.region.type': 'enum',
    'projection.region.values': 'eu-west-1,us-east-1',
    'projection.timestamp.type': 'date',
    'projection.timestamp.format': 'yyyy/MM/dd',
    'storage.location.template': ['s3://trail-bucket/AWSLogs', part('account'), 'CloudTrail', part('region'), part('timestamp')].join('/'),
  },
};
