import { readFileSync, statSync } from 'node:fs';
import type { z } from 'zod';
import { PolicyError } from './problem.ts';
import { quote } from './words.ts';

const maxBytes = 64 * 1024 * 1024;

export interface JsonFile {
  readonly value: unknown;
  readonly bytes: Buffer;
}

/** @param words what is said of a file that is too large, and of one that is no JSON. @throws PolicyError */
export function readJsonFile(path: string, words: { readonly large: string; readonly other: string }): JsonFile {
  const bytes = readBytes(path, words.large);
  try {
    return { value: JSON.parse(bytes.toString('utf8')), bytes };
  } catch {
    throw new PolicyError(path, [{ text: `not JSON: ${words.other}` }]);
  }
}

function readBytes(path: string, large: string): Buffer {
  try {
    if (statSync(path).size > maxBytes) throw new PolicyError(path, [{ text: `larger than 64 MiB: ${large}` }]);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof PolicyError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new PolicyError(path, [{ text: code === 'ENOENT' ? 'no such file' : `cannot be read (${code ?? 'unknown reason'})` }]);
  }
}

/** What a schema has against a file, a line each. */
export function shapeError(path: string, issues: readonly z.core.$ZodIssue[]): PolicyError {
  return new PolicyError(
    path,
    issues.map(({ path: at, message }) => ({ text: `${at.map(String).map(quote).join(' ') || 'the file'}: ${message}` })),
  );
}
