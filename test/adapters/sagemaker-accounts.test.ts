import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callerAccount, memberCredentials } from '../../src/adapters/credentials.ts';
import { unknown } from '../../src/core/posture.ts';
import { faults } from '../../stand-ins/sagemaker.ts';
import { type Bench, bench, home, placeOf } from '../support/sagemaker.ts';

/** Member accounts: whose credentials a call is made with, and when none is made. */

const member = '444455556666';
const memberRole = { name: 'security/sagewarden-member', externalId: 'x-1' };
const roleArn = (partition: string) => `arn:${partition}:iam::${member}:role/security/sagewarden-member`;

let aws: Bench;
beforeEach(async () => {
  aws = await bench();
  aws.sts.roles = ['aws', 'aws-cn', 'aws-us-gov'].map((partition) => ({ arn: roleArn(partition), externalId: 'x-1' }));
});
afterEach(() => aws.close());

const seed = (account: string, region = 'eu-west-1') => aws.aws.create({ type: 'TrainingJob', name: 'job', account, region });

describe('whose resource', () => {
  test('the home account’s: no role is assumed', async () => {
    const made = seed(home);
    expect((await aws.adapter({ memberRole }).describe(placeOf(made))).known).toBe(true);
    expect(aws.sts.calls).toEqual([]);
  });

  test('a member’s: by its role, with the external id and a session name', async () => {
    const made = seed(member);
    const namesake = seed(home);
    expect(await aws.adapter({ memberRole }).stop(placeOf(made))).toEqual({ outcome: 'done' });
    expect([made.stops, namesake.stops]).toEqual([1, 0]);
    expect(aws.aws.calls.map(({ account }) => account)).toEqual([member]);
    expect(aws.sts.calls).toMatchObject([
      {
        action: 'AssumeRole',
        parameters: { RoleArn: roleArn('aws'), ExternalId: 'x-1', RoleSessionName: 'sagewarden', DurationSeconds: '900' },
      },
    ]);
  });

  test('a member’s, without a role: nothing is called, least of all at home', async () => {
    const made = seed(member);
    const namesake = seed(home);
    const adapter = aws.adapter();
    expect(await adapter.describe(placeOf(made))).toEqual(unknown('access-denied'));
    expect(await adapter.stop(placeOf(made))).toEqual({ outcome: 'failed', error: 'NoMemberRole' });
    expect(namesake.stops).toBe(0);
    expect(aws.aws.calls).toEqual([]);
  });

  test.each([
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['ap-southeast-2', 'aws'],
  ])('in %s, the role of partition %s', async (region, partition) => {
    const made = seed(member, region);
    expect((await aws.adapter({ memberRole }).describe(placeOf(made))).known).toBe(true);
    expect(aws.sts.calls[0]?.parameters.RoleArn).toBe(roleArn(partition));
    expect(aws.aws.calls[0]?.region).toBe(region);
  });
});

describe('a role that cannot be assumed', () => {
  test('another external id', async () => {
    const made = seed(member);
    const adapter = aws.adapter({ memberRole: { ...memberRole, externalId: 'guess' } });
    expect(await adapter.describe(placeOf(made))).toEqual(unknown('access-denied'));
    expect(await adapter.stop(placeOf(made))).toEqual({ outcome: 'failed', error: 'AccessDenied' });
    expect(aws.aws.calls).toEqual([]);
  });

  test('a refusal is not kept', async () => {
    const made = seed(member);
    const adapter = aws.adapter({ memberRole });
    const { roles } = aws.sts;
    aws.sts.roles = [];
    expect((await adapter.describe(placeOf(made))).known).toBe(false);
    aws.sts.roles = roles;
    expect((await adapter.describe(placeOf(made))).known).toBe(true);
  });

  test.each([
    [
      'throttled',
      { status: 400, body: '<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>' },
      'throttled',
    ],
    ['reset', 'reset' as const, 'no-answer'],
    ['503', { status: 503, body: faults.unavailable.body }, 'no-answer'],
  ])('STS %s', async (_, fault, why) => {
    const made = seed(member);
    aws.sts.fail = () => fault;
    expect(await aws.adapter({ memberRole }).describe(placeOf(made))).toEqual(unknown(why as never));
    expect((await aws.adapter({ memberRole }).stop(placeOf(made))).outcome).toBe('retry');
    expect(made.stops).toBe(0);
  });
});

describe('sessions', () => {
  test('one for all regions, calls and concurrent callers', async () => {
    const adapter = aws.adapter({ memberRole });
    const places = ['eu-west-1', 'us-east-1', 'eu-west-1', 'ap-south-1'].map((region) => placeOf(seed(member, region)));
    const answers = await Promise.all(places.map((place) => adapter.describe(place)));
    expect(answers.every(({ known }) => known)).toBe(true);
    expect(aws.sts.calls).toHaveLength(1);
  });

  test('renewed five minutes before it expires', async () => {
    let now = Date.now();
    const credentials = memberCredentials(memberRole, () => now)(member, 'eu-west-1');
    const first = await credentials();
    expect(first.accessKeyId).toBe(`ASIA${member}`);
    now = first.expiration.getTime() - 5 * 60_000 - 1;
    await credentials();
    expect(aws.sts.calls).toHaveLength(1);
    now += 1;
    await Promise.all([credentials(), credentials()]);
    expect(aws.sts.calls).toHaveLength(2);
  });
});

describe('the home account', () => {
  test('is asked for once, by whoever knows', async () => {
    let asked = 0;
    const homeAccount = async () => {
      asked++;
      return callerAccount();
    };
    const adapter = aws.adapter({ homeAccount });
    await Promise.all([adapter.describe(placeOf(seed(home))), adapter.describe(placeOf(seed(home, 'us-east-1')))]);
    expect(asked).toBe(1);
    expect(aws.sts.calls.map(({ action }) => action)).toEqual(['GetCallerIdentity']);
    expect(aws.aws.calls).toHaveLength(2);
  });

  test('that cannot be found: nothing is called, and it is asked for again', async () => {
    const made = seed(home);
    let isDown = true;
    const adapter = aws.adapter({
      homeAccount: async () => {
        if (isDown) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
        return home;
      },
    });
    expect(await adapter.stop(placeOf(made))).toEqual({ outcome: 'retry', error: 'ECONNRESET' });
    isDown = false;
    expect(await adapter.stop(placeOf(made))).toEqual({ outcome: 'done' });
  });
});
