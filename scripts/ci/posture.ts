import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import type { PopulationRow } from '../../src/core/evidence/population.ts';
import { type Front, front } from './posture/front.ts';
import { made, makeMixed } from './posture/mixed.ts';

/**
 * `posture` beside Prowler on the same 400 resources of moto: the same PASS and FAIL for each, one Describe a resource, its memory, and its
 * time beside that of a bare SDK loop that makes the same calls.
 */

const { values } = parseArgs({
  options: {
    moto: { type: 'string' },
    prowler: { type: 'string' },
    work: { type: 'string' },
    cli: { type: 'string', default: 'dist/cli.js' },
  },
});
const peakOnExit = `data:text/javascript,${encodeURIComponent("process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS + '\\n'))")}`;
const requires = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
const { moto = '', prowler = '', work = '', cli } = values;

/** Prowler's checks of models ask for subnets alone, ours for security groups too: the API takes neither without the other. */
const checks: Readonly<Record<string, { readonly type: string; readonly rule: 'vpc-required' | 'network-isolation-required' }>> = {
  sagemaker_models_vpc_settings_configured: { type: 'Model', rule: 'vpc-required' },
  sagemaker_models_network_isolation_enabled: { type: 'Model', rule: 'network-isolation-required' },
  sagemaker_training_jobs_vpc_settings_configured: { type: 'TrainingJob', rule: 'vpc-required' },
  sagemaker_training_jobs_network_isolation_enabled: { type: 'TrainingJob', rule: 'network-isolation-required' },
};

Object.assign(process.env, {
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: 'testing',
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
});
const server = await front(moto);
const env = { ...process.env, AWS_ENDPOINT_URL: moto, AWS_ENDPOINT_URL_SAGEMAKER: server.url, NO_COLOR: '1' };
const failures: string[] = [];
const demand = (holds: boolean, what: string) => {
  console.log(`${holds ? 'yes' : 'NO '}  ${what}`);
  if (!holds) failures.push(what);
};

try {
  await makeMixed(server.url);
  await demandSameVerdicts(server);
  await tellSpeed(server);
} finally {
  server.close();
}
if (failures.length > 0) process.exitCode = 1;

async function demandSameVerdicts({ seen }: Front): Promise<void> {
  seen.length = 0;
  const ours = await timed(process.execPath, ...posture('first'));
  demand(ours.code === 1, `posture ended with 1, findings (${ours.code} ${ours.err.trim()})`);
  const described = seen.filter(({ operation }) => operation.startsWith('Describe')).map(({ operation, name }) => `${operation} ${name}`);
  demand(new Set(described).size === 2 * made && described.length === 2 * made, `one Describe for each of ${2 * made} resources`);
  const verified = await timed(process.execPath, cli, 'report', 'verify', join(work, 'first'), '--quiet');
  demand(verified.code === 0, 'report verify finds nothing altered');
  const peer = await timed(
    join(prowler, 'prowler'),
    ...['aws', '--checks', ...Object.keys(checks), '--region', 'us-east-1', '--output-formats', 'csv', '--no-banner'],
    ...['--output-directory', join(work, 'prowler'), '--output-filename', 'peer', '--ignore-exit-code-3'],
  );
  console.log(`     posture ${ours.seconds.toFixed(1)} s, Prowler ${peer.seconds.toFixed(1)} s`);
  const theirs = verdictsOfProwler(join(work, 'prowler'));
  demand(theirs.size === 4 * made, `Prowler has ${theirs.size} verdicts, of ${4 * made} (${peer.code} ${peer.err.trim().slice(-300)})`);
  const own = verdictsOfPosture(join(work, 'first'));
  const different = [...theirs].filter(([key, status]) => own.get(key) !== status).map(([key]) => key);
  demand(different.length === 0 && own.size === theirs.size, `the same PASS and FAIL on each of ${theirs.size} (${different.slice(0, 5)})`);
  const failed = [...theirs.values()].filter((status) => status === 'FAIL').length;
  demand(failed > made && failed < 3 * made, `of these ${failed} FAIL: the mixture is one`);
}

