import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** `npm start`: the bundled sample through the real command line. The sample has findings; showing them is the demo's success. */

const cli = fileURLToPath(new URL('./cli.js', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));
const args = [
  'scan',
  'sample',
  '--from',
  '2026-07-01T00:00:00Z',
  '--to',
  '2026-10-01T00:00:00Z',
  '--accept-unverified',
  '--out',
  'evidence/sample',
  '--force',
];

process.stdout.write(`$ npx sagewarden ${args.join(' ')}\n\n`);
const { status } = spawnSync(process.execPath, [cli, ...args], { cwd: root, stdio: 'inherit' });
process.stdout.write(`\nscan ended with exit code ${status} (0 confirmed, 1 findings, 2 could not run, 3 inconclusive)\n`);
process.exitCode = status === 1 ? 0 : 1;
