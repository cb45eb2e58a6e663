import { closeSync, constants, createReadStream, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { FastReader } from './fast/read.ts';
import { readFully } from './full.ts';
import { readLarge } from './large/read.ts';
import type { ObjectReading } from './object-reading.ts';
import { TrailObjectError } from './source.ts';
import { Tally } from './tally.ts';

export interface ReadOptions {
  /** Over the inflated bytes: a second pass over each, at about the speed of inflating it. */
  readonly sha256: boolean;
}

/** Made when it is first needed; `null`: this Node.js cannot. */
let fast: FastReader | null | undefined;

/** Not a promise where none is needed: of many small files, waiting would take longer than reading. */
export type Soon<T> = T | Promise<T>;

/** What one object holds, read as fast as its form allows. */
export function readObject(key: string, stored: Buffer, options: ReadOptions): Soon<ObjectReading> {
  fast ??= FastReader.create() ?? null;
  return fast?.read(key, stored, options) ?? readFully(key, stored, options);
}

/** Stored bytes of a file that is read whole. */
const maxFileInMemory = 64 * 1024 * 1024;

/** To open a pipe would otherwise be to wait for whoever writes to it. */
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The same of a local file, of whatever size. Read here: a trip to another thread for each file takes longer than reading it. */
export function readFile(key: string, path: string, options: ReadOptions): Soon<ObjectReading> {
  let file: number | undefined;
  try {
    file = openSync(path, openFlags);
    const info = fstatSync(file);
    if (!info.isFile()) return unreadable(new TrailObjectError('neither a file nor a folder', 'remove it from the archive'), options);
    if (info.size > maxFileInMemory) return orUnreadable(readLarge(key, createReadStream(path), options), options);
    return readSmall(key, file, info.size, options);
  } catch (error) {
    return unreadable(cannotBeRead(error), options);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** One buffer serves most files: a new one for each costs as much as reading it, in pages that the system has to find and clear. */
let spare: Buffer | undefined = Buffer.allocUnsafeSlow(1024 * 1024);

function readSmall(key: string, file: number, size: number, options: ReadOptions): Soon<ObjectReading> {
  const buffer = spare && spare.length > size ? spare : Buffer.allocUnsafeSlow(size + 1);
  let length = readSync(file, buffer, 0, buffer.length, null);
  // One read gives a file whole, but need not.
  for (let got = length; got !== 0 && length !== size && length < buffer.length; length += got) {
    got = readSync(file, buffer, length, buffer.length - length, null);
  }
  // It has grown since it was looked at.
  if (length === buffer.length) return orUnreadable(readObject(key, Buffer.concat([buffer, readFileSync(file)]), options), options);
  // Whoever comes while this one is in use has one of his own.
  spare = undefined;
  const reading = readObject(key, buffer.subarray(0, length), options);
  if (!(reading instanceof Promise)) {
    spare = buffer;
    return reading;
  }
  return orUnreadable(
    reading.finally(() => {
      spare = buffer;
    }),
    options,
  );
}

function orUnreadable(reading: Soon<ObjectReading>, options: ReadOptions): Soon<ObjectReading> {
  return reading instanceof Promise ? reading.catch((error: unknown) => unreadable(cannotBeRead(error), options)) : reading;
}

/** What there is to say of an object whose bytes could not be had. */
export function unreadable({ message, fix }: TrailObjectError, { sha256 }: ReadOptions): ObjectReading {
  const nothing = { bytes: 0, fault: { what: message, fix } };
  return new Tally(undefined).finish({ ...nothing, ...(sha256 && { hash: { fault: 'unreadable' } }) });
}

/** Only what the file system says is a problem of the object; anything else is a fault of ours, and ends the run. */
export function cannotBeRead(error: unknown): TrailObjectError {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) throw error;
  return new TrailObjectError(`cannot be read: ${code}`, 'check that the file is there and that you may read it', error);
}
