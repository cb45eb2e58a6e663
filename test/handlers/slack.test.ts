import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { snsMessage } from '../../src/alert/sns.ts';
import type { Alert } from '../../src/core/alert.ts';
import * as secretsManager from '../../stand-ins/secrets.ts';
import * as slackServer from '../../stand-ins/slack.ts';
import type { Published } from '../../stand-ins/sns.ts';
import * as topics from '../../stand-ins/sns.ts';
import { change, hostile, hostileNames, samples } from '../alert/samples.ts';
import { awsEnvironment, setEnvironment } from '../support/environment.ts';

const secretArn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:slack-AbCdEf';
const secretWord = 'StandInSecretOfTheWebhook';

let slack: slackServer.SlackStandIn;
let sns: topics.SnsStandIn;
let secrets: secretsManager.SecretsStandIn;
let output = '';

beforeAll(async () => {
  [slack, sns, secrets] = await Promise.all([slackServer.start(), topics.start(), secretsManager.start()]);
});
afterAll(() => Promise.all([slack.close(), sns.close(), secrets.close()]));
awsEnvironment();
beforeEach(() => {
  setEnvironment({
    AWS_ENDPOINT_URL_SNS: sns.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
    ALERT_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:alerts',
    SLACK_WEBHOOK: secretArn,
    STAGE: 'prod',
  });
  secrets.values = { [secretArn]: slack.webhook };
  slack.fail = undefined;
  sns.fail = undefined;
  output = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    output += String(chunk);
    return true;
  });
  // What is kept in memory between invocations is another container's.
  vi.resetModules();
});

const alertOf = (serial: number): Alert => ({ ...change, id: `change/${serial}` });
const queued = (alerts: readonly Alert[]) =>
  topics.sqsBatch(
    alerts.map((alert, at): Published => {
      const { subject, body, attributes } = snsMessage(alert);
      return { messageId: `m-${at}`, topicArn: 'x', subject, message: body, attributes };
    }),
  );

async function invoke(alerts: readonly Alert[], milliseconds = 30_000) {
  const { handler } = await import('../../handlers/slack.ts');
  const end = Date.now() + milliseconds;
  const before = slack.posts.length;
  const { batchItemFailures } = await handler(queued(alerts), { getRemainingTimeInMillis: () => end - Date.now() });
  expect(output).not.toContain(secretWord);
  return { failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), posts: slack.posts.slice(before) };
}

test('posts one message an alert, of every kind', async () => {
  const { failed, posts } = await invoke(Object.values(samples));
  expect(failed).toEqual([]);
  expect(posts.map(({ text }) => String(text).split('\n')[0])).toEqual([
    '🟠 High: TrainingJob `churn-2026-08-01` is outside the boundary: vpc-required, network-isolation-required',
    '🟡 Medium: Model `churn` could not be judged: vpc-required',
    '🔴 Critical: `StopLogging` on trail `arn:aws-us-gov:cloudtrail:us-gov-west-1:111122223333:trail/organization`: what follows may go unseen',
    '🟠 High: 40 more changes of the same kind: vpc-required, part 1 of 2',
    '🟢 The monitor is alive: 1,204 events seen, 0 findings',
    '🟢 A test: nothing happened',
  ]);
});

test('posts what an attacker named: Slack takes it, and it is whole', async () => {
  for (const name of Object.values(hostileNames)) {
    const { failed, posts } = await invoke(hostile(name));
    // The fourth says that Slack is broken.
    expect([failed, posts.length, slack.refusals]).toEqual([[], 3, []]);
  }
});

