import { isUtf8 } from 'node:buffer';
import { join } from 'node:path';
import { LoadError } from './errors.ts';
import { chunksOf } from './sums.ts';

/** Line by line. @throws LoadError */
export function* linesOf(dir: string, name: string): Generator<string> {
  let rest: Buffer = Buffer.alloc(0);
  try {
    for (const chunk of chunksOf(join(dir, name))) {
      const bytes = Buffer.concat([rest, chunk]);
      const end = bytes.lastIndexOf(newline) + 1;
      yield* linesIn(bytes.subarray(0, end));
      rest = bytes.subarray(end);
      if (rest.length > longest) throw new LoadError(name, `has a line of more than ${longest >> 20} MiB`);
    }
  } catch (error) {
    if (error instanceof LoadError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new LoadError(name, code === 'ENOENT' ? 'no such file' : error instanceof TypeError ? 'not UTF-8' : `cannot be read (${code})`);
  }
  if (rest.length > 0) throw new LoadError(name, 'ends in the middle of a line');
}

const newline = 10;

/** Many times what AWS's longest answer is, a pipeline's definition of 1 MB. */
const longest = 64 << 20;

/**
 * A string for each line: those of TextDecoder, and of whole pieces of the file, are so large that they lie where garbage stays for long.
 *
 * @throws TypeError
 */
function* linesIn(bytes: Buffer): Generator<string> {
  if (!isUtf8(bytes)) throw new TypeError('not UTF-8');
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(newline, from);
    yield bytes.toString('utf8', from, end);
    from = end + 1;
  }
}
