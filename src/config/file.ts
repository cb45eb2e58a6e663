import { closeSync, lstatSync, openSync, readSync } from 'node:fs';
import { PolicyError } from './problem.ts';

export const maxBytes = 1024 * 1024;

export const tooLarge = (file: string) => new PolicyError(file, [{ text: 'larger than 1 MiB: a policy is not that long' }]);

/** Is there anything of that name? A dangling link is: it must not fall back to the defaults in silence. */
export function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

/** The text of the file, its byte order mark included, so that its sha256 is that of the file. @throws PolicyError */
export function readText(path: string): string {
  const bytes = readBytes(path);
  if (bytes.length > maxBytes) throw tooLarge(path);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new PolicyError(path, [{ text: 'not UTF-8' }]);
  }
}

/** Stops one byte beyond the limit: a pipe or a device has no size to ask for. */
function readBytes(path: string): Buffer {
  try {
    const handle = openSync(path, 'r');
    try {
      const buffer = Buffer.alloc(maxBytes + 1);
      let length = 0;
      for (let read = -1; read !== 0 && length < buffer.length; length += read) {
        read = readSync(handle, buffer, length, buffer.length - length, null);
      }
      return buffer.subarray(0, length);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw new PolicyError(path, [{ text: reasonOf(error) }]);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'permission denied',
  EISDIR: 'is a folder, not a file',
  ENOTDIR: 'no such file',
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
  return reasons[code] ?? `cannot be read (${code})`;
}
