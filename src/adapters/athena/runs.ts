import { AthenaError } from './athena-error.ts';
import { athenaError, QueryFailure } from './problems.ts';
import type { FinishedQuery, Queries, ResultPage } from './queries.ts';
import type { QueryLog } from './query-log.ts';
import type { Slice } from './slices.ts';

export interface FinishedSlice {
  readonly slice: Slice;
  readonly query: FinishedQuery;
  /** Begun before this run, and paid for there. */
  readonly resumed: boolean;
  readonly first: ResultPage;
}

/** Starts of one statement, where its failures pass by themselves. */
const mostStarts = 3;

/** Runs slices; what a run before has begun is waited for, not begun again. */
export class SliceRuns {
  readonly #queries: Queries;
  readonly #log: QueryLog;
  readonly #running = new Set<string>();

  constructor(queries: Queries, log: QueryLog) {
    this.#queries = queries;
    this.#log = log;
  }

  /** @throws AthenaError */
  async run(slice: Slice): Promise<FinishedSlice> {
    const before = await this.#takeUp(slice);
    if (before) return before;
    for (let start = 1; ; start++) {
      try {
        const id = await this.#queries.start(slice.sql);
        this.#log.add(slice.sql, id);
        return await this.#finish(slice, id, false);
      } catch (error) {
        if (!(error instanceof QueryFailure && error.again && start < mostStarts)) throw problem(slice, error);
      }
    }
  }

  /** Not paid for to the end, where nobody will come for the results. */
  async stopAll(): Promise<void> {
    await Promise.all([...this.#running].map((id) => this.#queries.stop(id)));
  }

  /** `undefined`: there is none, or it came to nothing, or its results are gone. */
  async #takeUp(slice: Slice): Promise<FinishedSlice | undefined> {
    const id = this.#log.idOf(slice.sql);
    if (id === undefined) return undefined;
    try {
      return await this.#finish(slice, id, true);
    } catch (error) {
      if (error instanceof QueryFailure || (error as Error).name === 'InvalidRequestException') return undefined;
      throw problem(slice, error);
    }
  }

  async #finish(slice: Slice, id: string, resumed: boolean): Promise<FinishedSlice> {
    this.#running.add(id);
    try {
      const query = await this.#queries.wait(id);
      return { slice, query, resumed, first: await this.#queries.page(id, undefined) };
    } finally {
      this.#running.delete(id);
    }
  }
}

function problem({ days }: Slice, error: unknown): AthenaError {
  const what = `Athena, publish dates ${days.first} to ${days.last}`;
  if (error instanceof QueryFailure) return new AthenaError(`${what}: the query ${error.message}`, { cause: error });
  return athenaError(what, error);
}
