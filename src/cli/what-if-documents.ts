import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { numbered } from '../app/prevent/artifact.ts';
import { type EvaluablePolicy, parsePolicy } from '../core/iam/parse.ts';
import { minified } from '../core/prevent/pack.ts';
import type { Prevention } from '../core/prevent/prevention.ts';
import { UsageError } from './errors.ts';

/** A policy document to replay. */
interface Document {
  readonly policy: EvaluablePolicy;
  readonly sha256: string;
}

/** The documents as `prevent` writes them, by the names that they have there. */
export function generated({ documents }: Prevention): Document[] {
  return documents.map((document, index) => {
    const name = `${numbered('sagewarden-scp', index, documents.length)}.json`;
    return { policy: parsed(name, document), sha256: sha256(minified(document)) };
  });
}

/** @throws UsageError */
export function readDocument(path: string): Document {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--policy ${path}: cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--policy ${path}: not JSON (${(error as Error).message}); expected a policy document of IAM`);
  }
  return { policy: parsed(path, document), sha256: sha256(text) };
}

function parsed(path: string, document: unknown): EvaluablePolicy {
  const result = parsePolicy(basename(path), document);
  if (!result.ok) throw new UsageError(result.problems.map((problem) => `--policy ${path}: ${problem}`).join('\n'));
  return result.policy;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
