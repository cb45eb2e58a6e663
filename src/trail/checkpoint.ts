import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type JsonObject, parseJson } from '../core/json.ts';
import { demandSameRun, keeping, keptLines } from './kept-lines.ts';
import type { ObjectReading } from './object-reading.ts';
import type { KnownReadings } from './reader.ts';
import type { TrailObject } from './source.ts';

/** Raised when an ObjectReading of an older checkpoint would not be one of today. */
const format = 1;

/** Milliseconds between two fsyncs: a killed process loses nothing that was written, a power cut at most this much. */
const syncEvery = 1_000;

type Identity = Pick<TrailObject, 'key' | 'size' | 'stamp'>;

interface Line {
  readonly at: number;
  readonly length: number;
}

/** What was read of a source, object by object, in a file beside the output: `<out>.checkpoint/readings.jsonl`, one line for each. */
export interface Checkpoint extends KnownReadings {
  /** Was it read, and is it still the same? */
  has(object: Identity): boolean;
  get(object: Identity): ObjectReading | undefined;
  /** An object that has no stamp, or that ended in a fault, is not kept: it is read again. */
  put(object: Identity, reading: ObjectReading): void;
  close(): void;
  /** The run is written: it is not needed any more. */
  remove(): void;
}

/**
 * Takes up the checkpoint of that folder, or begins one. A torn last line, of a process that was killed, is cut off.
 *
 * @param run what readings depend on: version of the tool, source, flags; a checkpoint of another run is refused
 * @throws SourceError
 */
export function openCheckpoint(folder: string, run: JsonObject): Checkpoint {
  const file = keeping(folder, () => {
    // Names are in it, also where the output has pseudonyms.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, 'readings.jsonl');
    return openSync(path, existsSync(path) ? 'r+' : 'w+', 0o600);
  });
  const header = `${JSON.stringify({ format, ...run })}\n`;
  const lines = new Map<string, Line>();
  let end = 0;
  for (const { text, at, length } of keptLines(file)) {
    if (at === 0) demandSameRun(folder, `${text}\n`, header);
    const key = at === 0 ? undefined : keyOf(parseJson(text));
    // What is damaged is not taken for read, nor what follows it.
    if (at > 0 && key === undefined) break;
    if (key !== undefined) lines.set(key, { at, length });
    end = at + length;
  }
  ftruncateSync(file, end);
  const append = (text: string): number => {
    const bytes = Buffer.from(text, 'utf8');
    keeping(folder, () => {
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written, bytes.length - written, end + written);
    });
    end += bytes.length;
    return bytes.length;
  };
  if (end === 0) append(header);
  let synced = Date.now();
  return {
    has: (object) => lines.has(name(object)),
    get(object) {
      const line = lines.get(name(object));
      if (!line) return undefined;
      const kept = parseJson(textAt(file, line));
      return isObject(kept) ? (kept.reading as ObjectReading) : undefined;
    },
    put(object, reading) {
      if (object.stamp === undefined || reading.fault || lines.has(name(object))) return;
      const at = end;
      const length = append(`${JSON.stringify({ key: object.key, size: object.size, stamp: object.stamp, reading })}\n`);
      lines.set(name(object), { at, length });
      if (Date.now() - synced < syncEvery) return;
      fsyncSync(file);
      synced = Date.now();
    },
    close: () => closeSync(file),
    remove() {
      closeSync(file);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function name({ key, size, stamp }: Identity): string {
  return JSON.stringify([key, size, stamp ?? null]);
}

function keyOf(line: unknown): string | undefined {
  if (!isObject(line) || !isObject(line.reading)) return undefined;
  const { key, size, stamp } = line;
  return typeof key === 'string' && typeof size === 'number' && typeof stamp === 'string' ? name({ key, size, stamp }) : undefined;
}

function textAt(file: number, { at, length }: Line): string {
  const bytes = Buffer.alloc(length);
  readSync(file, bytes, 0, length, at);
  return bytes.toString('utf8');
}
