import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { iso, period } from '../test/model/record.ts';
import { benchArchive } from './archive.ts';
import { type Measure, measure } from './measure.ts';

/** `scan s3://` against `aws s3 cp --recursive` of the same prefix, which only copies: see README.md. */

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    objects: { type: 'string', default: '5000' },
    latency: { type: 'string', default: '30' },
  },
});
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
if (!existsSync(cli)) throw new Error('dist/cli.js is not there: run npm run build first');
if (spawnSync('aws', ['--version'], { stdio: 'ignore' }).status !== 0) throw new Error('aws is not there: pip install awscli');

const { folder, files, stored } = await benchArchive({ name: 's3', files: Number(values.objects), records: [1, 40] });
const server = spawn(
  process.execPath,
  ['--import', 'tsx', fileURLToPath(new URL('s3-server.ts', import.meta.url)), folder, values.latency],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const url = await new Promise<string>((resolve) => server.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim())));
Object.assign(process.env, {
  AWS_ENDPOINT_URL_S3: url,
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: 'testing',
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
});
const work = mkdtempSync(join(tmpdir(), 'sagewarden-bench-s3-'));
const source = 's3://trail-bucket/AWSLogs/';
const times = ['--from', iso(period.from), '--to', iso(period.to)];

const contestants: Record<string, () => Measure> = {
  'sagewarden scan s3://': () =>
    measure(
      process.execPath,
      [cli, 'scan', source, ...times, '--out', join(work, 'run'), '--force', '--accept-unverified', '--quiet'],
      [0, 1, 3],
    ),
  'aws s3 cp --recursive': () => {
    rmSync(join(work, 'copy'), { recursive: true, force: true });
    return measure('aws', ['s3', 'cp', source, join(work, 'copy'), '--recursive', '--quiet'], [0]);
  },
};
const seconds = new Map(Object.keys(contestants).map((name) => [name, [] as number[]]));
try {
  // In turn, so that a busy minute of the machine falls on all of them.
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [name, run] of Object.entries(contestants)) seconds.get(name)?.push(run().seconds);
  }
} finally {
  server.kill();
  rmSync(work, { recursive: true, force: true });
}

console.log(
  `${files} objects, ${(stored / 1e6).toFixed(0)} MB, ${values.latency} ms each, ${values.rounds} rounds, Node ${process.version}`,
);
const best = (name: string) => Math.min(...(seconds.get(name) ?? []));
console.table(
  Object.fromEntries(
    [...seconds.keys()].map((name) => [name, { 'min s': best(name).toFixed(1), 'objects/minute': Math.round((files * 60) / best(name)) }]),
  ),
);
const [ours = '', theirs = ''] = seconds.keys();
console.log(`scan takes ${(best(ours) / best(theirs)).toFixed(2)} of the time of aws s3 cp (fastest round of each)`);