test('a message that is no alert fails alone, and its text is not logged', async () => {
  const { handler } = await import('../../handlers/slack.ts');
  const event = queued([alertOf(1), alertOf(2)]) as { Records: { messageAttributes: object }[] };
  Object.assign(event.Records[0] ?? {}, { messageAttributes: { alert: { stringValue: '{"kind":"change","id":"<!channel>"}' } } });
  expect(await handler(event)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-0' }] });
  expect(output).toContain('"problems":["');
  expect(output).not.toContain('<!channel>');
});

describe('blocks that Slack refuses', () => {
  test('are sent once more as text', async () => {
    slack.fail = (message) =>
      message && typeof message === 'object' && 'blocks' in message ? { status: 400, body: 'invalid_blocks' } : undefined;
    const { failed, posts } = await invoke([alertOf(1)]);
    expect([failed, posts.length, posts[0]?.blocks]).toEqual([[], 1, undefined]);
    expect(posts[0]?.text).toContain('• Would stop TrainingJob `churn-2026-08-01`');
  });
  test('and only once: then the message stays in the queue, and the others go on', async () => {
    let calls = 0;
    slack.fail = () => (++calls <= 2 ? { status: 400, body: 'invalid_payload' } : undefined);
    expect(await invoke([alertOf(1), alertOf(2)])).toMatchObject({ failed: ['m-0'], posts: [{}] });
    expect(calls).toBe(3);
  });
});

describe.each([403, 404, 410])('a webhook that answers %i', (status) => {
  test('is told on the alert topic, once; all messages stay in the queue', async () => {
    slack.fail = () => ({ status, body: `gone: ${slack.webhook}` });
    const before = sns.published.length;
    expect(await invoke([alertOf(1), alertOf(2), alertOf(3)])).toEqual({ failed: ['m-0', 'm-1', 'm-2'], posts: [] });
    await invoke([alertOf(1)]);
    const told = sns.published.slice(before);
    expect(told.map(({ attributes }) => JSON.parse(attributes.alert?.value ?? ''))).toMatchObject([
      { kind: 'sink-broken', sink: 'slack', reason: String(status), stage: 'prod', policySha256: change.policySha256 },
    ]);
    expect(JSON.stringify(told)).not.toContain(secretWord);
  });
});

test('Slack is not told that Slack is broken: no loop', async () => {
  slack.fail = () => ({ status: 404, body: 'no_service' });
  const before = sns.published.length;
  const broken = samples['sink-broken'];
  expect(await invoke(broken ? [broken] : [])).toEqual({ failed: [], posts: [] });
  expect(sns.published.length).toBe(before);
});

test('when the alert topic fails too, it is told with the next refusal', async () => {
  slack.fail = () => ({ status: 404, body: 'no_service' });
  sns.fail = () => ({ status: 403, body: '<ErrorResponse><Error><Code>AuthorizationError</Code></Error></ErrorResponse>' });
  const before = sns.published.length;
  expect((await invoke([alertOf(1)])).failed).toEqual(['m-0']);
  expect(output).toContain('sink-broken not told');
  sns.fail = undefined;
  await invoke([alertOf(1)]);
  expect(sns.published.length - before).toBe(1);
});

test('an address that was rotated is read again', async () => {
  secrets.values = { [secretArn]: `${slack.url}/services/T0/B0/rotated` };
  expect((await invoke([alertOf(1)])).failed).toEqual(['m-0']);
  secrets.values = { [secretArn]: slack.webhook };
  expect(await invoke([alertOf(1)])).toMatchObject({ failed: [], posts: [{}] });
});

describe('429', () => {
  test('is waited for as long as Slack says, and what waits goes into one message', async () => {
    const asked: number[] = [];
    slack.fail = () => {
      asked.push(Date.now());
      return asked.length === 2 ? { status: 429, body: 'rate_limited', headers: { 'retry-after': '1' } } : undefined;
    };
    const { failed, posts } = await invoke([1, 2, 3, 4].map(alertOf));
    expect(failed).toEqual([]);
    expect(posts).toHaveLength(2);
    expect(String(posts[1]?.text)).toMatch(/^3 alerts that waited/);
    expect(JSON.stringify(posts[1])).toMatch(/change\/2.*change\/3.*change\/4/s);
    expect((asked[2] ?? 0) - (asked[1] ?? 0)).toBeGreaterThanOrEqual(1_000);
  });
  test('longer than the function has: everything stays in the queue, and nothing more is sent', async () => {
    let calls = 0;
    slack.fail = () => {
      calls++;
      return { status: 429, body: '', headers: { 'retry-after': '60' } };
    };
    expect(await invoke([1, 2, 3].map(alertOf))).toEqual({ failed: ['m-0', 'm-1', 'm-2'], posts: [] });
    expect(calls).toBe(1);
  });
});

describe('Slack does not answer', () => {
  test('once: that message stays, the next is posted', async () => {
    let calls = 0;
    slack.fail = () => (++calls === 1 ? 'reset' : undefined);
    expect(await invoke([alertOf(1), alertOf(2)])).toMatchObject({ failed: ['m-0'], posts: [{}] });
  });
  test('twice in a row: the rest waits in the queue', async () => {
    let calls = 0;
    slack.fail = () => {
      calls++;
      return { status: 503, body: '' };
    };
    expect((await invoke([1, 2, 3, 4].map(alertOf))).failed).toEqual(['m-0', 'm-1', 'm-2', 'm-3']);
    expect(calls).toBe(2);
  });
  test('what the function has no time for is not begun', async () => {
    expect(await invoke([alertOf(1)], 5_000)).toEqual({ failed: ['m-0'], posts: [] });
  });
});

test('the address is in no output, whatever fails: also the secret itself', async () => {
  for (const fail of [
    () => ({ status: 400, body: { __type: 'AccessDeniedException', message: slack.webhook } }),
    () => ({ status: 400, body: { __type: 'ResourceNotFoundException', message: slack.webhook } }),
  ]) {
    secrets.fail = fail;
    vi.resetModules();
    expect((await invoke([alertOf(1)])).failed).toEqual(['m-0']);
  }
  secrets.fail = undefined;
  secrets.values = { [secretArn]: `https://evil.example/services/${secretWord}` };
  vi.resetModules();
  expect((await invoke([alertOf(1)])).failed).toEqual(['m-0']);
  expect(output).toContain('the secret holds no address of a Slack webhook');
  expect(JSON.stringify(sns.published)).not.toContain(secretWord);
  expect(JSON.stringify(process.env)).not.toContain(secretWord);
});
