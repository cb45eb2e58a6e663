import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { type Measure, measure } from './measure.ts';

/**
 * `posture` beside a bare SDK loop that makes the same calls, in turn: see README.md. Exits 1 when a target is missed. `--url`: of a server
 * that is there already (moto), with so many models and training jobs in it.
 */

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    each: { type: 'string', default: '5000' },
    latency: { type: 'string', default: '20' },
    url: { type: 'string' },
    cli: { type: 'string', default: fileURLToPath(new URL('../dist/cli.js', import.meta.url)) },
  },
});
const targets = { ratio: 1.3, megabytes: 200 };
if (!existsSync(values.cli)) throw new Error(`${values.cli} is not there: run npm run build first`);

const server =
  values.url === undefined
    ? spawn(
        process.execPath,
        ['--import', 'tsx', fileURLToPath(new URL('posture-server.ts', import.meta.url)), values.each, values.latency],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      )
    : undefined;
const url =
  values.url ??
  (await new Promise<string>((resolve) => server?.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()))));
Object.assign(process.env, {
  AWS_ENDPOINT_URL: url,
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: 'testing',
  AWS_REGION: 'us-east-1',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
});
const work = mkdtempSync(join(tmpdir(), 'sagewarden-bench-posture-'));
const bare = join(work, 'bare.mjs');
await build({
  entryPoints: [fileURLToPath(new URL('posture-bare.ts', import.meta.url))],
  outfile: bare,
  bundle: true,
  platform: 'node',
  format: 'esm',
  mainFields: ['module', 'main'],
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});

let runs = 0;
const flags = () => ['posture', '--types', 'Model,TrainingJob', '--quiet', '--out', join(work, `run-${runs++}`)];
const contestants: Readonly<Record<string, () => Measure>> = {
  'bare SDK loop': () => {
    const measured = measure(process.execPath, [bare], [0]);
    // A loop that leaves some out would be a fast one.
    if (Number(measured.stdout) !== 2 * Number(values.each)) throw new Error(`the bare loop described ${measured.stdout.trim()}`);
    return measured;
  },
  'sagewarden posture': () => measure(process.execPath, [values.cli, ...flags()], [1]),
};
const results = new Map<string, Measure[]>();
try {
  for (let round = 0; round < Number(values.rounds); round++)
    for (const [name, contestant] of Object.entries(contestants)) results.set(name, [...(results.get(name) ?? []), contestant()]);
} finally {
  server?.kill();
  rmSync(work, { recursive: true, force: true });
}

const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
const loop = median((results.get('bare SDK loop') ?? []).map(({ seconds }) => seconds));
console.log(`${2 * Number(values.each)} resources, ${values.url ?? `answers after ${values.latency} ms`}`);
for (const [name, measures] of results) {
  const seconds = median(measures.map((each) => each.seconds));
  const megabytes = Math.max(...measures.map((each) => each.megabytes ?? Number.NaN));
  console.log(
    `${name.padEnd(20)} ${seconds.toFixed(2).padStart(7)} s  ${(seconds / loop).toFixed(2)} times  ${megabytes.toFixed(0).padStart(4)} MB`,
  );
  if (name !== 'bare SDK loop' && (seconds / loop > targets.ratio || megabytes >= targets.megabytes)) process.exitCode = 1;
}
