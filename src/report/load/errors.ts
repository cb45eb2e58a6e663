import type { ZodError } from 'zod';
import { toDotPath } from 'zod/v4/core';

/** A run's folder that cannot be read as one: one line that names the file. */
export class LoadError extends Error {
  override name = 'LoadError';
  /** The file at fault, by its name in the folder. */
  readonly file: string;

  constructor(file: string, what: string) {
    super(`${file}: ${what}`);
    this.file = file;
  }
}

/** The first thing that is wrong, in one line: `findings[3].rule: ...`. */
export function firstIssue(error: ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'malformed';
  const path = toDotPath(issue.path);
  return `${path === '' ? '' : `${path}: `}${issue.message.split('\n')[0]}`;
}
