import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bundleHandler } from '../../scripts/deploy/bundle.ts';
import { readPolicyFile } from '../../src/config.ts';
import type { ChangeAlert } from '../../src/core/alert.ts';
import { type DynamoDb, start as startDynamoDb } from '../../stand-ins/dynamodb.ts';
import { type SageMakerStandIn, start as startSageMaker } from '../../stand-ins/sagemaker.ts';
import { type SnsStandIn, start as startSns } from '../../stand-ins/sns.ts';
import { call, record, vpcConfig } from '../support/records.ts';

/** The bundle, as Lambda loads it, in a process of its own; everything that it reaches is on the wire. */

const folder = mkdtempSync(join(tmpdir(), 'sagewarden-monitor-'));
let dynamoDb: DynamoDb;
let sageMaker: SageMakerStandIn;
let sns: SnsStandIn;

beforeAll(async () => {
  const { files } = await bundleHandler('handlers/monitor.ts');
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }');
  for (const [file, contents] of files) writeFileSync(join(folder, file), contents);
  dynamoDb = await startDynamoDb({ table: 'ledger' });
  sageMaker = await startSageMaker();
});
beforeEach(async () => {
  await sns?.close();
  sns = await startSns();
});
afterAll(async () => {
  await Promise.all([dynamoDb?.close(), sageMaker?.close(), sns?.close()]);
  rmSync(folder, { recursive: true, force: true });
});

interface Invocation {
  readonly answers: readonly { readonly value?: unknown; readonly error?: string }[];
  readonly lines: readonly Record<string, unknown>[];
}

/** Invokes one warm function with each event in turn, or with all at once. */
async function invoke(
  events: readonly unknown[],
  { atOnce = false, env = {} as Record<string, string | undefined> } = {},
): Promise<Invocation> {
  const script = `
    const { handler } = require(${JSON.stringify(join(folder, 'monitor.js'))});
    const events = JSON.parse(process.argv[1]);
    const context = { invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:monitor' };
    const one = (event) => handler(event, context).then((value) => ({ value }), (error) => ({ error: error.name + ': ' + error.message }));
    (async () => {
      const answers = [];
      if (${atOnce}) answers.push(...(await Promise.all(events.map(one))));
      else for (const event of events) answers.push(await one(event));
      process.stderr.write('ANSWERS' + JSON.stringify(answers));
    })();`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['-e', script, JSON.stringify(events)], {
    cwd: '/',
    env: {
      PATH: process.env.PATH,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
      AWS_ENDPOINT_URL_SAGEMAKER: sageMaker.url,
      AWS_ENDPOINT_URL_SNS: sns.url,
      LEDGER_TABLE: 'ledger',
      ALERT_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:alerts',
      STAGE: 'test',
      ...env,
    },
  });
  const answers = JSON.parse(stderr.slice(stderr.indexOf('ANSWERS') + 'ANSWERS'.length));
  const lines = stdout
    .trimEnd()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return { answers, lines };
}

