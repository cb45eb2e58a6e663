import { type Dirent, existsSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { isObject } from '../core/json.ts';
import { keyOf } from './key.ts';
import { maxObjectBytes } from './limits.ts';
import { SourceError, type TrailObject, TrailObjectError, type TrailSource } from './source.ts';

/**
 * A trail's archive on disk: folders and files, in order of key. Links are followed, after everything that lies there itself: a folder
 * that was seen is not seen again, and its own path has the keys.
 */
export async function folderSource(paths: readonly string[]): Promise<TrailSource> {
  const byKey = new Map<string, FileObject>();
  for (const path of paths) {
    for (const object of list(path)) {
      const other = byKey.get(object.key);
      if (other && other.path !== object.path) {
        throw new SourceError(
          `${other.path} and ${object.path} both stand for the key ${object.key}: scan them apart, or a folder that holds both`,
        );
      }
      byKey.set(object.key, object);
    }
  }
  const objects = [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  let handedOut = 0;
  return {
    name: 'folder',
    async *objects() {
      handedOut = 0;
      for (const object of objects) {
        handedOut++;
        yield object;
      }
    },
    share: () => (objects.length === 0 ? 1 : handedOut / objects.length),
  };
}

function list(path: string): FileObject[] {
  const root = resolve(path);
  const info = orSourceError(
    () => statSync(root),
    ({ code, message }) => `${path}: ${reasons[code ?? ''] ?? message}`,
  );
  if (info.isFile()) return [new FileObject(root, keyOf(basename(root), root), true)];
  if (!info.isDirectory()) throw new SourceError(`${path}: neither a file nor a folder`);
  const walk = new Walk(root);
  walk.into(root);
  walk.intoLinks();
  return walk.found;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'not readable: permission denied',
};

class Walk {
  readonly found: FileObject[] = [];
  readonly #root: string;
  readonly #seen = new Set<string>();
  readonly #links: string[] = [];

  constructor(root: string) {
    this.#root = root;
  }

  into(folder: string): void {
    const cannotBeListed = ({ message }: NodeJS.ErrnoException) => `${folder}: the folder cannot be listed: ${message}`;
    const real = orSourceError(() => realpathSync.native(folder), cannotBeListed);
    if (this.#seen.has(real)) return;
    this.#seen.add(real);
    const entries = orSourceError(() => readdirSync(folder, { withFileTypes: true }), cannotBeListed);
    const prefix = keyOf(join(relative(this.#root, folder), 'x'), join(folder, 'x')).slice(0, -1);
    const start = folder.endsWith(sep) ? folder : folder + sep;
    // In order of key but for folders beside names that begin alike: what is nearly sorted is sorted soon.
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = start + entry.name;
      const kind = kindOf(entry, path);
      if (kind !== 'folder') this.found.push(new FileObject(path, prefix + entry.name.replaceAll('\\', '/'), kind === 'file'));
      else if (entry.isSymbolicLink()) this.#links.push(path);
      else this.into(path);
    }
  }

  /** Those in folders that were linked come last. */
  intoLinks(): void {
    for (const link of this.#links) this.into(link);
  }
}

/** Here and now: thousands of trips to another thread and back take longer than all their answers. */
function orSourceError<T>(look: () => T, what: (cause: NodeJS.ErrnoException) => string): T {
  try {
    return look();
  } catch (cause) {
    throw new SourceError(what(cause as NodeJS.ErrnoException), { cause });
  }
}

/** What cannot be looked at is still an object: reading it will say why not. */
function kindOf(entry: Dirent, path: string): 'folder' | 'file' | 'other' {
  if (entry.isFile()) return 'file';
  const info = entry.isDirectory() ? entry : (statOf(path) ?? entry);
  if (info.isDirectory()) return 'folder';
  return info.isFile() || info.isSymbolicLink() ? 'file' : 'other';
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

class FileObject implements TrailObject {
  readonly path: string;
  readonly key: string;
  readonly #isFile: boolean;
  #looked: Pick<Stats, 'size' | 'mtimeMs'> | null | undefined;

  constructor(path: string, key: string, isFile: boolean) {
    this.path = path;
    this.key = key;
    this.#isFile = isFile;
  }

  get size(): number {
    return this.#look()?.size ?? 0;
  }

  get stamp(): string | undefined {
    const { mtimeMs } = this.#look() ?? {};
    return mtimeMs === undefined ? undefined : `${mtimeMs}`;
  }

  /** When somebody asks: of many small files it takes a quarter of the time to read them. */
  #look(): Pick<Stats, 'size' | 'mtimeMs'> | null {
    this.#looked ??= statOf(this.path) ?? null;
    return this.#looked;
  }

  async head(): Promise<Buffer> {
    this.#demandFile();
    return orProblem(async () => {
      const handle = await open(this.path);
      try {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
        return buffer.subarray(0, bytesRead);
      } finally {
        await handle.close();
      }
    });
  }

  async read(): Promise<Buffer> {
    this.#demandFile();
    if (this.size > maxObjectBytes) {
      throw new TrailObjectError(
        `${this.size} bytes on disk, refused above ${maxObjectBytes}`,
        'CloudTrail writes at most 50 MB before compression: check where this file comes from, or split it',
      );
    }
    // Files are small and many: a trip to another thread for each takes longer than reading it.
    return orProblem(async () => readFileSync(this.path));
  }

  async metadata(): Promise<Readonly<Record<string, string>> | undefined> {
    return sidecar(this.path);
  }

  #demandFile(): void {
    if (!this.#isFile) throw new TrailObjectError('neither a file nor a folder', 'remove it from the archive');
  }
}

/** What S3 keeps beside an object, a local copy keeps in a file beside it: `aws s3api head-object ... > <file>.metadata.json`. */
function sidecar(path: string): Readonly<Record<string, string>> | undefined {
  const beside = `${path}.metadata.json`;
  if (!existsSync(beside)) return undefined;
  const fix = 'expected what aws s3api head-object prints: {"Metadata": {"signature": ...}}';
  let answer: unknown;
  try {
    answer = JSON.parse(readFileSync(beside, 'utf8'));
  } catch (cause) {
    throw new TrailObjectError(`its sidecar ${basename(beside)} cannot be read as JSON`, fix, cause);
  }
  const metadata = isObject(answer) ? answer.Metadata : undefined;
  if (!isObject(metadata)) throw new TrailObjectError(`its sidecar ${basename(beside)} has no Metadata`, fix);
  return Object.fromEntries(
    Object.entries(metadata).flatMap(([name, value]) => (typeof value === 'string' ? [[name.toLowerCase(), value]] : [])),
  );
}

async function orProblem(operation: () => Promise<Buffer>): Promise<Buffer> {
  try {
    return await operation();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new TrailObjectError(`cannot be read: ${code ?? message}`, 'check that the file is there and that you may read it', error);
  }
}