/** In turn, so that a busy machine is busy for both. Times are told, and demanded by bench/posture.ts alone: a machine that does other work fails nothing here. */
async function tellSpeed({ seen }: Front): Promise<void> {
  const bare = join(work, 'bare.mjs');
  await build({
    entryPoints: ['bench/posture-bare.ts'],
    outfile: bare,
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: requires },
  });
  const ratios: number[] = [];
  let megabytes = 0;
  for (const round of ['a', 'b', 'c']) {
    seen.length = 0;
    const loop = await timed(process.execPath, bare);
    if (loop.code !== 0) throw new Error(`the bare loop ended with ${loop.code}: ${loop.err}`);
    const asked = seen.splice(0).length;
    const ours = await timed(process.execPath, ...posture(round));
    if (seen.length !== asked) throw new Error(`the bare loop made ${asked} calls, posture ${seen.length}`);
    ratios.push(ours.seconds / loop.seconds);
    megabytes = Math.max(megabytes, ours.megabytes);
    console.log(`     posture ${ours.seconds.toFixed(2)} s, bare SDK loop ${loop.seconds.toFixed(2)} s`);
  }
  const median = ratios.toSorted((a, b) => a - b)[1] ?? Number.NaN;
  console.log(`     posture takes ${median.toFixed(2)} times as long as the bare loop (median of 3; npm run bench:posture demands 1.3)`);
  demand(megabytes < 200, `in less than 200 MB (${megabytes.toFixed(0)})`);
}

function posture(name: string): string[] {
  return [cli, 'posture', '--regions', 'us-east-1', '--types', 'Model,TrainingJob', '--quiet', '--out', join(work, name)];
}

function verdictsOfPosture(dir: string): Map<string, string> {
  const rows = linesOf(join(dir, 'population.jsonl')).map((line) => JSON.parse(line) as PopulationRow);
  const words = { COMPLIANT: 'PASS', NON_COMPLIANT: 'FAIL', NOT_APPLICABLE: 'none', INSUFFICIENT_DATA: 'none' };
  return new Map(
    Object.entries(checks).flatMap(([check, { type, rule }]) =>
      rows
        .filter(({ resourceType }) => resourceType === type)
        .map((row) => [`${check} ${row.resourceArn}`, words[row.verdicts[rule] ?? 'NOT_APPLICABLE']] as const),
    ),
  );
}

/** Prowler's CSV has semicolons; no cell that is read here is quoted. */
function verdictsOfProwler(dir: string): Map<string, string> {
  const file = readdirSync(dir).find((name) => name.endsWith('.csv'));
  const [head = '', ...rows] = file === undefined ? [] : linesOf(join(dir, file));
  const columns = head.split(';');
  const at = (name: string) => columns.indexOf(name);
  return new Map(
    rows
      .map((row) => row.split(';'))
      // A cell of another column may go over several lines.
      .filter((cells) => Object.hasOwn(checks, cells[at('CHECK_ID')] ?? ''))
      .map((cells) => [`${cells[at('CHECK_ID')]} ${cells[at('RESOURCE_UID')]}`, cells[at('STATUS')] ?? ''] as const),
  );
}

function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8').split('\n').filter(Boolean);
}

interface Timed {
  readonly code: number | null;
  readonly seconds: number;
  readonly megabytes: number;
  readonly err: string;
}

/** Of a Node process, its peak is told as it ends. Does not block: the server that it talks to is in this process. */
async function timed(command: string, ...args: string[]): Promise<Timed> {
  const started = process.hrtime.bigint();
  const watched = command === process.execPath ? ['--import', peakOnExit, ...args] : args;
  const child = spawn(command, watched, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  return { code, seconds, megabytes: Number(/peak (\d+)/.exec(err)?.[1] ?? Number.NaN) / 1024, err: err.replace(/peak \d+\n/, '') };
}
