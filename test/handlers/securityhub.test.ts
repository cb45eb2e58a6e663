import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { snsMessage } from '../../src/alert/sns.ts';
import type { Alert } from '../../src/core/alert.ts';
import * as securityHub from '../../stand-ins/securityhub.ts';
import * as topics from '../../stand-ins/sns.ts';
import { change, samples } from '../alert/samples.ts';
import { awsEnvironment, setEnvironment } from '../support/environment.ts';

let hub: securityHub.SecurityHubStandIn;
let sns: topics.SnsStandIn;
beforeAll(async () => {
  [hub, sns] = await Promise.all([securityHub.start({ account: '111122223333', region: 'eu-west-1' }), topics.start()]);
});
afterAll(() => Promise.all([hub.close(), sns.close()]));
awsEnvironment();
beforeEach(() => {
  setEnvironment({
    AWS_ENDPOINT_URL_SNS: sns.url,
    AWS_ENDPOINT_URL_SECURITYHUB: hub.url,
    ALERT_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:alerts',
    AMAZON_Q_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:amazon-q',
  });
  hub.fail = undefined;
  hub.refuse = undefined;
  sns.fail = undefined;
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  vi.resetModules();
});

const queued = (alerts: readonly Alert[]) =>
  topics.sqsBatch(
    alerts.map((alert, at) => {
      const { subject, body, attributes } = snsMessage(alert);
      return { messageId: `m-${at}`, topicArn: 'x', subject, message: body, attributes };
    }),
  );
const failures = (...ids: string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });
const invoke = async (alerts: readonly Alert[]) => (await import('../../handlers/securityhub.ts')).handler(queued(alerts));
const invokeAmazonQ = async (alerts: readonly Alert[]) => (await import('../../handlers/amazonq.ts')).handler(queued(alerts));
const distinct = (serial: number): Alert => ({
  ...change,
  id: `change/${serial}`,
  eventId: `1b671a64-40d5-491e-99b0-${String(serial).padStart(12, '0')}`,
});

const toldSince = (before: number) =>
  sns.published.slice(before).map(({ attributes }) => JSON.parse(attributes.alert?.value ?? 'null') as Alert);

test('imports a finding for each rule of each change, also of those in a roll-up', async () => {
  expect(await invoke(Object.values(samples))).toEqual(failures());
  expect([...hub.findings.values()].map(({ GeneratorId, Compliance }) => [GeneratorId, Compliance])).toEqual([
    ['sagewarden/vpc-required', { Status: 'FAILED' }],
    ['sagewarden/network-isolation-required', { Status: 'FAILED' }],
    ['sagewarden/vpc-required', { Status: 'NOT_AVAILABLE' }],
    ...[1, 2, 3].map(() => ['sagewarden/vpc-required', { Status: 'FAILED' }]),
  ]);
});

test('the same alert twice is one finding', async () => {
  const before = hub.findings.size;
  await invoke([distinct(1), distinct(1)]);
  await invoke([distinct(1)]);
  expect(hub.findings.size - before).toBe(2);
});

test('at most 100 findings a call', async () => {
  const before = hub.batches.length;
  expect(await invoke(Array.from({ length: 120 }, (_, serial) => distinct(1_000 + serial)))).toEqual(failures());
  expect(hub.batches.slice(before)).toEqual([100, 100, 40]);
});

test('a finding that is refused keeps its message in the queue, and no other', async () => {
  hub.refuse = ({ ProductFields }) =>
    (ProductFields as Record<string, string>)['sagewarden/alert'] === 'change/2' ? 'InvalidInput' : undefined;
  expect(await invoke([1, 2, 3].map(distinct))).toEqual(failures('m-1'));
});

test('a hub that is not enabled is told on the alert topic, once, and is not told of it itself', async () => {
  hub.fail = () => ({ status: 401, body: {}, headers: { 'x-amzn-errortype': 'InvalidAccessException' } });
  const before = sns.published.length;
  expect(await invoke([1, 2].map(distinct))).toEqual(failures('m-0', 'm-1'));
  await invoke([distinct(3)]);
  const told = toldSince(before);
  expect(told).toMatchObject([{ kind: 'sink-broken', sink: 'security-hub', reason: 'InvalidAccessException' }]);
  expect(await invoke(told)).toEqual(failures());
});

test('a batch without a queue is refused: nobody knows which hub', async () => {
  const { handler } = await import('../../handlers/securityhub.ts');
  const { Records } = queued([change]) as { Records: object[] };
  await expect(handler({ Records: Records.map((record) => ({ ...record, eventSourceARN: '' })) })).rejects.toThrow('no eventSourceARN');
});

test('Amazon Q gets a custom notification on its own topic, and nothing else', async () => {
  const before = sns.published.length;
  expect(await invokeAmazonQ(Object.values(samples))).toEqual(failures());
  const sent = sns.published.slice(before);
  expect(sent).toHaveLength(Object.values(samples).length);
  for (const { topicArn, message, attributes } of sent) {
    expect([topicArn, attributes]).toEqual(['arn:aws:sns:eu-west-1:111122223333:amazon-q', {}]);
    expect(JSON.parse(message)).toMatchObject({ version: '1.0', source: 'custom', content: { textType: 'client-markdown' } });
  }
});

test('what the topic of Amazon Q does not take stays in the queue; for good, it is told elsewhere', async () => {
  sns.fail = ({ topicArn }) =>
    topicArn.endsWith('amazon-q')
      ? { status: 403, body: '<ErrorResponse><Error><Code>AuthorizationError</Code></Error></ErrorResponse>' }
      : undefined;
  const before = sns.published.length;
  expect(await invokeAmazonQ([1, 2].map(distinct))).toEqual(failures('m-0', 'm-1'));
  const told = toldSince(before);
  expect(told).toMatchObject([{ kind: 'sink-broken', sink: 'amazon-q' }]);
  expect(await invokeAmazonQ(told)).toEqual(failures());
});
