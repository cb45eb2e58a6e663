import { isUtf8 } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import { maxObjectBytes } from './limits.ts';
import { TrailObjectError } from './source.ts';

/**
 * The text of a log file: gzip (several members are one text), or plain JSON. Rejects what is empty, cut off, followed by other
 * bytes, not gzip in spite of its name, over the limit once inflated, or not UTF-8.
 */
export function textOf(key: string, bytes: Buffer): string {
  return decoded(unpacked(key, bytes, maxObjectBytes));
}

/** Rejects as `textOf` does; with a `TooLargeError` what is over the limit. */
export function unpacked(key: string, bytes: Buffer, limit: number): Buffer {
  if (bytes.length === 0) throw emptyObject();
  const gzip = isGzip(bytes);
  if (!gzip) demandName(key, bytes);
  if (!gzip && bytes.length > limit) throw new TooLargeError(limit);
  return gzip ? inflate(bytes, limit) : bytes;
}

/** The text of the whole; a byte order mark is none of it. */
export function decoded(plain: Buffer): string {
  if (!isUtf8(plain)) throw notUtf8();
  return plain.toString('utf8').replace(/^\uFEFF/, '');
}

export function emptyObject(): TrailObjectError {
  return new TrailObjectError('empty: 0 bytes', fetchAgain);
}

export function notUtf8(): TrailObjectError {
  return new TrailObjectError('not UTF-8 text', fetchAgain);
}

export function trailingBytes(count: number): TrailObjectError {
  return new TrailObjectError(`${count} bytes follow the end of the gzip data`, 'the file was altered or badly joined: fetch it again');
}

/** Inflates to more than it may. */
export class TooLargeError extends TrailObjectError {
  constructor(limit: number, cause?: unknown) {
    super(
      `inflates to more than ${limit} bytes, refused`,
      'CloudTrail writes at most 50 MB before compression: check where this file comes from',
      cause,
    );
  }
}

/** What is named .gz must be gzip. @param head the first bytes */
export function demandName(key: string, head: Buffer): void {
  if (!/\.gz$/i.test(key)) return;
  const start = head.subarray(0, 4).toString('hex');
  throw new TrailObjectError(
    `named .gz, but not gzip (starts with ${start})`,
    'fetch the object again; if it was decompressed on the way, name it .json',
  );
}

/** Does it begin as a log file does: gzip, or a JSON object? */
export function looksLikeLog(head: Buffer): boolean {
  return isGzip(head) || /^(\uFEFF)?\s*\{/.test(head.toString('utf8'));
}

export function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

const fetchAgain = 'fetch the object again from the bucket';

function inflate(bytes: Buffer, limit: number): Buffer {
  try {
    const { buffer, engine } = gunzipSync(bytes, { maxOutputLength: limit, info: true }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    const trailing = bytes.length - engine.bytesWritten;
    if (trailing > 0) throw trailingBytes(trailing);
    return buffer;
  } catch (error) {
    if (error instanceof TrailObjectError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new TooLargeError(limit, error);
    throw gzipError(error as NodeJS.ErrnoException);
  }
}

export function gzipError(error: NodeJS.ErrnoException): TrailObjectError {
  if (error.code === 'Z_BUF_ERROR') return new TrailObjectError('gzip data is cut off', fetchAgain, error);
  return new TrailObjectError(`gzip data is damaged (${error.message})`, fetchAgain, error);
}
