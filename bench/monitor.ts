import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { start as startDynamoDb } from '../stand-ins/dynamodb.ts';
import { start as startSageMaker } from '../stand-ins/sagemaker.ts';
import { start as startSns } from '../stand-ins/sns.ts';
import { call, vpcConfig } from '../test/support/records.ts';
import { coldRequire, environment, maxSizeRatio, pairOf } from './monitor/bundles.ts';
import { timesByPorts } from './monitor/ports.ts';

/** The functions' size and start against the bare SDK clients, and the monitor's time per event: see README.md. Exits 1 when a target is missed. */

const most = { ratio: maxSizeRatio, warm: 2, growth: 1.25 } as const;
const processes = 11;
const folder = mkdtempSync(join(tmpdir(), 'sagewarden-bench-monitor-'));
const missed: string[] = [];

const record = (eventName: string, request: unknown, members: Record<string, unknown> = {}) =>
  JSON.stringify({
    source: 'aws.sagemaker',
    'detail-type': 'AWS API Call via CloudTrail',
    detail: {
      ...call(eventName, request, { eventID: 'event-SERIAL', ...members }),
      userIdentity: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/role-SERIAL', accountId: '111122223333' },
    },
  });

const kinds = {
  compliant: record('CreateModel', { modelName: 'm-SERIAL', vpcConfig, enableNetworkIsolation: true }),
  'non-compliant, alerted': record('CreateModel', { modelName: 'm-SERIAL', primaryContainer: { image: 'image' } }),
  'request not in the record: Describe, alerted': record('CreateModel', null, {
    responseElements: { modelArn: 'arn:aws:sagemaker:eu-west-1:111122223333:model/m' },
  }),
};

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
try {
  console.log(`Node ${process.version}`);
  const monitor = await cold();
  await warm(monitor);
  await models(monitor);
  await burst(monitor);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const each of missed) console.error(`MISSED: ${each}`);
console.log(missed.length === 0 ? 'every target is met' : `${missed.length} targets are missed`);
process.exit(missed.length === 0 ? 0 : 1);

/** @returns the monitor's file */
async function cold(): Promise<string> {
  const handlers = readdirSync(resolve(import.meta.dirname, '../handlers')).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.d.ts'),
  );
  const rows: Record<string, Record<string, string>> = {};
  let monitor = '';
  for (const name of handlers.map((file) => file.slice(0, -3)).sort()) {
    const { clients, ours, bare } = await pairOf(name, folder);
    if (name === 'monitor') monitor = ours.file;
    const [times, bareTimes]: [number[], number[]] = [[], []];
    // In turn, so that a busy moment of the machine falls on both.
    for (let round = 0; round < processes; round++) {
      times.push(coldRequire(ours.file));
      bareTimes.push(coldRequire(bare.file));
    }
    const [size, time] = [ours.bytes / bare.bytes, median(times) / median(bareTimes)];
    rows[name] = {
      KB: kb(ours.bytes),
      'KB when needed': kb(ours.lazyBytes),
      'bare clients, KB': kb(bare.bytes),
      'size ratio': judged(size, most.ratio, `${name}: size`),
      'require ms': median(times).toFixed(0),
      'bare ms': median(bareTimes).toFixed(0),
      'time ratio': judged(time, most.ratio, `${name}: cold require`),
      'clients and their commands': clients,
    };
  }
  console.log(`\nBundles, and cold require (median of ${processes} processes); at most ${most.ratio} times the bare clients`);
  console.table(rows);
  return monitor;
}

interface Warm {
  readonly results: readonly { readonly milliseconds: number; readonly cpu: number; readonly failed: number }[];
  readonly calls: number;
  readonly megabytes: number;
}

async function run(file: string, plan: object, env: Readonly<Record<string, string>> = {}): Promise<Warm> {
  const path = join(folder, 'plan.json');
  writeFileSync(path, JSON.stringify(plan));
  const { stdout } = await promisify(execFile)(process.execPath, [resolve(import.meta.dirname, 'monitor/warm.mjs'), file, path], {
    env: { ...environment, ...env },
  });
  return JSON.parse(stdout) as Warm;
}

