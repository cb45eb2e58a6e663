import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { codeCacheOf, Loader, wrapped } from '../../src/cli/loader.ts';

/** Prints the files of a folder whose code cache V8 does not take, as JSON. In a process of its own: V8's flags are part of the question. */

const [folder = ''] = process.argv.slice(2);
new Loader();
const refused = readdirSync(folder).filter((name) => {
  const file = join(folder, name);
  if (!existsSync(codeCacheOf(file))) return false;
  const script = new Script(wrapped(readFileSync(file, 'utf8')), { filename: file, cachedData: readFileSync(codeCacheOf(file)) });
  return script.cachedDataRejected !== false;
});
console.log(JSON.stringify(refused));
