import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { orOutputError } from './output-errors.ts';

export interface WrittenFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Larger strings than 128 KiB lie where garbage stays for long (V8's large object space). */
const bufferedCharacters = 1 << 16;

/**
 * Writes the chunks as UTF-8 into a new file (mode 0640), hashing what is written, and has it on the disk before it returns.
 * @throws OutputError when the file system refuses; what the chunks' generator throws, as it is.
 */
export function writeFile(folder: string, name: string, chunks: Iterable<string>): WrittenFile {
  const path = join(folder, name);
  const hash = createHash('sha256');
  let bytes = 0;
  const fd = orOutputError(path, () => openSync(path, 'wx', 0o640));
  const write = (text: string) => {
    const data = Buffer.from(text, 'utf8');
    hash.update(data);
    bytes += data.length;
    // writeFileSync on a descriptor appends, and writes again what a short write left over; writeSync does not.
    orOutputError(path, () => writeFileSync(fd, data));
  };
  try {
    let pending = '';
    for (const chunk of chunks) {
      pending += chunk;
      if (pending.length < bufferedCharacters) continue;
      write(pending);
      pending = '';
    }
    write(pending);
    orOutputError(path, () => fsyncSync(fd));
  } finally {
    closeSync(fd);
  }
  return { name, bytes, sha256: hash.digest('hex') };
}
