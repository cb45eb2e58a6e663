import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Handler, loadHandler } from '../../scripts/local/load.ts';
import { dynamoLedger } from '../../src/adapters/ledger.ts';
import type { LedgerEntry } from '../../src/app/ports.ts';
import { start as startCloudTrail } from '../../stand-ins/cloudtrail.ts';
import { type DynamoDb, start as startDynamoDb } from '../../stand-ins/dynamodb.ts';
import { accessDenied, type S3StandIn, type StoredObject, start as startS3 } from '../../stand-ins/s3.ts';
import { type SageMakerStandIn, start as startSageMaker } from '../../stand-ins/sagemaker.ts';
import { type SnsStandIn, start as startSns } from '../../stand-ins/sns.ts';
import { start as startSts } from '../../stand-ins/sts.ts';
import { call, vpcConfig } from '../support/records.ts';

/** The function as it is deployed, the real SDK over HTTP, a trail's bucket with what the live path saw and what it did not. */

const minute = 60_000;
const now = Date.now();
const at = (minutesAgo: number) => new Date(now - minutesAgo * minute).toISOString().replace(/\.\d+Z$/, 'Z');
const key = (minutesAgo: number, unique: string, region = 'eu-west-1') => {
  const [day = '', time = ''] = at(minutesAgo).split('T');
  const stamp = `${day.replaceAll('-', '')}T${time.slice(0, 5).replace(':', '')}Z`;
  return `AWSLogs/111122223333/CloudTrail/${region}/${day.replaceAll('-', '/')}/111122223333_CloudTrail_${region}_${stamp}_${unique}.json.gz`;
};
const file = (...records: unknown[]): StoredObject => ({ body: gzipSync(JSON.stringify({ Records: records })) });
const bad = (name: string, minutesAgo: number) => call('CreateModel', { modelName: name }, { eventID: name, eventTime: at(minutesAgo) });

const table = 'ledger';
let dynamoDb: DynamoDb;
let sns: SnsStandIn;
let sageMaker: SageMakerStandIn;
let s3: S3StandIn;
let handler: Handler;
let monitor: Handler;
const objects = new Map<string, StoredObject>();
let denied = '';

const context = {
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:sagewarden-dev-reconcile',
  getRemainingTimeInMillis: () => 600_000,
};

beforeAll(async () => {
  [dynamoDb, sns, sageMaker] = await Promise.all([startDynamoDb({ table }), startSns(), startSageMaker()]);
  for (const [minutesAgo, name] of [
    [50, 'known'],
    [40, 'missed'],
  ] as const)
    objects.set(key(minutesAgo, name), file(bad(name, minutesAgo + 5), call('DescribeModel', {})));
  objects.set(
    key(30, 'good'),
    file(call('CreateModel', { modelName: 'good', vpcConfig, enableNetworkIsolation: true }, { eventTime: at(33) })),
  );
  objects.set(key(20, 'late'), file(bad('delivered-late', 60 * 24 * 9)));
  objects.set(key(10, 'twice'), file(bad('missed', 45), bad('young', 2)));
  objects.set(
    key(25, 'control', 'us-east-1'),
    file(call('StopLogging', { name: 't' }, { eventSource: 'cloudtrail.amazonaws.com', eventTime: at(28), eventID: 'blind' })),
  );
  objects.set(key(300, 'old'), file(bad('before-the-window', 302)));
  objects.set(key(26, 'zz'), file(bad('unreachable', 29)));
  s3 = await startS3({ objects, fail: (request) => (request.method === 'GET' && request.key === denied ? accessDenied : undefined) });
  Object.assign(process.env, {
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIALOCAL',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
    AWS_ENDPOINT_URL_SNS: sns.url,
    AWS_ENDPOINT_URL_SAGEMAKER: sageMaker.url,
    AWS_ENDPOINT_URL_S3: s3.url,
    LEDGER_TABLE: table,
    ALERT_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:alerts',
    TRAIL_SOURCE: `s3://${s3.bucket}/`,
    STAGE: 'test',
  });
  [handler, monitor] = await Promise.all([loadHandler('reconcile'), loadHandler('monitor')]);
  await monitor({ source: 'aws.sagemaker', 'detail-type': 'AWS API Call via CloudTrail', detail: bad('known', 55) }, context);
});

const before = { ...process.env };
afterAll(async () => {
  process.env = before;
  await Promise.all([dynamoDb, sns, sageMaker, s3].map((each) => each?.close()));
});

const written: string[] = [];
const write = process.stdout.write;
beforeEach(() => {
  written.length = 0;
  process.stdout.write = ((chunk: string) => written.push(chunk) > 0) as typeof write;
});
afterEach(() => {
  process.stdout.write = write;
});

const lines = () =>
  written
    .join('')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

