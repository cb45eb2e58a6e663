import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Handler, loadHandler } from '../../scripts/local/load.ts';
import { dynamoLedger } from '../../src/adapters/ledger.ts';
import { type DynamoDb, start as startDynamoDb } from '../../stand-ins/dynamodb.ts';
import { type SageMakerStandIn, start as startSageMaker } from '../../stand-ins/sagemaker.ts';
import { type SnsStandIn, start as startSns } from '../../stand-ins/sns.ts';
import { call } from '../support/records.ts';

/** The functions as they are deployed, the real SDK over HTTP. */

const table = 'ledger';
let dynamoDb: DynamoDb;
let sns: SnsStandIn;
let sageMaker: SageMakerStandIn;
let heartbeat: Handler;
let monitor: Handler;

const before = { ...process.env };
beforeAll(async () => {
  [dynamoDb, sns, sageMaker] = await Promise.all([startDynamoDb({ table }), startSns(), startSageMaker()]);
  Object.assign(process.env, {
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIALOCAL',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
    AWS_ENDPOINT_URL_SNS: sns.url,
    AWS_ENDPOINT_URL_SAGEMAKER: sageMaker.url,
    LEDGER_TABLE: table,
    ALERT_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:alerts',
    GROUP_WINDOW_SECONDS: '1',
    HEARTBEAT_HOURS: '24',
    STAGE: 'test',
  });
  [heartbeat, monitor] = await Promise.all([loadHandler('heartbeat'), loadHandler('monitor')]);
});

afterAll(async () => {
  process.env = before;
  await Promise.all([dynamoDb, sns, sageMaker].map((each) => each?.close()));
});

// The functions write their log to stdout, as Lambda wants it.
const write = process.stdout.write;
beforeEach(() => {
  process.stdout.write = (() => true) as typeof write;
});
afterEach(() => {
  process.stdout.write = write;
});

const bad = (name: string) => ({
  source: 'aws.sagemaker',
  'detail-type': 'AWS API Call via CloudTrail',
  detail: call('CreateModel', { modelName: name }, { eventID: name, eventTime: new Date().toISOString().replace(/\.\d+Z/, 'Z') }),
});

test('says that it is there, once a period, however often and however many at a time it runs', async () => {
  await Promise.all([heartbeat({}), heartbeat({}), heartbeat({})]);
  await heartbeat({});
  expect(sns.alerts.map(({ kind }) => kind)).toEqual(['heartbeat']);
  expect(sns.published[0]?.message).toMatch(/0 events/i);
  const ledger = dynamoLedger({ table, leaseSeconds: 45, ttlDays: 400, groupWindowSeconds: 1 });
  expect(Date.parse((await ledger.lastHeartbeat()) ?? '')).toBeGreaterThan(Date.now() - 60_000);
});

test('tells of a burst by one alert and one roll-up; what SNS does not take stays due', async () => {
  const from = sns.published.length;
  for (const name of ['a', 'b', 'c']) await monitor(bad(name), {});
  expect(sns.alerts.slice(from).map(({ kind }) => kind)).toEqual(['change']);
  await new Promise((done) => setTimeout(done, 1_500));
  sns.fail = () => ({ status: 400, body: '<ErrorResponse><Error><Code>AuthorizationError</Code></Error></ErrorResponse>' });
  await expect(heartbeat({})).rejects.toThrow('1 roll-ups were not sent');
  sns.fail = undefined;
  expect(await heartbeat({})).toMatchObject({ rollUps: 1, failed: 0 });
  expect(await heartbeat({})).toMatchObject({ rollUps: 0 });
  const [rollUp, ...more] = sns.alerts.slice(from + 1);
  expect(more).toEqual([]);
  expect(rollUp).toMatchObject({ kind: 'roll-up', count: 2, changes: [{ eventId: 'b' }, { eventId: 'c' }] });
});
