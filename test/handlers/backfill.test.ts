import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Handler, loadHandler } from '../../scripts/local/load.ts';
import { type BucketStandIn, start as startBucket } from '../../stand-ins/bucket.ts';
import { type LambdaStandIn, start as startLambda } from '../../stand-ins/lambda.ts';
import { accessDenied, type S3StandIn, type StoredObject, start as startS3 } from '../../stand-ins/s3.ts';
import { call, vpcConfig } from '../support/records.ts';

/** The function as it is deployed, the real SDK over HTTP: a trail's bucket, a bucket for evidence, and Lambda to go on with. */

const period = { from: '2026-08-01T00:00:00Z', to: '2026-08-08T00:00:00Z' };
const key = (day: number, unique: string, region = 'eu-west-1') =>
  `AWSLogs/111122223333/CloudTrail/${region}/2026/08/0${day}/111122223333_CloudTrail_${region}_2026080${day}T1215Z_${unique}.json.gz`;
const good = (name: string, eventTime: string, awsRegion = 'eu-west-1') =>
  call('CreateModel', { modelName: name, vpcConfig, enableNetworkIsolation: true }, { eventTime, awsRegion });

const trail = new Map<string, StoredObject>();
for (let day = 1; day <= 7; day++)
  for (const region of ['eu-west-1', 'us-east-1']) {
    const records = [
      good(`m${day}`, `2026-08-0${day}T12:00:00Z`, region),
      call('ListModels', {}, { eventTime: `2026-08-0${day}T12:00:01Z`, awsRegion: region }),
    ];
    trail.set(key(day, 'a', region), { body: gzipSync(JSON.stringify({ Records: records })) });
  }
trail.set(key(3, 'b'), {
  body: gzipSync(JSON.stringify({ Records: [call('CreateModel', { modelName: 'bad' }, { eventTime: '2026-08-03T12:10:00Z' })] })),
});

let s3: S3StandIn;
let bucket: BucketStandIn;
let lambda: LambdaStandIn;
let handler: Handler;
let onGet: (key: string) => typeof accessDenied | undefined = () => undefined;
let milliseconds = 900_000;

const context = {
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:sagewarden-dev-backfill',
  getRemainingTimeInMillis: () => milliseconds,
};

const before = { ...process.env };
beforeAll(async () => {
  s3 = await startS3({ objects: trail, fail: (request) => (request.method === 'GET' ? onGet(request.key) : undefined) });
  bucket = await startBucket({ bucket: 'evidence', others: s3.url });
  lambda = await startLambda();
  Object.assign(process.env, {
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIALOCAL',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_S3: bucket.url,
    AWS_ENDPOINT_URL_LAMBDA: lambda.url,
    TRAIL_SOURCE: `s3://${s3.bucket}/`,
    EVIDENCE_BUCKET: 'evidence',
    EVIDENCE_PREFIX: 'sagewarden',
    STAGE: 'test',
  });
  handler = await loadHandler('backfill');
});

afterAll(async () => {
  process.env = before;
  lambda?.close();
  await Promise.all([s3, bucket].map((each) => each?.close()));
});

const write = process.stdout.write;
beforeEach(() => {
  process.stdout.write = (() => true) as typeof write;
});
afterEach(() => {
  process.stdout.write = write;
  onGet = () => undefined;
  bucket.fail = undefined;
  milliseconds = 900_000;
});

type Result = Record<string, string | number | null>;
const run = async (event: object): Promise<Result> => (await handler(event, context)) as Result;
const objectsOf = (id: unknown) => [...bucket.objects.keys()].filter((name) => name.startsWith(`sagewarden/${id}/`));
const read = (id: unknown, name: string) => bucket.objects.get(`sagewarden/${id}/${name}`) ?? Buffer.alloc(0);

/** Clock at a standstill but for reads: each costs so much of the function's time. */
function slow(each: number): () => void {
  const real = Date.now;
  let spent = 0;
  const seen = new Set<string>();
  onGet = (name) => {
    if (!seen.has(name)) spent += each;
    seen.add(name);
    return undefined;
  };
  Date.now = () => real() + spent;
  return () => {
    Date.now = real;
    onGet = () => undefined;
  };
}

