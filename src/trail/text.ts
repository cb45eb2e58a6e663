import { isUtf8 } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import { maxObjectBytes } from './limits.ts';
import { TrailObjectError } from './source.ts';

/**
 * The text of a log file: gzip (several members are one text), or plain JSON. Rejects what is empty, cut off, followed by other
 * bytes, not gzip in spite of its name, over the limit once inflated, or not UTF-8.
 */
export function textOf(key: string, bytes: Buffer): string {
  if (bytes.length === 0) throw new TrailObjectError('empty: 0 bytes', fetchAgain);
  const gzip = isGzip(bytes);
  if (!gzip && /\.gz$/i.test(key)) {
    const start = bytes.subarray(0, 4).toString('hex');
    throw new TrailObjectError(
      `named .gz, but not gzip (starts with ${start})`,
      'fetch the object again; if it was decompressed on the way, name it .json',
    );
  }
  const plain = gzip ? inflate(bytes) : bytes;
  if (!isUtf8(plain)) throw new TrailObjectError('not UTF-8 text', fetchAgain);
  return plain.toString('utf8').replace(/^\uFEFF/, '');
}

/** Does it begin as a log file does: gzip, or a JSON object? */
export function looksLikeLog(head: Buffer): boolean {
  return isGzip(head) || /^(\uFEFF)?\s*\{/.test(head.toString('utf8'));
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

const fetchAgain = 'fetch the object again from the bucket';

function inflate(bytes: Buffer): Buffer {
  try {
    const { buffer, engine } = gunzipSync(bytes, { maxOutputLength: maxObjectBytes, info: true }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    const trailing = bytes.length - engine.bytesWritten;
    if (trailing > 0)
      throw new TrailObjectError(
        `${trailing} bytes follow the end of the gzip data`,
        'the file was altered or badly joined: fetch it again',
      );
    return buffer;
  } catch (error) {
    if (error instanceof TrailObjectError) throw error;
    throw gzipError(error as NodeJS.ErrnoException);
  }
}

function gzipError(error: NodeJS.ErrnoException): TrailObjectError {
  switch (error.code) {
    case 'ERR_BUFFER_TOO_LARGE':
      return new TrailObjectError(
        `inflates to more than ${maxObjectBytes} bytes, refused`,
        'CloudTrail writes at most 50 MB before compression: check where this file comes from',
        error,
      );
    case 'Z_BUF_ERROR':
      return new TrailObjectError('gzip data is cut off', fetchAgain, error);
    default:
      return new TrailObjectError(`gzip data is damaged (${error.message})`, fetchAgain, error);
  }
}
