import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { faults } from '../../../stand-ins/ec2.ts';
import type { Fault } from '../../../stand-ins/wire.ts';
import { type Ec2Bench, ec2Bench, home, needs, place, subnet, vpcSeed } from '../../support/ec2.ts';

/** What cannot be seen is absent, never false; and somebody is told which permission is missing. */

let bench: Ec2Bench;
beforeEach(async () => {
  bench = await ec2Bench();
});
afterEach(() => bench.close());

const asked = needs({ subnets: ['subnet-private'], securityGroups: ['sg-job'], instanceTypes: ['g5.xlarge'] });
const ask = (fail: (action: string) => Fault | undefined) => {
  bench.aws.put({}, vpcSeed());
  bench.aws.fail = ({ action }) => fail(action);
  return bench.adapter().factsOf(place, asked);
};

test.each([
  ['DescribeSubnets', ['subnet-private'], ({ subnets, vpcs }) => [subnets, vpcs], [{}, {}]],
  ['DescribeSecurityGroups', ['sg-job'], ({ securityGroups }) => securityGroups, {}],
  ['DescribeInstanceTypeOfferings', ['g5.xlarge'], ({ instanceTypeZones }) => instanceTypeZones, {}],
  [
    'DescribeRouteTables',
    ['vpc-1'],
    ({ subnets }) => [subnets['subnet-private']?.mapPublicIpOnLaunch, subnets['subnet-private']?.routesToInternetGateway],
    [false, undefined],
  ],
  ['DescribeVpcEndpoints', ['vpc-1'], ({ vpcs }) => vpcs, { 'vpc-1': { dnsSupport: true, dnsHostnames: true, flowLogs: true } }],
  ['DescribeVpcAttribute', ['vpc-1'], ({ vpcs }) => [vpcs['vpc-1']?.dnsSupport, vpcs['vpc-1']?.dnsHostnames], [undefined, undefined]],
  [
    'DescribeFlowLogs',
    ['subnet-private', 'vpc-1'],
    ({ vpcs, subnets }) => [vpcs['vpc-1']?.flowLogs, subnets['subnet-private']?.flowLogs],
    [undefined, undefined],
  ],
] satisfies [string, string[], (facts: Awaited<ReturnType<typeof ask>>) => unknown, unknown][])(
  '%s denied',
  async (action, ids, seen, expected) => {
    const facts = await ask((each) => (each === action ? faults.denied : undefined));
    expect(seen(facts)).toEqual(expected);
    expect(facts.problems?.filter((problem) => problem.action === `ec2:${action}`)).toEqual([
      { ...place, action: `ec2:${action}`, why: 'access-denied', ids: expect.arrayContaining(ids) },
    ]);
  },
);

test.each([
  ['in a Region that is not enabled', faults.notEnabled, 'access-denied'],
  ['throttled', faults.throttled, 'throttled'],
  ['unavailable', faults.unavailable, 'no-answer'],
  ['reset', 'reset' as const, 'no-answer'],
])('%s', async (_, fault, why) => {
  const facts = await ask((each) => (each === 'DescribeSubnets' ? fault : undefined));
  expect(facts.problems).toEqual([{ ...place, action: 'ec2:DescribeSubnets', why, ids: ['subnet-private'] }]);
});

test('a page that fails leaves all of it unknown: half a list of endpoints is none', async () => {
  bench.aws.pageSize = 1;
  const facts = await ask((action) =>
    action === 'DescribeVpcEndpoints' && bench.actions().filter((each) => each === action).length > 1 ? faults.denied : undefined,
  );
  expect(facts.vpcs['vpc-1']).not.toHaveProperty('endpoints');
});

test('what is not answered in time is absent, and the rest is there', async () => {
  bench.aws.put({}, vpcSeed());
  bench.aws.fail = ({ action }) => (action === 'DescribeRouteTables' ? 'timeout' : undefined);
  const began = Date.now();
  const facts = await bench.adapter({ within: 700 }).factsOf(place, asked);
  expect(Date.now() - began).toBeLessThan(2_500);
  expect(facts.subnets['subnet-private']).toMatchObject({ mapPublicIpOnLaunch: false });
  expect(facts.subnets['subnet-private']).not.toHaveProperty('routesToNat');
  expect(facts.problems?.map(({ action, why }) => `${action} ${why}`)).toContain('ec2:DescribeRouteTables no-answer');
});

