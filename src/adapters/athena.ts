import { AthenaClient, type AthenaClientConfig } from '@aws-sdk/client-athena';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import type { RecordTable } from '../core/athena/table.ts';
import { readingOf } from '../trail/athena/reading.ts';
import { type ResultRow, resultRow } from '../trail/athena/row.ts';
import { SourceError, type TrailObject, type TrailSource } from '../trail/source.ts';
import { demandBucket, type Expected, expectedBytes } from './athena/expected.ts';
import { CountedObject, FoundObjects } from './athena/objects.ts';
import { athenaError } from './athena/problems.ts';
import { Queries, type QueryPlace } from './athena/queries.ts';
import { queryLog } from './athena/query-log.ts';
import { type FinishedSlice, SliceRuns } from './athena/runs.ts';
import { type Slice, type SliceOptions, slicesOf } from './athena/slices.ts';
import { readTable } from './athena/table.ts';
import { inOrder } from './s3/in-order.ts';

export interface AthenaOptions extends SliceOptions, Omit<QueryPlace, 'database'> {
  readonly database: string;
  readonly table: string;
  /** A file: queries that were begun are not begun again. */
  readonly queryLog?: string | undefined;
  readonly isKnown?: (object: Pick<TrailObject, 'key' | 'size' | 'stamp'>) => boolean;
  /** Under way at a time (default 4; an account's quota of DML queries is 20 or more). */
  readonly queriesAtOnce?: number;
  readonly requestPayer?: boolean;
  readonly expectedOwner?: string | undefined;
  /** Credentials, endpoint; absent: the SDK's own chain. */
  readonly client?: AthenaClientConfig;
  readonly s3?: S3ClientConfig;
}

export interface AthenaScan {
  readonly slices: readonly Slice[];
  /** What the queries will read; a reason, where that cannot be known. */
  expected(): Promise<Expected | string>;
  source(): TrailSource;
}

/**
 * A table of CloudTrail records in Athena. Athena finds the log files that hold what matters and counts the rest; those are read from
 * the bucket by the same reader as everything else. Nothing runs before the source is read. @throws SourceError
 */
export async function openAthena(options: AthenaOptions): Promise<AthenaScan> {
  const client = clientOf(options.client);
  const table = await readTable(client, options);
  if (table.kind === 'security-lake' && options.objects)
    throw new SourceError(
      `athena:${options.database}.${options.table} is Security Lake's: it has copies of the records in a form of its own, and no log files: add --no-objects`,
    );
  let slices: readonly Slice[];
  try {
    slices = slicesOf(table, options);
  } catch (error) {
    throw athenaError(`athena:${options.database}.${options.table}`, error);
  }
  const bucket = {
    requestPayer: options.requestPayer ?? false,
    expectedOwner: options.expectedOwner,
    concurrency: 64,
    client: options.s3 ?? {},
  };
  const days = { first: slices[0]?.days.first ?? '', last: slices.at(-1)?.days.last ?? '' };
  return {
    slices,
    expected: () => expectedBytes(table, { ...options, days }, bucket),
    source: () => sourceOf(options, { client, table, slices, found: new FoundObjects(bucket, options.isKnown ?? (() => false)) }),
  };
}

/** Runs one statement of DDL. @throws SourceError */
export async function runStatement(sql: string, options: QueryPlace & { readonly client?: AthenaClientConfig }): Promise<void> {
  const queries = new Queries(clientOf(options.client), options);
  try {
    await queries.wait(await queries.start(sql));
  } catch (error) {
    throw athenaError(sql.slice(0, sql.indexOf('.')).replaceAll(/\s+/g, ' '), error);
  }
}

function clientOf(config: AthenaClientConfig = {}): AthenaClient {
  // On Node 20 the SDK prints eight lines on its own support plans, which are no user's of this program to act on.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  return new AthenaClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
    ...config,
  });
}

interface Parts {
  readonly client: AthenaClient;
  readonly table: RecordTable;
  readonly slices: readonly Slice[];
  readonly found: FoundObjects;
}

