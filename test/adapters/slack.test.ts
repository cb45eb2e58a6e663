import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SecretReader } from '../../src/adapters/secrets.ts';
import { slackWebhook } from '../../src/adapters/slack.ts';
import { slackMessage } from '../../src/alert/slack.ts';
import { type SlackStandIn, start } from '../../stand-ins/slack.ts';
import { change } from '../alert/samples.ts';

let slack: SlackStandIn;
beforeAll(async () => {
  slack = await start();
});
afterAll(() => slack.close());
beforeEach(() => {
  slack.fail = undefined;
});

/** A secret whose value is another one each time it is asked for anew. */
function secretOf(...values: string[]): SecretReader & { refreshed: number } {
  const secret = {
    refreshed: 0,
    read: async () => values[Math.min(secret.refreshed, values.length - 1)] ?? '',
    refresh: async () => values[Math.min(++secret.refreshed, values.length - 1)] ?? '',
  };
  return secret;
}

const message = slackMessage(change);
const options = { allowLoopback: true, timeout: 300 };
const post = (secret: SecretReader = secretOf(slack.webhook), what: object = message) => slackWebhook(secret, options).post(what);

test('posts a message as it is', async () => {
  expect(await post()).toEqual({ outcome: 'posted' });
  expect(slack.posts.at(-1)).toEqual(JSON.parse(JSON.stringify(message)));
});

test('the secret may be an object with a url', async () => {
  expect(await post(secretOf(JSON.stringify({ url: slack.webhook })))).toEqual({ outcome: 'posted' });
});

test.each([
  ['400', { status: 400, body: 'invalid_blocks' }, { outcome: 'refused', reason: '400 invalid_blocks' }],
  ['403', { status: 403, body: 'action_prohibited' }, { outcome: 'broken', reason: '403 action_prohibited' }],
  ['404', { status: 404, body: 'no_service' }, { outcome: 'broken', reason: '404 no_service' }],
  ['410', { status: 410, body: 'channel_is_archived' }, { outcome: 'broken', reason: '410 channel_is_archived' }],
  ['429', { status: 429, body: 'rate_limited', headers: { 'retry-after': '7' } }, { outcome: 'throttled', seconds: 7 }],
  ['429 that does not say how long', { status: 429, body: '' }, { outcome: 'throttled', seconds: 30 }],
  ['429 for a year', { status: 429, body: '', headers: { 'retry-after': '31536000' } }, { outcome: 'throttled', seconds: 3_600 }],
  ['500', { status: 500, body: 'rollup_error' }, { outcome: 'unavailable', reason: '500 rollup_error' }],
  ['503 with a page', { status: 503, body: '<html>' }, { outcome: 'unavailable', reason: '503' }],
  [
    'a redirect',
    { status: 302, body: '', headers: { location: 'https://evil.example/' } },
    { outcome: 'unavailable', reason: 'no answer' },
  ],
  ['a reset', 'reset', { outcome: 'unavailable', reason: 'no answer' }],
  ['no answer in time', 'timeout', { outcome: 'unavailable', reason: 'no answer' }],
] as const)('%s', async (_, fault, answer) => {
  slack.fail = () => fault;
  expect(await post()).toEqual(answer);
});

describe('an address that was rotated', () => {
  test('is read again once, and posted to', async () => {
    const secret = secretOf(`${slack.url}/services/T0/B0/old`, slack.webhook);
    expect(await post(secret)).toEqual({ outcome: 'posted' });
    expect(secret.refreshed).toBe(1);
  });
  test('is not tried again when it is the same', async () => {
    let calls = 0;
    slack.fail = () => {
      calls++;
      return { status: 410, body: 'channel_is_archived' };
    };
    expect(await post()).toMatchObject({ outcome: 'broken' });
    expect(calls).toBe(1);
  });
});

test.each([
  'https://evil.example/services/T0/B0/x',
  'https://hooks.slack.com.evil.example/services/T0',
  'https://hooks.slack.com:8443/services/T0',
  'https://user@hooks.slack.com/services/T0',
  'http://hooks.slack.com/services/T0',
  'http://127.0.0.1.evil.example/',
  'no address',
  '{"token":"x"}',
])('%s is no webhook of Slack', async (address) => {
  expect(await post(secretOf(address))).toEqual({ outcome: 'broken', reason: 'the secret holds no address of a Slack webhook' });
});

test('http on this machine is for stand-ins only', async () => {
  expect(await slackWebhook(secretOf(slack.webhook)).post(message)).toMatchObject({ outcome: 'broken' });
});

test('whatever fails, the address is in nothing that comes back', async () => {
  const faults = [400, 403, 404, 410, 429, 500].map((status) => ({ status, body: `see ${slack.webhook}` }));
  const answers: unknown[] = [];
  for (const fault of [...faults, 'reset', 'timeout'] as const) {
    slack.fail = () => fault;
    answers.push(await post());
  }
  const dead = 'http://127.0.0.1:9/services/T0/B0/StandInSecretOfTheWebhook';
  answers.push(await post(secretOf(dead)), await slackWebhook(secretOf(slack.webhook)).post(message));
  expect(answers).toHaveLength(10);
  expect(inspect(answers, { depth: 9, showHidden: true })).not.toMatch(/StandInSecret|services|127\.0\.0\.1/);
});