const envelope = (detail: unknown) => ({ version: '0', source: 'aws.sagemaker', 'detail-type': 'AWS API Call via CloudTrail', detail });
const role = (name: string) => ({
  userIdentity: { type: 'Role', arn: `arn:aws:iam::111122223333:role/${name}`, accountId: '111122223333' },
});
const message = (messageId: string, body: unknown) => ({
  messageId,
  eventSource: 'aws:sqs',
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('an event of EventBridge', () => {
  test('outside the boundary is one alert with the policy it was judged by, one line of log and figures', async () => {
    const { answers, lines } = await invoke([envelope(call('CreateModel', { modelName: 'line\nbreak' }, role('a')))]);
    expect(answers).toEqual([{}]);
    expect(sns.alerts).toMatchObject([
      {
        kind: 'change',
        stage: 'test',
        resource: { name: 'line\nbreak' },
        policySha256: readPolicyFile('sagewarden.yml', '2026-01-01T00:00:00Z').sha256,
      },
    ]);
    expect(lines).toMatchObject([
      { level: 'WARN', message: 'handled', resourceName: 'line\nbreak', class: 'non-compliant' },
      {
        stage: 'test',
        EventsSeen: 1,
        NonCompliant: 1,
        _aws: { CloudWatchMetrics: [{ Namespace: 'Sagewarden', Dimensions: [['stage']] }] },
      },
    ]);
  });

  test('ten times at once is still one alert', async () => {
    const event = envelope(call('CreateModel', { modelName: 'ten' }, role('ten')));
    const { answers } = await invoke(Array(10).fill(event), { atOnce: true });
    expect(sns.published).toHaveLength(1);
    expect(answers.filter(({ error }) => error === undefined).length).toBeGreaterThanOrEqual(1);
    expect(answers.flatMap(({ error }) => error?.split(':')[0] ?? []).every((name) => name === 'Busy')).toBe(true);
  });

  test('that complies is no alert', async () => {
    const { answers } = await invoke([envelope(call('CreateModel', { modelName: 'fine', vpcConfig, enableNetworkIsolation: true }))]);
    expect([answers, sns.published]).toEqual([[{}], []]);
  });

  test('whose request was omitted is judged by Describe', async () => {
    const eventTime = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString().replace('.000Z', 'Z');
    const { arn } = sageMaker.create({ type: 'Model', name: 'big', request: {}, tags: { owner: 'ada' } });
    await invoke([envelope(call('CreateModel', null, { eventTime, responseElements: { modelArn: arn }, ...role('b') }))]);
    expect(sns.alerts).toMatchObject([{ verdict: 'NON_COMPLIANT', tags: { owner: 'ada' } }]);
    expect((sns.alerts[0] as ChangeAlert).failures[0]?.because[0]).toBeDefined();
  });

  test('of a blinded trail is an alert', async () => {
    const stopLogging = record('StopLogging', { eventSource: 'cloudtrail.amazonaws.com', requestParameters: { name: 'org' } });
    await invoke([{ ...envelope(stopLogging), source: 'aws.cloudtrail' }]);
    expect(sns.alerts).toMatchObject([{ kind: 'trail-tampering' }]);
  });

  test('that cannot be read fails, so that it reaches the dead-letter queue', async () => {
    const { answers, lines } = await invoke([{ 'detail-type': 'Something else', detail: {} }]);
    expect(answers).toEqual([{ error: expect.stringMatching(/^UnreadableEvent: unreadable event: .*detail-type "Something else"/) }]);
    expect(lines).toMatchObject([{ level: 'ERROR' }]);
  });

  test('whose alert is refused fails, and is finished by the retry', async () => {
    sns.fail = () => ({ status: 403, body: '<ErrorResponse><Error><Code>AuthorizationError</Code></Error></ErrorResponse>' });
    const event = envelope(call('CreateModel', { modelName: 'refused' }, role('c')));
    const { answers } = await invoke([event], { env: { LEASE_SECONDS: '1' } });
    expect(answers[0]?.error).toBeDefined();
    sns.fail = undefined;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await invoke([event]);
    expect(sns.alerts).toHaveLength(1);
  });
});

describe('a batch of SQS', () => {
  test('leaves in the queue what failed, and nothing else', async () => {
    const { answers } = await invoke([
      {
        Records: [
          message('1', envelope(call('CreateModel', { modelName: 'q1' }, role('d')))),
          message('2', 'no JSON'),
          message('3', call('CreateModel', { modelName: 'q3' }, role('e'))),
        ],
      },
    ]);
    expect(answers).toEqual([{ value: { batchItemFailures: [{ itemIdentifier: '2' }] } }]);
    expect(sns.alerts).toHaveLength(2);
  });
});

test.each(['LEDGER_TABLE', 'ALERT_TOPIC_ARN'])('without %s it fails rather than to watch nothing', async (name) => {
  const { answers } = await invoke([envelope(call('CreateModel', {}))], { env: { [name]: undefined } });
  expect(answers[0]?.error).toContain(`${name} is not set`);
});

test('a client that is rarely needed is a file of its own', () => {
  // One of that client's errors, by name.
  expect(readFileSync(join(folder, 'monitor-client-sqs.js'), 'utf8').includes('QueueDoesNotExist')).toBe(true);
  expect(readFileSync(join(folder, 'monitor.js'), 'utf8').includes('QueueDoesNotExist')).toBe(false);
});