function sourceOf(options: AthenaOptions, { client, table, slices, found }: Parts): TrailSource {
  const queries = new Queries(client, options);
  const runs = new SliceRuns(queries, queryLog(options.queryLog));
  const done: FinishedSlice[] = [];
  const named = (table.location ?? '').replace(/^s3:\/\/[^/]+\//, '');
  return {
    name: `athena:${options.database}.${options.table}`,
    async *objects() {
      if (options.objects) await found.open(demandBucket(table.location), named).catch(withoutObjects);
      try {
        for await (const slice of inOrder(each(slices), options.queriesAtOnce ?? 4, (one) => runs.run(one))) {
          done.push(slice);
          const paths = new Set<string>();
          for await (const rows of pagesOf(queries, slice)) yield* counted(rows, options, { named, paths });
          if (options.objects) yield* found.of([...paths], `athena ${slice.query.id}`);
        }
      } finally {
        if (done.length < slices.length && options.queryLog === undefined) await runs.stopAll();
      }
    },
    share: () => done.length / slices.length,
    ran: () => ({
      athena: {
        workgroup: options.workgroup ?? 'primary',
        dataScannedInBytes: done.reduce((sum, { query, resumed }) => sum + (resumed ? 0 : query.dataScannedInBytes), 0),
        queries: done.map(({ slice, query, resumed }) => ({ ...slice.days, ...query, resumed })),
      },
    }),
    limits: limitsOf(options, table),
  };
}

function withoutObjects(error: unknown): never {
  if (!(error instanceof SourceError)) throw error;
  throw new SourceError(`${error.message}; --no-objects judges from Athena's columns alone, without each record's index and hash`, {
    cause: error,
  });
}

async function* pagesOf(queries: Queries, { query, slice, first }: FinishedSlice): AsyncIterable<readonly ResultRow[]> {
  for (let page = first; ; ) {
    yield page.rows.map((cells) => resultRow(cells));
    if (page.next === undefined) return;
    page = await queries.page(query.id, page.next).catch((error) => {
      throw athenaError(`Athena, results of publish dates ${slice.days.first} to ${slice.days.last}`, error);
    });
  }
}

/** Files to be read are put aside; of everything else Athena's word is taken. */
function* counted(
  rows: readonly ResultRow[],
  { objects, period }: AthenaOptions,
  { named, paths }: { readonly named: string; readonly paths: Set<string> },
): Iterable<TrailObject> {
  const byObject = new Map<string, ResultRow[]>();
  for (const row of rows) {
    if (objects && row.object !== null) {
      paths.add(row.object);
      continue;
    }
    const key = row.object?.replace(/^s3:\/\/[^/]+\//, '') ?? named;
    const others = byObject.get(key);
    if (others) others.push(row);
    else byObject.set(key, [row]);
  }
  for (const [key, ofIt] of byObject) yield new CountedObject(key, readingOf(ofIt, period));
}

async function* each<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items;
}

function limitsOf({ accounts, regions, objects }: AthenaOptions, { kind }: RecordTable): string[] {
  const only = [
    ...(accounts.length > 0 ? [accounts.length === 1 ? 'one account' : `${accounts.length} accounts`] : []),
    ...(regions.length > 0 ? [`the Regions ${regions.join(', ')}`] : []),
  ];
  return [
    'Athena chose the log files: those without a record of interest were counted by it, and not read; a log file without records was not seen.',
    ...(objects
      ? []
      : ["Rows were judged from the table's columns, not from log files: they have neither the index nor the hash of their record."]),
    ...(kind === 'security-lake'
      ? ['Security Lake keeps no details of service events, no delegates and no corrections: what only those say was not seen.']
      : []),
    ...(only.length > 0
      ? [
          `Only partitions of ${only.join(' and ')} were read: log control elsewhere (a trail's home Region, the management account) was not looked for.`,
        ]
      : []),
  ];
}
