import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { TrailObject } from './archive.ts';

/** An object's bytes before compression: what CloudTrail hashes, and what is the same on every machine. */
export function contentOf({ records }: TrailObject): string {
  return JSON.stringify({ Records: records });
}

/** Writes the archive into a folder that is new, empty, or holds nothing but an archive, which it replaces. */
export function writeArchive(folder: string, objects: readonly TrailObject[]): void {
  const present = existsSync(folder) ? readdirSync(folder) : [];
  const foreign = present.filter((name) => name !== 'AWSLogs');
  if (foreign.length > 0) throw new Error(`${folder} holds more than an archive (${foreign[0]}): give an empty folder`);
  rmSync(join(folder, 'AWSLogs'), { recursive: true, force: true });
  for (const object of objects) {
    const path = join(folder, object.key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, gzipSync(contentOf(object), { level: 9 }));
  }
}
