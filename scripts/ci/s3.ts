import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pMap from 'p-map';
import { benchArchive } from '../../bench/archive.ts';
import { iso, period } from '../../test/model/record.ts';
import { faultProxy } from './s3-faults.ts';

/** See s3.sh: puts an archive into the bucket, scans it through the faults, and holds the result against a scan of the files. */

const { values } = parseArgs({ options: { endpoint: { type: 'string' }, objects: { type: 'string' }, work: { type: 'string' } } });
const { endpoint = '', objects = '20000', work = '' } = values;
const bucket = 'trail';

const { folder } = await benchArchive({ name: 's3', files: Number(objects), records: [1, 40] });
const keys = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.json.gz'))
  .sort();
strictEqual(keys.length, Number(objects));
const [denied = '', gone = ''] = [keys[Math.floor(keys.length / 3)], keys[Math.floor((keys.length * 2) / 3)]];

async function put(path: string, body?: Buffer): Promise<void> {
  const answer = await fetch(`${endpoint}/${path}`, { method: 'PUT', ...(body && { body: new Uint8Array(body) }) });
  if (!answer.ok) throw new Error(`PUT ${path}: ${answer.status}`);
  await answer.arrayBuffer();
}
let started = Date.now();
await put(bucket);
await pMap(keys, (key) => put(`${bucket}/${key}`, readFileSync(join(folder, key))), { concurrency: 8 });
console.log(`${keys.length} objects put in ${seconds(started)} s`);

// What must be found: the files without the two.
const copy = join(work, 'copy');
cpSync(folder, copy, { recursive: true });
for (const key of [denied, gone]) rmSync(join(copy, key));
await scan(join(copy), join(work, 'expected'), {});

const proxy = await faultProxy(endpoint, { percent: 5, denied, gone });
started = Date.now();
const { problems } = await scan(`s3://${bucket}/`, join(work, 'run'), {
  AWS_ENDPOINT_URL_S3: proxy.url,
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: 'testing',
  AWS_REGION: 'us-east-1',
});
const taken = seconds(started);
proxy.close();
const tally = `${proxy.answers()} answers, ${proxy.spoilt()} of them spoilt`;
ok(proxy.spoilt() > proxy.answers() * 0.04, tally);

deepStrictEqual(
  problems.map(({ object, what }) => [object, what.replace(/[:(].*/, '').trim()]),
  [
    [denied, 'access denied'],
    [gone, 'gone'],
  ],
);
const rows = (run: string) => readFileSync(join(work, run, 'population.jsonl'), 'utf8');
ok(rows('expected').length > 0);
strictEqual(rows('run'), rows('expected'));
console.log(`${keys.length} objects scanned in ${taken} s: complete but for the two that are named; ${tally}`);

interface Result {
  readonly problems: readonly { readonly object: string; readonly what: string }[];
}

async function scan(source: string, out: string, env: Record<string, string>): Promise<Result> {
  const times = ['--from', iso(period.from), '--to', iso(period.to), '--generated-at', iso(period.to)];
  const child = spawn(process.execPath, ['dist/cli.js', 'scan', source, ...times, '--out', out, '--json', '--accept-unverified'], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code === 2) throw new Error(`scan ${source} could not run`);
  return JSON.parse(text) as Result;
}

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(1);
}
