import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, mkdtempSync, openSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { OutputExists, orOutputError } from './output-errors.ts';

/** Can the run be written there? For asking before the work, too. @throws OutputExists, OutputError */
export function checkOutput(dir: string, { force = false }: { readonly force?: boolean } = {}): void {
  const kind = kindOf(dir);
  if (kind === 'other') throw new OutputExists(dir, 'is not a folder');
  if (kind !== 'folder' || force) return;
  const names = orOutputError(dir, () => readdirSync(dir));
  if (names.length === 0) return;
  const interrupted = names.every((name) => name.startsWith('.partial-'));
  throw new OutputExists(
    dir,
    interrupted
      ? `holds only what an interrupted run left (${names[0]}): remove that, or name another folder`
      : 'is not empty: name another folder, or say --force to replace an earlier run in it',
  );
}

export function kindOf(path: string): 'none' | 'folder' | 'other' {
  const stats = orOutputError(path, () => statSync(path, { throwIfNoEntry: false }));
  if (stats === undefined) return 'none';
  return stats.isDirectory() ? 'folder' : 'other';
}

/** A new folder on the same file system: inside a target that exists, beside one that does not. */
export function makeStaging(target: string): string {
  const exists = kindOf(target) === 'folder';
  return orOutputError(target, () => {
    if (exists) return mkdtempSync(join(target, '.partial-'));
    mkdirSync(dirname(target), { recursive: true });
    const staging = join(dirname(target), `.${basename(target)}.partial-${randomBytes(4).toString('hex')}`);
    // Not mkdtemp, whose mode is 0700: this folder becomes the run's and has the mode that the user's umask gives.
    mkdirSync(staging);
    return staging;
  });
}

/** Has the folder's names on the disk, where the system can do that (Windows cannot). */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  orOutputError(path, () => {
    const fd = openSync(path, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  });
}
