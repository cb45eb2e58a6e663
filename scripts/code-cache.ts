import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { codeCacheOf, Loader } from '../src/cli/loader.ts';

/** Runs the built program, and keeps what V8 compiled of it, beside each of its files that has nothing yet. Arguments: the program, then its own. */

const [program = '', ...args] = process.argv.slice(2);
const loader = new Loader();
process.argv.splice(2, Infinity, ...args);
process.on('exit', () => {
  for (const [file, script] of loader.scripts) {
    const path = codeCacheOf(file);
    if (existsSync(path) && !script.cachedDataRejected) continue;
    writeFileSync(`${path}.new`, script.createCachedData());
    renameSync(`${path}.new`, path);
  }
  // What the program has to say is no result of the build.
  process.exitCode = 0;
});
loader.load(resolve(program));