async function warm(file: string): Promise<void> {
  const rows: Record<string, Record<string, string>> = {};
  for (const [kind, event] of Object.entries(kinds)) {
    const { results, calls } = await run(file, { warmUp: 2_000, rounds: Array(9).fill(300), events: [event] });
    const ours = median(await timesByPorts(event, 1_000, 9));
    const requests = calls / (9 * 300);
    const all = median(results.map(({ cpu }) => cpu));
    rows[kind] = {
      'ms per event': judged(ours, most.warm, `${kind}: warm time`),
      'requests per event': requests.toFixed(1),
      'ms with the SDK': all.toFixed(2),
      'of these, per request': (all / requests).toFixed(2),
    };
  }
  console.log(
    `\nWarm, one event after the other, without network. At most ${most.warm} ms: reading, judging and writing the alert, with ports that answer at\nonce. With the SDK: processor time of the deployed bundle, where https.request answers by itself (serializing, signing, parsing)`,
  );
  console.table(rows);
}

/** The same event in accounts with few and with many models: over HTTP, processor time of the function's process. */
async function models(file: string): Promise<void> {
  const rows: Record<string, Record<string, string>> = {};
  const costs: number[] = [];
  const requests: number[] = [];
  for (const number of [10, 1_000, 10_000]) {
    const [dynamoDb, sageMaker, sns] = await Promise.all([startDynamoDb({ table: 'ledger' }), startSageMaker(), startSns()]);
    for (let at = 0; at < number; at++) sageMaker.create({ type: 'Model', name: `m-${at}`, createdAt: Date.parse('2026-08-01T12:00:00Z') });
    const event = record('CreateModel', null, { responseElements: { modelArn: 'arn:aws:sagemaker:eu-west-1:111122223333:model/m-5' } });
    const urls = { AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url, AWS_ENDPOINT_URL_SAGEMAKER: sageMaker.url, AWS_ENDPOINT_URL_SNS: sns.url };
    const { results } = await run(file, { warmUp: 300, rounds: [100, 100, 100], events: [event], network: true }, urls);
    const all = 600;
    costs.push(median(results.map(({ cpu }) => cpu)));
    requests.push((sageMaker.calls.length + dynamoDb.received.length + sns.published.length) / all);
    rows[number] = {
      'ms of processor time per event': costs.at(-1)?.toFixed(2) ?? '',
      'requests per event': requests.at(-1)?.toFixed(2) ?? '',
      'of these, to SageMaker': (sageMaker.calls.length / all).toFixed(2),
    };
    await Promise.all([dynamoDb, sageMaker, sns].map((each) => each.close()));
  }
  const [few = 0, , many = 0] = costs;
  console.log('\nBy the number of models in the account: the same requests, the same time');
  console.table(rows);
  if (new Set(requests).size > 1) missed.push('the number of requests depends on the number of models');
  console.log(`10,000 models cost ${judged(many / few, most.growth, 'growth with the number of models')} of what 10 cost`);
}

async function burst(file: string): Promise<void> {
  const number = 10_000;
  const { results, megabytes } = await run(file, { warmUp: 100, rounds: [number], events: Object.values(kinds) });
  const [{ milliseconds, failed } = { milliseconds: Number.NaN, failed: number }] = results;
  console.log(
    `\nA burst of 10,000 events, a third of each kind, in one process, with the SDK: ${((milliseconds * number) / 1000).toFixed(1)} s, ${milliseconds.toFixed(2)} ms each, ${failed} failed, peak ${megabytes.toFixed(0)} MB`,
  );
  if (failed > 0) missed.push(`${failed} events of the burst failed`);
}

function judged(value: number, limit: number, what: string): string {
  if (value <= limit) return `${value.toFixed(2)} met`;
  missed.push(`${what} is ${value.toFixed(2)}, at most ${limit}`);
  return `${value.toFixed(2)} MISSED`;
}

function kb(bytes: number): string {
  return (bytes / 1024).toFixed(0);
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
