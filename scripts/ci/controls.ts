import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Block, blocksOf, drift } from './controls/blocks.ts';
import { makeNetworks, makeResources } from './controls/made.ts';
import { credentials, startMoto } from './moto.ts';
import { startFront } from './remediate/front.ts';
import { region, sageMakerAt } from './remediate/seed.ts';

/** usage: tsx scripts/ci/controls.ts FOLDER-WITH-moto_server-AND-aws WORK-FOLDER; SHOW=1 prints all that is printed */

const [, , bin = '', work = ''] = process.argv;
const page = 'docs/controls.md';
const started = Date.now();
const blocks = blocksOf(readFileSync(page, 'utf8'));
if (blocks.length < 20) throw new Error(`${page}: ${blocks.length} blocks to run, expected at least 20`);
const moto = await startMoto(bin);
const front = await startFront(moto.url);

try {
  // The same ids in every run.
  await fetch(`${moto.url}/moto-api/seed?a=1`, { method: 'POST' });
  const { bare } = await makeNetworks(moto.url);
  await makeResources(sageMakerAt(front.url), bare);
  const environment = prepared();
  const drifted: string[] = [];
  for (const block of blocks) drifted.push(...(await differences(block, environment)));
  if (drifted.length > 0) throw new Error(`${page} has drifted:\n\n${drifted.join('\n\n')}`);
  console.log(`controls: ${blocks.length} blocks of ${page} print what it shows, in ${Math.round((Date.now() - started) / 1000)} s`);
} finally {
  front.close();
  moto.close();
}

/** What the commands find in their folder, and on their PATH. */
function prepared(): NodeJS.ProcessEnv {
  const tools = join(work, 'bin');
  mkdirSync(tools);
  const program = existsSync('dist/cli.js') && !process.env.FROM_SOURCE ? ['dist/cli.js'] : ['node_modules/.bin/tsx', 'src/cli/main.ts'];
  const words = [process.execPath, ...program.map((part) => join(process.cwd(), part))].map((word) => `'${word}'`).join(' ');
  writeFileSync(join(tools, 'sagewarden'), `#!/bin/sh\nexec ${words} "$@"\n`);
  chmodSync(join(tools, 'sagewarden'), 0o755);
  cpSync('sample', join(work, 'trail'), { recursive: true });
  cpSync('test/fixtures/prevent/plan.json', join(work, 'plan.json'));
  cpSync('test/fixtures/controls/model-in-vpc.json', join(work, 'model-in-vpc.json'));
  return {
    PATH: `${tools}:${bin}:${process.env.PATH ?? ''}`,
    HOME: work,
    USER: 'jane',
    AWS_ENDPOINT_URL: moto.url,
    AWS_ENDPOINT_URL_SAGEMAKER: front.url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    POLL_SECONDS: '1',
  };
}

async function differences({ line, commands, exitCode, shown }: Block, environment: NodeJS.ProcessEnv): Promise<string[]> {
  const { status, output } = await run(commands, environment);
  if (process.env.SHOW) console.log(`--- line ${line}\n${commands}${output}(${status})`);
  const missing = drift(shown, output);
  if (status === exitCode && missing === undefined) return [];
  const what = status === exitCode ? `does not print: ${missing}` : `ends with ${status}, expected ${exitCode}`;
  return [`line ${line} ${what}\n${commands}--- printed\n${output}---`];
}

/** Not in this thread's way: it serves what the commands ask for. Both streams, as a terminal shows them. */
async function run(commands: string, env: NodeJS.ProcessEnv) {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', `exec 2>&1\n${commands}`], {
    cwd: work,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const status = await new Promise<number | null>((done, failed) => child.on('error', failed).on('close', done));
  return { status, output };
}
