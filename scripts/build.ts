import { chmodSync, rmSync } from 'node:fs';
import { build } from 'esbuild';
import './client.ts';

/**
 * The command line, which needs nothing but Node: `npx sagewarden` works after `npm ci`. One file, and beside it in chunks what only
 * some commands load (the AWS SDK, 1.1 MB, which would cost every start 30 ms or more); and the threads that read.
 */

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: { cli: 'src/cli/main.ts', 'read-worker': 'src/trail/worker.ts' },
  outdir: 'dist',
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
chmodSync('dist/cli.js', 0o755);