test('STS that does not answer is not waited for longer', async () => {
  bench.sts.fail = () => 'timeout';
  const began = Date.now();
  const other = { account: '444455556666', region: 'eu-west-1' };
  const facts = await bench.adapter({ within: 500, memberRole: { name: 'member', externalId: 'x-1' } }).factsOf(other, asked);
  expect(Date.now() - began).toBeLessThan(2_000);
  expect([facts.subnets, facts.problems?.every(({ why }) => why === 'no-answer')]).toEqual([{}, true]);
});

describe('another account', () => {
  const member = { account: '444455556666', region: 'us-gov-west-1' };
  const memberRole = { name: 'sagewarden-member', externalId: 'x-1' };

  test('by its member role, in the partition of its Region', async () => {
    bench.sts.roles = [{ arn: `arn:aws-us-gov:iam::${member.account}:role/sagewarden-member`, externalId: 'x-1' }];
    bench.aws.put(member, vpcSeed());
    const facts = await bench.adapter({ memberRole }).factsOf(member, asked);
    expect(Object.keys(facts.vpcs)).toEqual(['vpc-1']);
    expect(new Set(bench.aws.calls.map(({ account, region }) => `${account} ${region}`))).toEqual(
      new Set([`${member.account} us-gov-west-1`]),
    );
    expect(bench.sts.calls).toHaveLength(1);
  });

  test('without a role: nobody is asked, least of all at home', async () => {
    bench.aws.put({}, vpcSeed());
    const facts = await bench.adapter().factsOf(member, asked);
    expect([facts.vpcs, facts.subnets, bench.aws.calls]).toEqual([{}, {}, []]);
    expect(facts.problems?.every(({ why, account }) => why === 'access-denied' && account === member.account)).toBe(true);
  });

  test.each(['eu-west-1.evil.example', '../', ''])('in the Region %j: nobody is asked', async (region) => {
    const facts = await bench.adapter().factsOf({ account: home, region }, asked);
    expect([facts.vpcs, facts.problems?.[0]?.why, bench.aws.calls]).toEqual([{}, 'not-recorded', []]);
  });
});

describe('a VPC that another account shares', () => {
  const owner = { account: '444455556666', region: 'eu-west-1' };
  const shared = { ownerId: owner.account };
  const memberRole = { name: 'sagewarden-member', externalId: 'x-1' };
  const seen = () =>
    vpcSeed({
      vpcs: [{ vpcId: 'vpc-1', ...shared }],
      subnets: [subnet('subnet-private', { ...shared, availabilityZone: 'eu-west-1a' })],
      // EC2 answers a participant with empty lists.
      vpcEndpoints: [],
      flowLogs: [],
    });

  test('and does not let us in: endpoints and flow logs are unknown, not none', async () => {
    bench.aws.put({}, seen());
    const facts = await bench.adapter({ memberRole }).factsOf(place, asked);
    expect(facts.vpcs).toEqual({ 'vpc-1': { dnsSupport: true, dnsHostnames: false } });
    expect(facts.subnets['subnet-private']).not.toHaveProperty('routesToNat');
    expect(facts.problems).toContainEqual({ ...place, action: 'ec2:DescribeVpcEndpoints', why: 'shared', ids: ['vpc-1'] });
    expect(bench.actions()).not.toContain('DescribeFlowLogs');
  });

  test('with the route table of the shared subnet, which a participant sees', async () => {
    const own = { routeTableId: 'rtb-own', vpcId: 'vpc-1', associationSet: [{ subnetId: 'subnet-private' }], routeSet: [] };
    bench.aws.put({}, { ...seen(), routeTables: [own] });
    const { subnets } = await bench.adapter().factsOf(place, asked);
    expect(subnets['subnet-private']).toMatchObject({ routeTableId: 'rtb-own', routesToInternetGateway: false });
  });

  test('and lets us in by its member role: the owner is told of everything', async () => {
    bench.sts.roles = [{ arn: `arn:aws:iam::${owner.account}:role/sagewarden-member`, externalId: 'x-1' }];
    bench.aws.put({}, seen());
    bench.aws.put(owner, vpcSeed());
    const facts = await bench.adapter({ memberRole }).factsOf(place, asked);
    expect(facts.vpcs['vpc-1']?.endpoints?.map(({ service }) => service)).toEqual(['ecr.api', 'ecr.dkr', 's3']);
    expect(facts.vpcs['vpc-1']?.flowLogs).toBe(true);
    expect(facts.subnets['subnet-private']).toMatchObject({ routeTableId: 'rtb-main', availabilityZone: 'euw1-az1' });
    expect(facts.problems).toBeUndefined();
  });
});
