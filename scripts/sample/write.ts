import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { TrailObject } from './archive.ts';

/** A file of the archive that is no log file. */
export interface ArchiveFile {
  readonly key: string;
  /** What is hashed, and what is the same on every machine. */
  readonly text: string;
  readonly compressed: boolean;
}

export interface Digested {
  /** Digests, and beside some of them the metadata that S3 keeps. */
  readonly files: readonly ArchiveFile[];
  /** For `--public-keys`. */
  readonly publicKeys: string;
}

/** An object's bytes before compression: what CloudTrail hashes, and what is the same on every machine. */
export function contentOf({ records }: TrailObject): string {
  return JSON.stringify({ Records: records });
}

/** Where the public keys of an archive's digests lie: beside its folder, since everything in it is taken for a part of the trail. */
export function publicKeysOf(folder: string): string {
  return `${folder.replace(/\/+$/, '')}.public-keys.json`;
}

/** Writes the archive into a folder that is new, empty, or holds nothing but an archive, which it replaces. */
export function writeArchive(folder: string, objects: readonly TrailObject[], digested?: Digested): void {
  const present = existsSync(folder) ? readdirSync(folder) : [];
  const foreign = present.filter((name) => name !== 'AWSLogs');
  if (foreign.length > 0) throw new Error(`${folder} holds more than an archive (${foreign[0]}): give an empty folder`);
  rmSync(join(folder, 'AWSLogs'), { recursive: true, force: true });
  const write = (key: string, content: string | Buffer) => {
    const path = join(folder, key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  };
  for (const object of objects) write(object.key, gzipSync(contentOf(object), { level: 9 }));
  if (!digested) return;
  for (const { key, text, compressed } of digested.files) write(key, compressed ? gzipSync(text, { level: 9 }) : text);
  writeFileSync(publicKeysOf(folder), digested.publicKeys);
}
