import type { ZodError } from 'zod';
import { toDotPath } from 'zod/v4/core';

/** The first thing that is wrong, in one line: `findings[3].rule: ...`. */
export function firstIssue(error: ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'malformed';
  const path = toDotPath(issue.path);
  return `${path === '' ? '' : `${path}: `}${issue.message.split('\n')[0]}`;
}
