import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

/**
 * Loads the program from the files that the build made of it (CommonJS, names with a hash of what is in them), each with what V8 made of
 * it when it was built: docs/decisions/0022-program-start.md.
 */

/**
 * Bytes of bytecode that a function runs before Node 20's V8 optimises it: four times its own (132 KB), at which more time goes into
 * optimising this program's functions than they then save. Later ones compile in between, and have the flag no more, or another way.
 */
const interruptBudget = { v8: '11.', bytes: 500_000 };

export class Loader {
  readonly scripts = new Map<string, Script>();
  readonly #modules = new Map<string, { exports: object }>();

  constructor() {
    if (process.versions.v8.startsWith(interruptBudget.v8)) setFlagsFromString(`--interrupt-budget=${interruptBudget.bytes}`);
  }

  /** @param file absolute */
  load(file: string): object {
    const known = this.#modules.get(file);
    if (known) return known.exports;
    const module = { exports: {} };
    this.#modules.set(file, module);
    const script = new Script(wrapped(readFileSync(file, 'utf8')), { filename: file, cachedData: codeCache(file) });
    this.scripts.set(file, script);
    const require = (id: string): unknown => (id.startsWith('.') ? this.load(join(dirname(file), id)) : builtin(id));
    script.runInThisContext()(require, module, module.exports, pathToFileURL(file).href);
    return module.exports;
  }
}

/** Of modules that are not the program's there are Node's own. */
function builtin(id: string): object {
  const module = process.getBuiltinModule(id);
  if (!module) throw new Error(`${id} is no module of this program, nor of Node.js ${process.version}`);
  return module;
}

/** What the build gives for `import.meta.url` is the last of these. */
export const wrapped = (source: string): string => `(function (require, module, exports, importMetaUrl) {${source}\n})`;

export const codeCacheOf = (file: string): string => `${file}.cache`;

/** V8 refuses what another version of it made, and compiles. */
function codeCache(file: string): Buffer | undefined {
  try {
    return readFileSync(codeCacheOf(file));
  } catch {
    return undefined;
  }
}
