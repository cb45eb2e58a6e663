import type { AthenaClientConfig } from '@aws-sdk/client-athena';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import type { RecordTable } from '../core/athena/table.ts';
import { s3Url } from '../text/s3-url.ts';
import { readingOf } from '../trail/athena/reading.ts';
import { type ResultRow, resultRow } from '../trail/athena/row.ts';
import { SourceError, type TrailObject, type TrailSource } from '../trail/source.ts';
import type { Engine, EngineOptions } from './athena/engine.ts';
import type { Expected } from './athena/expected.ts';
import { CountedObject, FoundObjects } from './athena/objects.ts';
import type { QueryPlace } from './athena/queries.ts';
import type { FinishedSlice } from './athena/runs.ts';
import type { Slice } from './athena/slices.ts';
import { Bucket } from './s3/bucket.ts';
import { inOrder } from './s3/in-order.ts';

export interface AthenaOptions extends EngineOptions {
  readonly isKnown?: (object: Pick<TrailObject, 'key' | 'size' | 'stamp'>) => boolean;
  /** Under way at a time (default 4; an account's quota of DML queries is 20 or more). */
  readonly queriesAtOnce?: number;
  readonly requestPayer?: boolean;
  readonly expectedOwner?: string | undefined;
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
  const { openEngine } = await import('./athena/engine.ts');
  const engine = await openEngine(options).catch(asSourceError);
  const { table } = engine;
  if (table.kind === 'security-lake' && options.published)
    throw new SourceError(
      `athena:${options.database}.${options.table} is Security Lake's: it goes by time of the event, and does not say what was delivered on a day`,
    );
  if (table.kind === 'security-lake' && options.objects)
    throw new SourceError(
      `athena:${options.database}.${options.table} is Security Lake's: it has copies of the records in a form of its own, and no log files: add --no-objects`,
    );
  const slices = slicesIn(engine);
  const bucket = {
    requestPayer: options.requestPayer ?? false,
    expectedOwner: options.expectedOwner,
    concurrency: 64,
    client: options.s3 ?? {},
  };
  return {
    slices,
    expected: () => engine.expected((name) => new Bucket({ ...bucket, name })),
    source: () => sourceOf(options, { engine, slices, found: new FoundObjects(bucket, options.isKnown ?? (() => false)) }),
  };
}

/** Runs one statement of DDL. @throws SourceError */
export async function runStatement(sql: string, options: QueryPlace & { readonly client?: AthenaClientConfig }): Promise<void> {
  const { runDdl } = await import('./athena/engine.ts');
  await runDdl(sql, options).catch(asSourceError);
}

function slicesIn(engine: Engine): readonly Slice[] {
  try {
    return engine.slices();
  } catch (error) {
    return asSourceError(error);
  }
}

/** By name: the class is in the file that is loaded with Athena's client. */
function asSourceError(error: unknown): never {
  const { name, message, cause } = error as Error;
  throw name === 'AthenaError' ? new SourceError(message, { cause: cause ?? error }) : error;
}

interface Parts {
  readonly engine: Engine;
  readonly slices: readonly Slice[];
  readonly found: FoundObjects;
}

function sourceOf(options: AthenaOptions, { engine, slices, found }: Parts): TrailSource {
  const { table } = engine;
  const done: FinishedSlice[] = [];
  const named = (table.location ?? '').replace(/^s3:\/\/[^/]+\//, '');
  return {
    name: `athena:${options.database}.${options.table}`,
    async *objects() {
      if (options.objects) await found.open(demandBucket(table.location), named).catch(withoutObjects);
      try {
        for await (const slice of inOrder(each(slices), options.queriesAtOnce ?? 4, (one) => engine.run(one).catch(asSourceError))) {
          done.push(slice);
          const paths = new Set<string>();
          for await (const rows of rowsOf(engine, slice)) yield* counted(rows, options, { named, paths });
          if (options.objects) yield* found.of([...paths], `athena ${slice.query.id}`);
        }
      } finally {
        if (done.length < slices.length && options.queryLog === undefined) await engine.stopAll();
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

async function* rowsOf(engine: Engine, slice: FinishedSlice): AsyncIterable<readonly ResultRow[]> {
  try {
    for await (const page of engine.pages(slice)) yield page.map((cells) => resultRow(cells));
  } catch (error) {
    asSourceError(error);
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

function limitsOf({ accounts, regions, objects }: AthenaOptions, { kind }: Pick<RecordTable, 'kind'>): string[] {
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

/** @throws SourceError */
function demandBucket(location: string | undefined): string {
  const place = s3Url(location ?? '');
  if (!place)
    throw new SourceError(
      `the table says no place in S3 (${location ?? 'no location'}): its log files cannot be read; --no-objects judges from its columns alone`,
    );
  return place.bucket;
}
