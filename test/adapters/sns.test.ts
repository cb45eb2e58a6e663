import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { PublishError, snsPublisher, snsTopic } from '../../src/adapters/sns.ts';
import { snsMessage } from '../../src/alert/sns.ts';
import { type SnsStandIn, start } from '../../stand-ins/sns.ts';
import { change, hostile, hostileNames, samples } from '../alert/samples.ts';
import { awsEnvironment, setEnvironment } from '../support/environment.ts';

const topicArn = 'arn:aws:sns:eu-west-1:111122223333:alerts';
let sns: SnsStandIn;
beforeAll(async () => {
  sns = await start({ topics: [topicArn] });
});
afterAll(() => sns.close());
awsEnvironment();
beforeEach(() => {
  setEnvironment({ AWS_ENDPOINT_URL_SNS: sns.url });
  sns.fail = undefined;
});

const publisher = (arn = topicArn) => snsPublisher(snsTopic(arn), (alert) => snsMessage(alert));

test('publishes prose, attributes to filter by, and the alert itself', async () => {
  await publisher().publish(change);
  const [{ topicArn: to, subject, message, attributes } = {}] = sns.published.slice(-1);
  expect([to, subject]).toEqual([topicArn, expect.stringMatching(/^\[sagewarden\] High: TrainingJob "churn-2026-08-01"/)]);
  expect(message).toMatch(/^High: TrainingJob "churn-2026-08-01" is outside the boundary/);
  expect(attributes).toMatchObject({
    severity: { type: 'String', value: 'high' },
    rule: { type: 'String.Array', value: '["vpc-required","network-isolation-required"]' },
    owner: { type: 'String', value: 'alice@example.com' },
    team: { type: 'String', value: 'forecasting' },
  });
  expect(sns.alerts.at(-1)).toEqual(change);
});

test('SNS takes every kind of alert, whatever is in it', async () => {
  const alerts = [...Object.values(samples), ...Object.values(hostileNames).flatMap(hostile), ...hostile('x'.repeat(100_000))];
  const before = sns.published.length;
  for (const alert of alerts) await publisher().publish(alert);
  expect(sns.published.length - before).toBe(alerts.length);
});

test('an answer that does not come at first is waited for', async () => {
  const faults = [{ status: 503, body: '<ErrorResponse><Error><Code>ServiceUnavailable</Code></Error></ErrorResponse>' }, 'reset'] as const;
  let call = 0;
  sns.fail = () => faults[call++];
  await publisher().publish(change);
  expect(call).toBe(3);
});

test.each([
  ['500s', { status: 500, body: '<ErrorResponse><Error><Code>InternalFailure</Code></Error></ErrorResponse>' }, 'InternalFailure', false],
  [
    'denied',
    { status: 403, body: '<ErrorResponse><Error><Code>AuthorizationError</Code></Error></ErrorResponse>' },
    'AuthorizationError',
    true,
  ],
] as const)('rejects when SNS did not take it: %s', async (_, fault, reason, lasting) => {
  sns.fail = () => fault;
  const error = await publisher()
    .publish(change)
    .catch((caught) => caught);
  expect(error).toBeInstanceOf(PublishError);
  expect(error.reason).toMatch(new RegExp(`^${reason}`));
  expect(error.lasting).toBe(lasting);
});

test('a topic that is gone is a lasting failure', async () => {
  const error = await publisher('arn:aws:sns:eu-west-1:111122223333:gone')
    .publish(change)
    .catch((caught) => caught);
  expect([error.name, error.lasting]).toEqual(['PublishError', true]);
});