async function rows(): Promise<Map<string, LedgerEntry>> {
  const found = new Map<string, LedgerEntry>();
  const ledger = dynamoLedger({ table, leaseSeconds: 45, ttlDays: 400, groupWindowSeconds: 3600 });
  for await (const entry of ledger.entries(at(60 * 24 * 12), at(-5))) found.set(entry.eventId, entry);
  return found;
}

describe('reconcile', () => {
  test('alerts late on what the live path missed, and on nothing else; a denied object is an error, after all else was done', async () => {
    denied = key(26, 'zz');
    await expect(handler({ 'detail-type': 'Scheduled Event' }, context)).rejects.toThrow('1 objects of the trail could not be read');
    const told = sns.alerts.flatMap((alert) =>
      alert.kind === 'change'
        ? [[alert.eventId, alert.late]]
        : alert.kind === 'trail-tampering'
          ? [[alert.control.eventId, alert.late]]
          : [],
    );
    expect(told).toEqual(
      expect.arrayContaining([
        ['known', false],
        ['blind', true],
      ]),
    );
    const found = await rows();
    expect([...found].map(([id, { late }]) => [id, late]).sort()).toEqual(
      [
        ['blind', true],
        ['delivered-late', true],
        ['known', false],
        ['missed', true],
        [expect.stringMatching(/^0000/), true],
      ].sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
    );
    const logged = lines();
    expect(logged.find(({ message }) => message === 'an object of the trail could not be read')).toMatchObject({
      level: 'ERROR',
      object: denied,
    });
    expect(logged.find(({ message }) => message === 'reconciled')).toMatchObject({
      expected: 6,
      missed: 4,
      failed: 0,
      unreadable: 1,
      left: 0,
    });
    expect(logged.find((line) => line._aws)).toMatchObject({ Late: 4 });
  });

  test('again: nothing is missed, and nobody is told twice', async () => {
    const before = sns.published.length;
    denied = '';
    expect(await handler({}, context)).toMatchObject({ missed: 1, unreadable: 0 });
    expect(await handler({}, context)).toMatchObject({ missed: 0 });
    expect(sns.alerts.slice(before).map((alert) => alert.kind === 'change' && alert.eventId)).toEqual([]);
    expect((await rows()).get('unreachable')).toMatchObject({ late: true, grouped: true });
  });

  test('looks further back when asked', async () => {
    expect(await handler({ lookbackHours: 24 }, context)).toMatchObject({ missed: 1 });
    expect((await rows()).has('before-the-window')).toBe(true);
    await expect(handler({ lookbackHours: 'a month' }, context)).rejects.toThrow(/lookbackHours/);
  });

  test('each object is fetched once, and only what the window asks for', async () => {
    const from = s3.requests.length;
    await handler({}, context);
    const fetched = s3.requests
      .slice(from)
      .filter(({ method }) => method === 'GET')
      .map((request) => request.key);
    expect(fetched.sort()).toEqual([...objects.keys()].filter((each) => each !== key(300, 'old')).sort());
  });

  test('without time it says what is left, and fails where no later run will look', async () => {
    const short = { ...context, getRemainingTimeInMillis: () => 30_000 };
    expect(await handler({}, short)).toMatchObject({ objects: 0, left: 7, lost: 0 });
    await expect(handler({ lookbackHours: 24 }, short)).rejects.toThrow(/no time for 1 objects/);
  });

  test('a prefix without its slash is told as a trail without a log file', async () => {
    process.env.TRAIL_SOURCE = `s3://${s3.bucket}/fooAWSLogs/`;
    try {
      expect(await handler({}, context)).toMatchObject({ objects: 0, left: 0 });
      expect(lines().find(({ level }) => level === 'WARN')).toMatchObject({ source: process.env.TRAIL_SOURCE });
      expect(lines().find((line) => line._aws)).toMatchObject({ TrailSilent: 1 });
    } finally {
      process.env.TRAIL_SOURCE = `s3://${s3.bucket}/`;
    }
  });

  test('by event history, where the bucket is out of reach: the own account and Region', async () => {
    const missed = bad('only-in-history', 35);
    const young = bad('too-young', 3);
    const event = ({ eventID, eventTime, eventSource }: Record<string, unknown>, record: unknown) => ({
      EventId: String(eventID),
      EventTime: Date.parse(String(eventTime)) / 1000,
      EventSource: String(eventSource),
      CloudTrailEvent: JSON.stringify(record),
    });
    const cloudTrail = await startCloudTrail({ events: [event(missed, missed), event(young, young)] });
    const sts = await startSts();
    Object.assign(process.env, { TRAIL_SOURCE: 'lookup:', AWS_ENDPOINT_URL_CLOUDTRAIL: cloudTrail.url, AWS_ENDPOINT_URL_STS: sts.url });
    try {
      expect(await handler({}, context)).toMatchObject({ expected: 1, missed: 1, unreadable: 0, left: 0 });
      expect((await rows()).get('only-in-history')).toMatchObject({ late: true });
    } finally {
      await Promise.all([cloudTrail, sts].map((each) => each.close()));
    }
  });
});
