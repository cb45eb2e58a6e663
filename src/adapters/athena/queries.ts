import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { QueryExecution } from '@aws-sdk/client-athena';
import { patient, retrying } from '../retry.ts';
import type { Athena } from './client.ts';
import { queryFailure } from './problems.ts';

export interface QueryPlace {
  readonly database: string;
  /** Absent: `primary`. */
  readonly workgroup: string | undefined;
  /** `s3://...`; absent: the workgroup's. */
  readonly results: string | undefined;
  /** Milliseconds between two looks at a query: the first, and the most. */
  readonly poll?: { readonly first: number; readonly most: number };
}

export interface FinishedQuery {
  readonly id: string;
  readonly dataScannedInBytes: number;
  readonly milliseconds: number;
}

export interface ResultPage {
  readonly rows: readonly (readonly (string | null)[])[];
  readonly next: string | undefined;
}

/** Queries as Athena's API has them: started, waited for, read by pages. */
export class Queries {
  readonly #athena: Athena;
  readonly #place: QueryPlace;

  constructor(athena: Athena, place: QueryPlace) {
    this.#athena = athena;
    this.#place = place;
  }

  /** @returns its id. Where too many queries run already, it waits for some minutes. */
  async start(sql: string): Promise<string> {
    const { workgroup, results, database } = this.#place;
    const input = {
      QueryString: sql,
      QueryExecutionContext: { Database: database, Catalog: 'AwsDataCatalog' },
      // A start whose answer was lost is the same start when it is sent again: it is not run, and not paid, twice.
      ClientRequestToken: randomUUID(),
      ...(workgroup !== undefined && { WorkGroup: workgroup }),
      ...(results !== undefined && { ResultConfiguration: { OutputLocation: results } }),
    };
    const { QueryExecutionId = '' } = await retrying(() => this.#athena.start(input), { ...patient, attempts: 30, most: 20_000 });
    return QueryExecutionId;
  }

  /** @throws QueryFailure when it ended otherwise than well */
  async wait(id: string): Promise<FinishedQuery> {
    const { first, most } = this.#place.poll ?? { first: 300, most: 5_000 };
    for (let pause = first; ; pause = Math.min(most, pause * 1.5)) {
      const { QueryExecution: query } = await retrying(() => this.#athena.execution({ QueryExecutionId: id }), patient);
      if (isOver(query)) return finished(id, query);
      await wait(pause);
    }
  }

  /** One page of at most 1,000 rows; the first begins with the names of the columns, which are left out. */
  async page(id: string, after: string | undefined): Promise<ResultPage> {
    const { ResultSet, NextToken } = await retrying(
      () => this.#athena.results({ QueryExecutionId: id, MaxResults: 1000, ...(after !== undefined && { NextToken: after }) }),
      patient,
    );
    const rows = (ResultSet?.Rows ?? []).map(({ Data }) => (Data ?? []).map(({ VarCharValue }) => VarCharValue ?? null));
    return { rows: after === undefined ? rows.slice(1) : rows, next: NextToken };
  }

  /** As well as it goes: whoever stops has other troubles. */
  async stop(id: string): Promise<void> {
    await this.#athena.stop(id).catch(() => {});
  }
}

function isOver(query: QueryExecution | undefined): boolean {
  return ['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(query?.Status?.State ?? '');
}

function finished(id: string, query: QueryExecution | undefined): FinishedQuery {
  const { Status: status, Statistics: statistics } = query ?? {};
  if (status?.State !== 'SUCCEEDED') {
    const reason = status?.StateChangeReason ?? status?.AthenaError?.ErrorMessage ?? '';
    throw queryFailure({ state: status?.State ?? '', reason, retryable: status?.AthenaError?.Retryable ?? false });
  }
  return {
    id,
    dataScannedInBytes: statistics?.DataScannedInBytes ?? 0,
    milliseconds: statistics?.TotalExecutionTimeInMillis ?? 0,
  };
}
