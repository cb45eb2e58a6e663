import type { AthenaClientConfig } from '@aws-sdk/client-athena';
import type { RecordTable } from '../../core/athena/table.ts';
import { athenaClient } from './client.ts';
import { type Expected, expectedBytes, type Listing } from './expected.ts';
import { athenaError } from './problems.ts';
import { Queries, type QueryPlace } from './queries.ts';
import { queryLog } from './query-log.ts';
import { type FinishedSlice, SliceRuns } from './runs.ts';
import { type Slice, type SliceOptions, slicesOf } from './slices.ts';
import { readTable } from './table.ts';

export interface EngineOptions extends SliceOptions, QueryPlace {
  readonly table: string;
  /** A file: queries that were begun are not begun again. */
  readonly queryLog?: string | undefined;
  /** Credentials, endpoint; absent: the SDK's own chain. */
  readonly client?: AthenaClientConfig;
}

/** Rows of a result, as texts. */
export type Cells = readonly (string | null)[];

/** A table, and what is asked of it: nothing runs by itself. Everything rejects with an AthenaError. */
export interface Engine {
  readonly table: Pick<RecordTable, 'kind' | 'location'>;
  slices(): readonly Slice[];
  expected(bucket: (name: string) => Listing): Promise<Expected | string>;
  run(slice: Slice): Promise<FinishedSlice>;
  pages(slice: FinishedSlice): AsyncIterable<readonly Cells[]>;
  stopAll(): Promise<void>;
}

/** All of Athena but what it shares with other sources: `athena.ts` loads it when it is needed. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const client = await athenaClient(options.client);
  const table = await readTable(client, options);
  const queries = new Queries(client, options);
  const runs = new SliceRuns(queries, queryLog(options.queryLog));
  const slices = (): readonly Slice[] => {
    try {
      return slicesOf(table, options);
    } catch (error) {
      throw athenaError(`athena:${options.database}.${options.table}`, error);
    }
  };
  return {
    table,
    slices,
    expected(bucket) {
      const all = slices();
      const days = { first: all[0]?.days.first ?? '', last: all.at(-1)?.days.last ?? '' };
      return expectedBytes(table, { ...options, days }, bucket);
    },
    run: (slice) => runs.run(slice),
    async *pages({ query, slice, first }) {
      for (let page = first; ; ) {
        yield page.rows;
        if (page.next === undefined) return;
        page = await queries.page(query.id, page.next).catch((error) => {
          throw athenaError(`Athena, results of publish dates ${slice.days.first} to ${slice.days.last}`, error);
        });
      }
    },
    stopAll: () => runs.stopAll(),
  };
}

/** Runs one statement of DDL. */
export async function runDdl(sql: string, options: QueryPlace & { readonly client?: AthenaClientConfig }): Promise<void> {
  const queries = new Queries(await athenaClient(options.client), options);
  try {
    await queries.wait(await queries.start(sql));
  } catch (error) {
    throw athenaError(sql.slice(0, sql.indexOf('.')).replaceAll(/\s+/g, ' '), error);
  }
}
