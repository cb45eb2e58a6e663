import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SecretError, secretReader } from '../../src/adapters/secrets.ts';
import * as secretsManager from '../../stand-ins/secrets.ts';
import * as parameters from '../../stand-ins/ssm.ts';
import { awsEnvironment, setEnvironment } from '../support/environment.ts';

const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:slack-AbCdEf';
const parameterArn = 'arn:aws:ssm:eu-west-1:111122223333:parameter/sagewarden/slack';
const value = 'https://hooks.slack.com/services/T0/B0/sEcReT';

let secrets: secretsManager.SecretsStandIn;
let ssm: parameters.SsmStandIn;
beforeAll(async () => {
  [secrets, ssm] = await Promise.all([secretsManager.start(), parameters.start()]);
});
afterAll(() => Promise.all([secrets.close(), ssm.close()]));
awsEnvironment();
beforeEach(() => {
  setEnvironment({ AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url, AWS_ENDPOINT_URL_SSM: ssm.url });
  secrets.values = { [arn]: value };
  ssm.values = { [parameterArn]: value, '/sagewarden/slack': value };
  secrets.fail = undefined;
});

test.each([arn, parameterArn, '/sagewarden/slack'])('reads %s', async (reference) => {
  expect(await secretReader(reference).read()).toBe(value);
});

test('asks once in its time to live, and again after it or when told to', async () => {
  let now = 0;
  const reader = secretReader(arn, 1_000, () => now);
  const before = secrets.reads.length;
  await Promise.all([reader.read(), reader.read()]);
  now = 999;
  await reader.read();
  expect(secrets.reads.length - before).toBe(1);
  now = 1_000;
  await reader.read();
  await reader.refresh();
  expect(secrets.reads.length - before).toBe(3);
});

test('a failure is not kept', async () => {
  const reader = secretReader(arn);
  secrets.fail = () => ({ status: 400, body: { __type: 'AccessDeniedException', message: value } });
  await expect(reader.read()).rejects.toThrow(SecretError);
  secrets.fail = undefined;
  expect(await reader.read()).toBe(value);
});

describe('an error says where and why, never what', () => {
  test.each([
    ['denied', 'AccessDeniedException', true],
    ['no such secret', 'ResourceNotFoundException', true],
    ['the service is down', 'InternalServiceError', false],
  ])('%s', async (_, code, lasting) => {
    secrets.fail = () => ({ status: 400, body: { __type: code, message: `it was ${value}` } });
    const error: SecretError = await secretReader(arn)
      .read()
      .then(expect.unreachable, (caught) => caught);
    expect([error.reason, error.lasting]).toEqual([code, lasting]);
    expect(error.message).toContain(arn);
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain('sEcReT');
  });

  test('a reference that is none', () => {
    expect(() => secretReader('webhook')).toThrow('the secret webhook cannot be read: it names neither a secret');
  });

  test('an empty one', async () => {
    ssm.values = { '/sagewarden/slack': '' };
    await expect(secretReader('/sagewarden/slack').read()).rejects.toThrow('it is empty');
  });
});
