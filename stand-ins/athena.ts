import { type Fault, serve, type WireAnswer, type WireRequest } from './wire.ts';

/** Athena on the wire (JSON 1.1): tables, queries that run for a while, results by pages. What a query answers is the engine's. */

export interface WireTable {
  readonly Name: string;
  readonly TableType: string;
  readonly Columns: readonly WireColumn[];
  readonly PartitionKeys: readonly WireColumn[];
  readonly Parameters: Readonly<Record<string, string>>;
}

export interface WireColumn {
  readonly Name: string;
  readonly Type: string;
}

export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly dataScannedInBytes: number;
}

export interface AthenaRequest {
  readonly operation: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** How a query ends otherwise than well. */
export interface QueryEnd {
  readonly state: 'FAILED' | 'CANCELLED';
  readonly reason: string;
  readonly retryable?: boolean;
}

export interface AthenaStandInOptions {
  /** By `database.table`. */
  readonly tables: ReadonlyMap<string, WireTable>;
  /** Rejects where the query fails; the reason is the message. */
  readonly engine: (sql: string) => Promise<QueryResult>;
  /** Asked before the engine is. @param start how many were started before */
  readonly end?: (sql: string, start: number) => QueryEnd | undefined;
  readonly fail?: (request: AthenaRequest, before: number) => Fault | undefined;
  /** Rows of a page (default 1,000, which is the most). */
  readonly pageSize?: number;
  /** Looks at a query before it is said to be over. */
  readonly looks?: number;
}

export interface AthenaStandIn {
  readonly url: string;
  readonly requests: AthenaRequest[];
  /** Statements in the order in which they were started. */
  readonly statements: string[];
  /** Ids of queries that were stopped. */
  readonly stopped: string[];
  /** Results that are there no longer, by query id. */
  readonly gone: Set<string>;
  fail: AthenaStandInOptions['fail'];
  close(): Promise<void>;
}

export const throttled: Fault = {
  status: 400,
  body: { __type: 'TooManyRequestsException', Message: 'You have exceeded the limit for the number of queries you can run concurrently' },
};

interface Query {
  readonly sql: string;
  looks: number;
  result?: QueryResult;
  end?: QueryEnd;
}

const contentType = 'application/x-amz-json-1.1';

export async function start(options: AthenaStandInOptions): Promise<AthenaStandIn> {
  const queries = new Map<string, Query>();
  const tokens = new Map<string, string>();
  const counts = new Map<string, number>();
  const begin = (sql: string): string => {
    const id = `00000000-0000-4000-8000-${String(queries.size).padStart(12, '0')}`;
    const query: Query = { sql, looks: options.looks ?? 0 };
    queries.set(id, query);
    standIn.statements.push(sql);
    const end = options.end?.(sql, queries.size - 1);
    if (end) query.end = end;
    else
      options.engine(sql).then(
        (result) => (query.result = result),
        (error: Error) => (query.end = { state: 'FAILED', reason: error.message }),
      );
    return id;
  };
  const operations: Readonly<Record<string, (body: AthenaRequest['body']) => object>> = {
    GetTableMetadata({ DatabaseName, TableName }) {
      const table = options.tables.get(`${DatabaseName}.${TableName}`);
      return table ? { TableMetadata: table } : { __type: 'MetadataException', Message: `Table ${TableName} not found` };
    },
    StartQueryExecution({ ClientRequestToken, QueryString }) {
      const token = String(ClientRequestToken);
      if (token.length < 32) return { __type: 'InvalidRequestException', Message: 'ClientRequestToken' };
      const started = tokens.get(token) ?? begin(String(QueryString));
      tokens.set(token, started);
      return { QueryExecutionId: started };
    },
    GetQueryExecution({ QueryExecutionId: id }) {
      const query = queries.get(String(id));
      return query ? { QueryExecution: executionOf(String(id), query) } : unknown(id);
    },
    GetQueryResults(body) {
      const id = String(body.QueryExecutionId);
      const result = standIn.gone.has(id) ? undefined : queries.get(id)?.result;
      return result ? pageOf(result, body, options.pageSize ?? 1000) : unknown(id);
    },
    StopQueryExecution({ QueryExecutionId: id }) {
      standIn.stopped.push(String(id));
      const query = queries.get(String(id));
      if (query) query.end = { state: 'CANCELLED', reason: 'Query cancelled by user' };
      return {};
    },
  };
  const server = await serve({
    contentType,
    fault(wire) {
      const request = requestOf(wire);
      standIn.requests.push(request);
      const before = counts.get(request.operation) ?? 0;
      counts.set(request.operation, before + 1);
      return standIn.fail?.(request, before);
    },
    answer(wire): WireAnswer {
      const { operation, body } = requestOf(wire);
      const answer = operations[operation]?.(body) ?? { __type: 'UnknownOperationException' };
      return { status: '__type' in answer ? 400 : 200, contentType, body: JSON.stringify(answer) };
    },
  });
  const standIn: AthenaStandIn = {
    url: server.url,
    requests: [],
    statements: [],
    stopped: [],
    gone: new Set(),
    fail: options.fail,
    close: server.close,
  };
  return standIn;
}

function requestOf(wire: WireRequest): AthenaRequest {
  return { operation: String(wire.headers['x-amz-target']).replace(/^.*\./, ''), body: JSON.parse(wire.body || '{}') };
}

function unknown(id: unknown): object {
  return { __type: 'InvalidRequestException', Message: `Could not find results of ${id}` };
}

function executionOf(id: string, query: Query): object {
  const isOver = query.looks-- <= 0 && (query.result !== undefined || query.end !== undefined);
  const { end, result } = query;
  return {
    QueryExecutionId: id,
    Status: {
      State: isOver ? (end?.state ?? 'SUCCEEDED') : 'RUNNING',
      ...(isOver && end && { StateChangeReason: end.reason, AthenaError: { Retryable: end.retryable ?? false, ErrorMessage: end.reason } }),
    },
    Statistics: { DataScannedInBytes: result?.dataScannedInBytes ?? 0, TotalExecutionTimeInMillis: 10 },
  };
}

/** The names of the columns are the first row of the first page; a value that is null is left out. */
function pageOf({ columns, rows }: QueryResult, { MaxResults, NextToken }: AthenaRequest['body'], pageSize: number): object {
  if (Number(MaxResults) > 1000) return { __type: 'InvalidRequestException', Message: 'MaxResults' };
  const all: readonly (readonly (string | null)[])[] = [columns, ...rows];
  const from = Number(NextToken ?? 0);
  const to = from + Math.min(pageSize, Number(MaxResults ?? 1000));
  return {
    ResultSet: { Rows: all.slice(from, to).map((row) => ({ Data: row.map((value) => (value === null ? {} : { VarCharValue: value })) })) },
    ...(to < all.length && { NextToken: String(to) }),
  };
}
