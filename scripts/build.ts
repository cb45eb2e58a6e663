import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type BuildOptions, build, transform } from 'esbuild';
import { codeCacheOf } from '../src/cli/loader.ts';
import './client.ts';

/**
 * The command line, which needs nothing but Node: `npx sagewarden` works after `npm ci`. Under dist/program in pieces, so that a command
 * loads what it needs (the AWS SDK would cost every start 30 ms or more); dist/cli.js and dist/read-worker.js start it
 * (docs/decisions/0022-program-start.md).
 */

const shared = { bundle: true, platform: 'node', target: 'node20.19', write: false, logLevel: 'warning' } as const satisfies BuildOptions;

const entries = { main: 'src/cli/main.ts', worker: 'src/trail/worker.ts' };
const { outputFiles, metafile } = await build({
  ...shared,
  entryPoints: entries,
  outdir: 'dist/program',
  // The names of a CommonJS package are not there for who loads it by `await import()`; those of an ES module are.
  mainFields: ['module', 'main'],
  format: 'esm',
  splitting: true,
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  minifySyntax: true,
  legalComments: 'eof',
  metafile: true,
});
const pathOf = (entry: string) => Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === entry)?.[0] ?? '';
const [main, worker] = [pathOf(entries.main), pathOf(entries.worker)];

mkdirSync('dist/program', { recursive: true });
writeFileSync('dist/package.json', '{ "type": "commonjs" }\n');
for (const { path, text } of outputFiles) {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: shared.target,
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': 'importMetaUrl' },
  });
  replace(`dist/program/${basename(path)}`, code);
}
await start('dist/cli.js', main, '#!/usr/bin/env node');
await start('dist/read-worker.js', worker);
chmodSync('dist/cli.js', 0o755);
// A scan compiles what most commands share; all the others are asked for their help.
const evidence = join(mkdtempSync(join(tmpdir(), 'sagewarden-build-')), 'evidence');
for (const args of [['scan', 'sample', '--out', evidence, '--jobs', '1', '--quiet'], ['--help']])
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/code-cache.ts', main, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
rmSync(dirname(evidence), { recursive: true });

const written = new Set(outputFiles.flatMap(({ path }) => [basename(path), basename(codeCacheOf(path))]));
for (const name of readdirSync('dist/program')) if (!written.has(name)) rmSync(`dist/program/${name}`);

/** What starts a program: the loader with its name. */
async function start(path: string, program: string, banner = ''): Promise<void> {
  const define = { program: JSON.stringify(program.slice(`${dirname(path)}/`.length)) };
  const made = await build({ ...shared, entryPoints: ['src/cli/start.ts'], format: 'cjs', define, banner: { js: banner } });
  replace(path, made.outputFiles[0]?.text ?? '');
}

/** File by file, each whole: who runs the command meanwhile finds the old one or the new one. */
function replace(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  rmSync(codeCacheOf(path), { force: true });
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}
