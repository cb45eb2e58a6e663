import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Handler, loadHandler } from '../../scripts/local/load.ts';
import { s3Days } from '../../src/adapters/s3-days.ts';
import { openFold } from '../../src/app/days/fold.ts';
import { scanTrail } from '../../src/app/scan.ts';
import { readPolicyFile } from '../../src/config.ts';
import { type AthenaStandIn, start as startAthena } from '../../stand-ins/athena.ts';
import { type BucketStandIn, start as startBucket } from '../../stand-ins/bucket.ts';
import { accessDenied, type S3Request, type S3StandIn, type StoredObject, start as startS3 } from '../../stand-ins/s3.ts';
import { projectedTable, referenceEngine } from '../support/athena-engine.ts';
import { call } from '../support/records.ts';

/** The function as it is deployed, the real SDK over HTTP: a trail's bucket, and one for the sealed days. */

const dayMs = 86_400_000;
const today = Math.floor(Date.now() / dayMs) * dayMs;
/** Days before today: a chain is of days that are over. */
const ago = (days: number) => new Date(today - days * dayMs).toISOString().slice(0, 10);
const folder = (day: string) => `AWSLogs/111122223333/CloudTrail/eu-west-1/${day.replaceAll('-', '/')}/`;
const trail = new Map<string, StoredObject>();
const deliver = (day: string, name: string) =>
  trail.set(`${folder(day)}${name}.json.gz`, {
    body: gzipSync(JSON.stringify({ Records: [call('CreateModel', { modelName: name }, { eventTime: `${day}T12:00:00Z` })] })),
  });

let s3: S3StandIn;
let bucket: BucketStandIn;
let athena: AthenaStandIn;
let handler: Handler;
let requests: S3Request[] = [];
let refused: (request: S3Request) => boolean = () => false;
let milliseconds = 900_000;

const before = { ...process.env };
beforeAll(async () => {
  for (const days of [6, 5, 4, 2]) deliver(ago(days), `model-${days}`);
  s3 = await startS3({
    objects: trail,
    fail: (request) => {
      requests.push(request);
      return refused(request) ? accessDenied : undefined;
    },
  });
  bucket = await startBucket({ bucket: 'days', others: s3.url });
  athena = await startAthena({ tables: new Map([['trails.logs', projectedTable]]), engine: referenceEngine(trail) });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_ATHENA: athena.url,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIALOCAL',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_S3: bucket.url,
    TRAIL_SOURCE: `s3://${s3.bucket}/AWSLogs/`,
    SEALED_BUCKET: 'days',
    STAGE: 'test',
  });
  handler = await loadHandler('seal');
});

afterAll(async () => {
  process.env = before;
  await Promise.all([s3, bucket, athena].map((each) => each?.close()));
});

const write = process.stdout.write;
let lines: string[] = [];
beforeEach(() => {
  lines = [];
  requests = [];
  refused = () => false;
  milliseconds = 900_000;
  process.stdout.write = ((line: string) => lines.push(line) > 0) as typeof write;
});
afterEach(() => {
  process.stdout.write = write;
});

const run = (event: object = {}) => handler(event, { getRemainingTimeInMillis: () => milliseconds });

test('begins a chain where it is told to, and seals up to a day', async () => {
  const result = await run({ from: ago(6), to: ago(5) });
  expect(result).toMatchObject({ sealed: [ago(6), ago(5)], left: 0, head: { day: ago(5) } });
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(expect.objectContaining({ DaysSealed: 2 }));
  // Only the folders of that day, and of the two before it that are sealed.
  const listed = requests.filter(({ method, key }) => method === 'LIST' && /\d{4}\/\d{2}\/\d{2}\/$/.test(key)).map(({ key }) => key);
  expect(new Set(listed)).toEqual(new Set([folder(ago(6)), folder(ago(5))]));
});

test('seals what is over since, by the schedule’s own event', async () => {
  const result = await run({ version: '0', source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} });
  // Yesterday is over for three hours, or it is not yet.
  expect(result).toMatchObject({ sealed: expect.arrayContaining([ago(4), ago(3), ago(2)]) });
  expect(await run()).toMatchObject({ sealed: [] });
});

test('what it sealed folds into one scan', async () => {
  const { policy } = readPolicyFile(undefined, '2026-11-01T00:00:00Z');
  const period = { from: `${ago(5)}T00:00:00Z`, to: `${ago(2)}T00:00:00Z` };
  const fold = await openFold(s3Days({ bucket: 'days', prefix: 'sealed/' }), { period, now: Date.now() });
  const scanned = await scanTrail(fold.source, { policy, period, known: fold.known });
  expect(fold.faults).toEqual([]);
  expect(scanned.changes.map(({ value }) => value.resource.name).sort()).toEqual(['model-4', 'model-5']);
});

test('a day that cannot be read is not sealed, and the function fails', async () => {
  for (const name of [...bucket.objects.keys()]) (bucket.objects as Map<string, Buffer>).delete(name);
  refused = ({ method, key }) => method === 'GET' && key.includes('model-');
  const unreadable = ago(2);
  await expect(run({ from: unreadable, to: unreadable })).rejects.toThrow(/could not be read, such as AWSLogs/);
  expect([...bucket.objects.keys()]).toEqual([]);
});

test('begins no day that it has no time for', async () => {
  milliseconds = 299_000;
  expect(await run({ from: ago(6) })).toMatchObject({ sealed: [], head: null });
  expect([...bucket.objects.keys()]).toEqual([]);
});

test('seals from Athena where a table is named: a query in the workgroup, and the log files that it found', async () => {
  for (const name of [...bucket.objects.keys()]) (bucket.objects as Map<string, Buffer>).delete(name);
  Object.assign(process.env, { SEAL_SOURCE: 'athena:trails.logs', ATHENA_WORKGROUP: 'sagewarden-test-seal' });
  try {
    expect(await run({ from: ago(5), to: ago(4) })).toMatchObject({ sealed: [ago(5), ago(4)] });
    const started = athena.requests.filter(({ operation }) => operation === 'StartQueryExecution');
    expect(started.map(({ body }) => body.WorkGroup)).toEqual(['sagewarden-test-seal', 'sagewarden-test-seal']);
    const sealed = [...bucket.objects].filter(([name]) => name.endsWith('day.json')).map(([, body]) => JSON.parse(String(body)));
    expect(sealed.map(({ source, records, objects }) => [source, records, objects.logs])).toEqual([
      ['athena:trails.logs', 1, 1],
      ['athena:trails.logs', 1, 1],
    ]);
    process.env.SEAL_SOURCE = 'athena:trails';
    await expect(run()).rejects.toThrow(/SEAL_SOURCE is not athena:DATABASE.TABLE/);
  } finally {
    delete process.env.SEAL_SOURCE;
    delete process.env.ATHENA_WORKGROUP;
  }
});