describe('backfill', () => {
  test('writes the evidence of the period, whole, the sums last, and leaves no checkpoint', async () => {
    const result = await run({ ...period, acceptUnverified: true });
    expect(result).toMatchObject({ status: 'done', verdict: 'NOT_CONFIRMED', exitCode: 1, rows: 15 });
    expect(result.evidence).toBe(`s3://evidence/sagewarden/${result.run}/`);
    const names = objectsOf(result.run).map((name) => name.split('/').at(-1));
    expect(names).toEqual(expect.arrayContaining(['evidence.json', 'population.jsonl', 'report.html', 'run.json']));
    expect(names.at(-1)).toBe('SHA256SUMS');
    for (const line of read(result.run, 'SHA256SUMS').toString().trim().split('\n')) {
      const [sum, name = ''] = line.split(/ [ *]/);
      expect([name, createHash('sha256').update(read(result.run, name)).digest('hex')]).toEqual([name, sum]);
    }
    expect([...bucket.objects.keys()].filter((name) => name.includes('.checkpoints'))).toEqual([]);
  });

  test('narrowed to a region it lists and judges that alone, and says so', async () => {
    const from = s3.requests.length;
    const result = await run({ ...period, regions: ['us-east-1'], acceptUnverified: true });
    expect(result).toMatchObject({ status: 'done', verdict: 'CONFIRMED', rows: 7 });
    expect(JSON.parse(read(result.run, 'evidence.json').toString()).scope.limitedTo).toEqual({ accounts: [], regions: ['us-east-1'] });
    expect(s3.requests.slice(from).filter(({ method, key: name }) => method === 'GET' && name.includes('/eu-west-1/'))).toEqual([]);
  });

  test('that has no time hands the rest to itself, keeps what was read, and gives the same bytes', async () => {
    const generatedAt = '2026-11-01T00:00:00Z';
    const whole = await run({ ...period, acceptUnverified: true, run: { id: 'whole', generatedAt, round: 2 } });
    const fetched: string[] = [];
    const rounds: Result[] = [];
    let event: object = { ...period, acceptUnverified: true, run: { id: 'again', generatedAt, round: 2 } };
    for (;;) {
      const from = s3.requests.length;
      const restore = slow(200_000);
      try {
        rounds.push(await run(event));
      } finally {
        restore();
      }
      fetched.push(
        ...s3.requests
          .slice(from)
          .filter(({ method }) => method === 'GET')
          .map((request) => request.key),
      );
      if (rounds.at(-1)?.status !== 'continues') break;
      expect(bucket.objects.has('sagewarden/.checkpoints/again/readings.jsonl')).toBe(true);
      const next = lambda.invocations.at(-1);
      expect(next).toMatchObject({ functionName: context.invokedFunctionArn, type: 'Event' });
      event = next?.payload as object;
    }
    expect(rounds.length).toBeGreaterThan(2);
    expect(rounds.at(-1)).toMatchObject({ status: 'done', run: 'again', rows: 15 });
    for (const name of ['evidence.json', 'population.jsonl', 'report.html', 'SHA256SUMS'])
      expect(read('again', name).equals(read(whole.run, name))).toBe(true);
    expect(bucket.objects.has('sagewarden/.checkpoints/again/readings.jsonl')).toBe(false);
    expect(new Set(fetched).size).toBe(trail.size);
  });

  test('what does not fit says what to do instead, and does not go on for ever', async () => {
    const invoked = lambda.invocations.length;
    milliseconds = 100_000;
    expect(await run({ ...period })).toMatchObject({
      status: 'too-large',
      round: 1,
      instead: expect.stringMatching(/sagewarden scan --resume.*Athena/),
    });
    expect(lambda.invocations).toHaveLength(invoked);
  });

  test('a denied object is in the evidence, by name', async () => {
    onGet = (name) => (name === key(5, 'a') ? accessDenied : undefined);
    const result = await run({ ...period, run: { id: 'denied', generatedAt: '2026-11-01T00:00:00Z', round: 2 } });
    const { problems } = JSON.parse(read(result.run, 'evidence.json').toString());
    expect(problems).toEqual([expect.objectContaining({ object: key(5, 'a') })]);
  });

  test('a run that could not be sent whole has no sums; sent again it has', async () => {
    bucket.fail = ({ key: name }) => (name.endsWith('report.html') ? { status: 403, code: 'AccessDenied' } : undefined);
    const again = { ...period, acceptUnverified: true, run: { id: 'broken', generatedAt: '2026-11-01T00:00:00Z', round: 2 } };
    await expect(run(again)).rejects.toThrow('AccessDenied');
    expect(objectsOf('broken').filter((name) => name.endsWith('SHA256SUMS'))).toEqual([]);
    bucket.fail = undefined;
    expect(await run(again)).toMatchObject({ status: 'done' });
    expect(await run(again)).toMatchObject({ status: 'done' });
    await expect(run({ ...again, acceptUnverified: false })).rejects.toThrow(/is there already, and is of other files/);
  });

  test.each<[unknown, RegExp]>([
    [undefined, /expected an object: from, to/],
    [{}, /from: expected a time; to: expected a time/],
    [{ ...period, from: '2026-08-01' }, /from: expected ISO 8601 in UTC/],
    [{ from: period.to, to: period.from }, /the period is empty/],
    [{ ...period, accounts: [111122223333] }, /accounts\[0\]: expected account ids of 12 digits/],
    [{ ...period, region: 'eu-west-1' }, /"region" is not known: expected from, to, accounts, regions/],
    [{ ...period, run: { id: '../../x', generatedAt: period.from, round: 2 } }, /run\.id/],
  ])('%j is refused', async (event, message) => {
    await expect(handler(event, context)).rejects.toThrow(message);
  });
});
