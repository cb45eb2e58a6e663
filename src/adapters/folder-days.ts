import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { DayStore } from '../app/days/ports.ts';

/** Sealed days in a folder: what a bucket keeps by Object Lock, the file system only keeps from being written twice. */
export function folderDays(folder: string): DayStore {
  const root = resolve(folder);
  const get = async (name: string): Promise<Buffer | undefined> => {
    try {
      return readFileSync(join(root, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  };
  return {
    url: 'folder:',
    get,
    async create(name, body) {
      const path = join(root, name);
      mkdirSync(dirname(path), { recursive: true });
      // A link is made whole or not at all, and never over another file.
      const whole = `${path}.${randomBytes(4).toString('hex')}.partial`;
      writeFileSync(whole, body, { flush: true });
      try {
        linkSync(whole, path);
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        return (await get(name))?.equals(body) ?? false;
      } finally {
        rmSync(whole);
      }
    },
    async *names(prefix) {
      const below = join(root, prefix);
      if (!existsSync(below)) return;
      const entries = readdirSync(below, { recursive: true, withFileTypes: true });
      for (const entry of entries) if (entry.isFile()) yield relative(root, join(entry.parentPath, entry.name)).split('\\').join('/');
    },
  };
}
