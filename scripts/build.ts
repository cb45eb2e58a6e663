import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import './client.ts';

/**
 * The command line, which needs nothing but Node: `npx sagewarden` works after `npm ci`. One file, and beside it in chunks what only
 * some commands load (the AWS SDK, 1.1 MB, which would cost every start 30 ms or more); and the threads that read.
 */

const { outputFiles } = await build({
  entryPoints: { cli: 'src/cli/main.ts', 'read-worker': 'src/trail/worker.ts' },
  outdir: 'dist',
  write: false,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  // The names of a CommonJS package are not there for who loads it by `await import()`; those of an ES module are.
  mainFields: ['module', 'main'],
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  // commander is CommonJS and requires Node's modules.
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  minifySyntax: true,
  legalComments: 'eof',
  logLevel: 'warning',
});
// File by file, each whole: who runs the command meanwhile finds the old one or the new one.
for (const { path, contents } of outputFiles) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, contents);
  if (path === resolve('dist/cli.js')) chmodSync(`${path}.new`, 0o755);
  renameSync(`${path}.new`, path);
}
const written = new Set(outputFiles.map(({ path }) => relative(resolve('dist/chunks'), path)));
for (const name of readdirSync('dist/chunks')) if (!written.has(name)) rmSync(`dist/chunks/${name}`);
