import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { sumsName } from '../signature-file.ts';
import { LoadError } from './errors.ts';

/** `SHA256SUMS` -> hash by file name, in its order. Only names of files in the folder itself: a path could lead anywhere. @throws LoadError */
export function readSums(dir: string): Map<string, string> {
  const text = readText(dir, sumsName, 'no such file: not a complete run of sagewarden');
  const sums = new Map<string, string>();
  for (const [index, line] of text.split('\n').slice(0, -1).entries()) {
    const { sha256, name } = /^(?<sha256>[0-9a-f]{64}) [ *](?<name>[A-Za-z0-9][A-Za-z0-9._-]*)$/.exec(line)?.groups ?? {};
    if (sha256 === undefined || name === undefined) {
      throw new LoadError(sumsName, `line ${index + 1} is malformed: expected a sha256, two spaces and the name of a file`);
    }
    if (sums.has(name)) throw new LoadError(sumsName, `line ${index + 1} names ${name} again`);
    sums.set(name, sha256);
  }
  if (!text.endsWith('\n') || sums.size === 0) throw new LoadError(sumsName, 'ends in the middle of a line, or is empty');
  return sums;
}

/** sha256 of the file, hex; `undefined`: there is none. @throws LoadError when it cannot be read */
export function sha256OfFile(dir: string, name: string): string | undefined {
  const hash = createHash('sha256');
  try {
    for (const chunk of chunksOf(join(dir, name))) hash.update(chunk);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new LoadError(name, code === 'EISDIR' ? 'is a folder' : `cannot be read (${code})`);
  }
  return hash.digest('hex');
}

/** UTF-8, strictly. @throws LoadError */
export function readText(dir: string, name: string, absent = 'no such file'): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(join(dir, name)));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new LoadError(name, absent);
    if (code === 'EISDIR') throw new LoadError(name, 'is a folder');
    throw new LoadError(name, error instanceof TypeError ? 'not UTF-8' : `cannot be read (${code})`);
  }
}

/** A file in pieces of a megabyte; each is good until the next is asked for. */
export function* chunksOf(path: string): Generator<Buffer> {
  const fd = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(1 << 20);
    for (let read = -1; read !== 0; ) {
      read = readSync(fd, buffer, 0, buffer.length, null);
      if (read > 0) yield buffer.subarray(0, read);
    }
  } finally {
    closeSync(fd);
  }
}
