import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { readPolicyFile } from '../../src/config.ts';

/** One function's code: file name -> bytes, and what went into each file. */
export interface Bundle {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly outputs: readonly Output[];
}

type Output = Metafile['outputs'][string];

/**
 * A handler and what it loads only when needed. esbuild cannot split CommonJS, and inlining `await import()` keeps every command of an SDK client
 * (612 KB instead of 328 for SNS and three SageMaker commands): what is loaded so becomes a file of its own in the zip, with only the names
 * that are taken from it.
 */
export async function bundleHandler(file: string, policyFile = 'sagewarden.yml'): Promise<Bundle> {
  const name = basename(file, '.ts');
  const lazy = new LazyFiles(name);
  const files = new Map<string, Uint8Array>();
  const outputs = new Map<string, Output>();
  const main = await compile({ entryPoints: [file] }, lazy, policyFile);
  files.set(`${name}.js`, main.contents);
  outputs.set(`${name}.js`, main.output);
  for (let next = lazy.next(outputs); next; next = lazy.next(outputs)) {
    const { contents, output } = await compile({ stdin: { contents: next.source, resolveDir: next.from, loader: 'ts' } }, lazy, policyFile);
    files.set(next.file, contents);
    outputs.set(next.file, output);
  }
  refuseTwins(outputs);
  return { files, outputs: [...outputs.values()] };
}

async function compile(entry: Pick<Parameters<typeof build>[0], 'entryPoints' | 'stdin'>, lazy: LazyFiles, policyFile: string) {
  const { outputFiles, metafile } = await build({
    ...entry,
    bundle: true,
    write: false,
    outdir: 'out',
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    minify: true,
    metafile: true,
    plugins: [policyPlugin(policyFile), manifestPlugin, lazy.plugin],
    logLevel: 'warning',
  });
  const [file] = outputFiles ?? [];
  const [output] = Object.values(metafile?.outputs ?? {});
  if (!file || !output) throw new Error('esbuild wrote nothing');
  return { contents: file.contents, output };
}

/** The policy is checked here and carried as data: a misspelt one stops the deployment, and no parser is in the function. */
const policyPlugin = (file: string): Plugin => ({
  name: 'policy',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^sagewarden:policy$/ }, ({ path }) => ({ path, namespace: 'policy' }));
    onLoad({ filter: /.*/, namespace: 'policy' }, () => {
      const { policy, sha256 } = readPolicyFile(file, new Date().toISOString());
      return { contents: JSON.stringify({ policy, sha256 }), loader: 'json' };
    });
  },
});

/** Of package.json the version is asked for; esbuild would carry all of it. */
const manifestPlugin: Plugin = {
  name: 'manifest',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]package\.json$/ }, ({ path }) => {
      if (path !== resolve('package.json')) return undefined;
      const { version } = JSON.parse(readFileSync(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

interface Lazy {
  readonly file: string;
  readonly target: string;
  readonly from: string;
  /** Names taken, `null`: all. */
  names: Set<string> | null;
  built: boolean;
}

class LazyFiles {
  readonly #all = new Map<string, Lazy>();
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Only code of ours: SDK packages load their credential providers lazily by themselves, and those stay inside. */
  readonly plugin: Plugin = {
    name: 'lazy',
    setup: ({ onResolve }) => {
      onResolve({ filter: /.*/ }, ({ path, kind, importer, resolveDir }) => {
        if (kind !== 'dynamic-import' || path.startsWith('node:') || importer.includes('node_modules')) return undefined;
        return { path: `./${this.#add(path, importer, resolveDir).file}`, external: true };
      });
    },
  };

  #add(path: string, importer: string, from: string): Lazy {
    const target = path.startsWith('.') ? resolve(from, path) : path;
    const slug = path.startsWith('.')
      ? `${basename(dirname(target))}-${basename(target, '.ts')}`
      : path.replace(/^@aws-sdk\//, '').replace(/\W+/g, '-');
    const lazy = this.#all.get(target) ?? { file: `${this.#prefix}-${slug}.js`, target, from, names: new Set<string>(), built: false };
    const taken = existsSync(importer) ? namesTaken(readFileSync(importer, 'utf8'), path) : null;
    if (path.startsWith('@aws-sdk/') && !taken)
      throw new Error(`${importer}: take names, const { XCommand } = await import('${path}'), or every command of the client is deployed`);
    const before = lazy.names?.size;
    if (taken && lazy.names) for (const name of taken) lazy.names.add(name);
    else lazy.names = null;
    if (before !== lazy.names?.size) lazy.built = false;
    this.#all.set(target, lazy);
    return lazy;
  }

  /** One that is still to be made, and that is loaded from what was made: an import in code that fell away is none. */
  next(outputs: ReadonlyMap<string, Output>): { readonly file: string; readonly source: string; readonly from: string } | undefined {
    const loaded = new Set([...outputs.values()].flatMap(({ imports }) => imports.map(({ path }) => path)));
    // esbuild resolves many at once, in no order that lasts.
    const inOrder = [...this.#all.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
    const lazy = inOrder.find(({ file, built }) => !built && loaded.has(`./${file}`));
    if (!lazy) return undefined;
    lazy.built = true;
    const names = lazy.names && [...lazy.names].sort().join(', ');
    return { file: lazy.file, source: `export ${names ? `{ ${names} }` : '*'} from ${JSON.stringify(lazy.target)};`, from: lazy.from };
  }
}

/** `const { A, B: b } = await import('path')`: A and B, of every such line; `null` where one takes the whole. */
function namesTaken(source: string, path: string): string[] | null {
  const at = `import\\(\\s*['"]${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}['"]\\s*\\)`;
  const all = source.match(new RegExp(`(?<!typeof )${at}`, 'g'))?.length ?? 0;
  const taking = [...source.matchAll(new RegExp(`\\{([^{}]*)\\}\\s*=\\s*await\\s+${at}`, 'g'))];
  if (all === 0 || taking.length !== all) return null;
  return taking.flatMap(([, list = '']) => list.split(',').flatMap((each) => each.split(':')[0]?.trim() || []));
}

/** Each file has its own copy of what it imports: a class in two of them is two classes, and `instanceof` is false between them. */
function refuseTwins(outputs: ReadonlyMap<string, Output>): void {
  const seen = new Map<string, string>();
  for (const [file, { inputs }] of outputs) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      if (bytesInOutput === 0 || !path.startsWith('src/')) continue;
      const other = seen.get(path);
      if (other && /^(export )?(abstract )?class /m.test(readFileSync(path, 'utf8')))
        throw new Error(`${path} has a class and is in ${other} and in ${file}: load it in one place only`);
      seen.set(path, file);
    }
  }
}
