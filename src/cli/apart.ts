import { realpathSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { UsageError } from './errors.ts';
import { isRemote } from './source.ts';

/** The evidence must not lie in the archive that it is about, nor around it: the next scan would read it, or --force replace it. */
export function checkApart(sources: readonly string[], out: string): void {
  if (out === '') throw new UsageError('--out is empty: name a folder');
  const target = real(resolve(out));
  for (const source of sources.filter((each) => !isRemote(each))) {
    const from = real(resolve(source));
    if (isWithin(from, target))
      throw new UsageError(`--out ${out} lies in the source ${source}: the next scan would read the evidence; name a folder beside it`);
    if (isWithin(target, from)) throw new UsageError(`--out ${out} holds the source ${source}: name a folder beside it`);
  }
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !way.startsWith('/'));
}

/** Links resolved as far as the path is there. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : resolve(real(parent), relative(parent, path));
  }
}
