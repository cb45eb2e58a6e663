import { readSync } from 'node:fs';
import { isObject, parseJson } from '../core/json.ts';
import { SourceError } from './source.ts';

/** What the files that a run keeps beside its output have in common: a line of JSON for each thing that was read. */

export interface KeptLine {
  readonly text: string;
  /** Byte in the file. */
  readonly at: number;
  /** Bytes, line break included. */
  readonly length: number;
}

/** Line by line without holding the file: it may be as large as what was read. A last line without its break is none. */
export function* keptLines(file: number): Generator<KeptLine> {
  const chunk = Buffer.alloc(1024 * 1024);
  let rest = Buffer.alloc(0);
  let at = 0;
  for (let position = 0; ; ) {
    const count = readSync(file, chunk, 0, chunk.length, position);
    if (count === 0) return;
    position += count;
    rest = Buffer.concat([rest, chunk.subarray(0, count)]);
    let start = 0;
    for (let newline = rest.indexOf(10); newline >= 0; newline = rest.indexOf(10, start)) {
      yield { at, length: newline + 1 - start, text: rest.toString('utf8', start, newline) };
      at += newline + 1 - start;
      start = newline + 1;
    }
    rest = rest.subarray(start);
  }
}

/** @param theirs what the folder was begun with, as JSON. @throws SourceError where it is not what this run is */
export function demandSameRun(folder: string, theirs: string, ours: string): void {
  if (theirs === ours) return;
  const [a, b] = [theirs, ours].map((text) => parseJson(text)).map((value) => (isObject(value) ? value : {}));
  const different = Object.keys({ ...a, ...b }).filter((member) => JSON.stringify(a?.[member]) !== JSON.stringify(b?.[member]));
  throw new SourceError(
    `${folder}: the checkpoint of another run (other: ${different.join(', ')}): run with what it was begun with, or remove the folder to begin again`,
  );
}

/** @throws SourceError what the file system refuses, in a line */
export function keeping<T>(folder: string, operation: () => T): T {
  try {
    return operation();
  } catch (cause) {
    if (cause instanceof SourceError) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new SourceError(`${folder}: the checkpoint cannot be written: ${code ?? message}`, { cause });
  }
}
