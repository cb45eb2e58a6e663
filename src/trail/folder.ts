import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { keyOf } from './key.ts';
import { maxObjectBytes } from './limits.ts';
import { type TrailObject, TrailObjectError, type TrailSource } from './source.ts';

/** A source that cannot be opened at all. */
export class SourceError extends Error {
  override name = 'SourceError';
}

/** A trail's archive on disk: folders and files, in order of key. Links are followed once; a loop of links is not. */
export async function folderSource(paths: readonly string[]): Promise<TrailSource> {
  const objects: TrailObject[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    for (const object of await list(path)) {
      if (!seen.has(object.path)) objects.push(object);
      seen.add(object.path);
    }
  }
  objects.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return {
    name: 'folder',
    async *objects() {
      yield* objects;
    },
  };
}

async function list(path: string): Promise<(TrailObject & { path: string })[]> {
  const root = resolve(path);
  const info = await stat(root).catch((cause: NodeJS.ErrnoException) => {
    throw new SourceError(
      cause.code === 'ENOENT'
        ? `${path}: no such file or folder`
        : cause.code === 'EACCES'
          ? `${path}: not readable: permission denied`
          : `${path}: ${cause.message}`,
      { cause },
    );
  });
  if (info.isFile()) return [fileObject(root, keyOf(basename(root), root), info.size)];
  if (!info.isDirectory()) throw new SourceError(`${path}: neither a file nor a folder`);
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new SourceError(`${path}: the folder cannot be listed: ${cause.message}`, { cause });
  });
  const objects = [];
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    const file = join(entry.parentPath, entry.name);
    const size = await stat(file).then(
      (found) => (found.isFile() ? found.size : undefined),
      () => 0,
    );
    if (size !== undefined) objects.push(fileObject(file, keyOf(relative(root, file), file), size));
  }
  return objects;
}

function fileObject(path: string, key: string, size: number): TrailObject & { path: string } {
  return {
    path,
    key,
    size,
    async read() {
      if (size > maxObjectBytes) {
        throw new TrailObjectError(
          `${size} bytes on disk, refused above ${maxObjectBytes}`,
          'CloudTrail writes at most 50 MB before compression: check where this file comes from, or split it',
        );
      }
      return readFile(path).catch((cause: NodeJS.ErrnoException) => {
        throw new TrailObjectError(
          `cannot be read: ${cause.code ?? cause.message}`,
          'check that the file is there and that you may read it',
          cause,
        );
      });
    },
  };
}
