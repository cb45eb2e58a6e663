import { TableProblem } from '../../core/athena/table.ts';
import { plainText } from '../../text/plain-text.ts';
import { credentialProblem } from '../credential-problem.ts';
import { AthenaError } from './athena-error.ts';

/** What Athena's errors mean for who runs a scan. */

const permissions =
  'access denied: allow athena:GetTableMetadata, athena:StartQueryExecution, athena:GetQueryExecution, athena:GetQueryResults and athena:StopQueryExecution on the workgroup, glue:GetDatabase, glue:GetTable and glue:GetPartitions on the table, s3:GetObject and s3:ListBucket on its bucket, s3:PutObject and s3:GetObject where results go';

const hints: readonly (readonly [RegExp, string])[] = [
  [
    /output location|OutputLocation|output bucket/i,
    'say where results go with --query-results s3://bucket/prefix/, or set it in the workgroup (--workgroup)',
  ],
  [
    /WorkGroup .*(not found|is not valid|disabled)/i,
    'check the name of the workgroup (--workgroup), and that it is in this Region (AWS_REGION)',
  ],
];

/** An answer of Athena's API that is an error. */
export function athenaError(what: string, error: unknown): AthenaError {
  if (error instanceof AthenaError) return error;
  if (error instanceof TableProblem) return new AthenaError(error.message, { cause: error });
  const { name = 'Error', message = '', code } = error as Error & { code?: string };
  return new AthenaError(`${what}: ${whatOf(name, message, code, error)}`, { cause: error });
}

function whatOf(name: string, message: string, code: string | undefined, error: unknown): string {
  const credentials = credentialProblem(error);
  if (credentials) return credentials;
  if (/region is missing/i.test(message)) return 'no Region: set AWS_REGION to that of the table';
  if (/^AccessDenied/.test(name) || (name === 'MetadataException' && /denied|permission|authorized/i.test(message))) return permissions;
  if (name === 'TooManyRequestsException' || name === 'ThrottlingException')
    return 'too many requests or queries at a time, for longer than was waited: run again, with --resume';
  const hint = hints.find(([form]) => form.test(message))?.[1];
  return [`${code ?? safeName(name)}: ${reasonText(message)}`, ...(hint ? [hint] : [])].join('; ');
}

/** There is no such table, or none that may be seen. */
export function isMissing(error: unknown): boolean {
  const { name, message = '' } = error as Error;
  return (
    /^(MetadataException|EntityNotFoundException|ResourceNotFoundException)$/.test(name) && !/denied|permission|authorized/i.test(message)
  );
}

/** A text of Athena's, on one line: names of sessions are nobody's business, and a path says where to look. */
export function reasonText(text: string): string {
  return plainText(text.replaceAll(/arn:[\w-]*:sts::\S+/g, '(the caller)').replaceAll(/\s+/g, ' '), 400);
}

/** A query that did not come to its end. */
export class QueryFailure extends Error {
  override name = 'QueryFailure';
  /** The same query may succeed later. */
  readonly again: boolean;

  constructor(message: string, again: boolean) {
    super(message);
    this.again = again;
  }
}

export interface QueryEnd {
  readonly state: string;
  readonly reason: string;
  /** Athena's own word on it. */
  readonly retryable: boolean;
}

const endings: readonly (readonly [RegExp, string])[] = [
  [/bytes scanned limit/i, "the workgroup's limit of bytes for a query was exceeded: raise it, or give a smaller --slice-days"],
  [/timeout|timed out/i, "the query ran into Athena's time limit: give a smaller --slice-days"],
  [/exhausted resources|EXCEEDED_.*MEMORY|resource limit/i, 'the query was too large for Athena: give a smaller --slice-days'],
  [/permission denied|access denied|not authorized|insufficient permissions/i, permissions],
  [
    /TABLE_NOT_FOUND|SCHEMA_NOT_FOUND|COLUMN_NOT_FOUND|TYPE_MISMATCH|FUNCTION_NOT_FOUND/,
    'the table is not of a shape that this version knows: see --show-sql, and --create-table',
  ],
  [
    /HIVE_BAD_DATA|HIVE_CURSOR_ERROR|HIVE_INVALID_PARTITION|JSON|GZIP|HIVE_CANNOT_OPEN_SPLIT/i,
    'a file below the table cannot be read by Athena: look at the one that is named; scan those days from the bucket (s3://...)',
  ],
];

export function queryFailure({ state, reason, retryable }: QueryEnd): QueryFailure {
  const shown = reason === '' ? 'no reason given' : reasonText(reason);
  const hint = endings.find(([form]) => form.test(reason))?.[1];
  const passing = retryable || /INTERNAL_ERROR|SlowDown|please reduce your request rate|throttl|HIVE_FILESYSTEM_ERROR/i.test(reason);
  const cancelled = hint ?? 'somebody stopped it, or a limit of the workgroup did: run again, with --resume';
  const what = state === 'CANCELLED' ? `was cancelled (${shown}): ${cancelled}` : `failed (${shown})${hint ? `: ${hint}` : ''}`;
  return new QueryFailure(what, state === 'FAILED' && passing);
}

function safeName(name: string): string {
  return /^[\w.]{1,60}$/.test(name) ? name : 'an unknown error';
}
