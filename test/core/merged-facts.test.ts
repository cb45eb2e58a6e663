import { expect, test } from 'vitest';
import { mergedFacts } from '../../src/core/merged-facts.ts';
import type { NetworkFacts, NetworkProblem } from '../../src/core/network.ts';

const facts = (more: Partial<NetworkFacts>): NetworkFacts => ({
  takenAt: '2026-10-01T00:00:00.000Z',
  vpcs: {},
  subnets: {},
  securityGroups: {},
  ...more,
});
const problem = (more: Partial<NetworkProblem>): NetworkProblem => ({
  account: '111122223333',
  region: 'eu-west-1',
  action: 'ec2:DescribeSubnets',
  why: 'resource-gone',
  ids: ['subnet-1'],
  ...more,
});
const subnet = { vpcId: 'vpc-1', availabilityZone: 'euw1-az1', mapPublicIpOnLaunch: false };
const now = '2026-10-01T00:01:00.000Z';

test('of a shared VPC each account tells what it sees, whatever the order', () => {
  const participant = facts({
    vpcs: { 'vpc-1': { dnsSupport: true } },
    problems: [problem({ why: 'shared', action: 'ec2:DescribeVpcEndpoints', ids: ['vpc-1', 'vpc-2'] })],
  });
  const owner = facts({ vpcs: { 'vpc-1': { endpoints: [], flowLogs: true } } });
  for (const all of [
    [participant, owner],
    [owner, participant],
  ]) {
    const { vpcs, problems } = mergedFacts(all, now);
    expect(vpcs).toEqual({ 'vpc-1': { dnsSupport: true, endpoints: [], flowLogs: true } });
    expect(problems?.map(({ ids }) => ids)).toEqual([['vpc-2']]);
  }
});

test('what one place does not have and another has is not gone', () => {
  const [here, there] = [facts({ subnets: { 'subnet-1': subnet } }), facts({ problems: [problem({ ids: ['subnet-1', 'subnet-2'] })] })];
  expect(mergedFacts([here, there], now).problems).toEqual([problem({ ids: ['subnet-2'] })]);
});

test('what could not be listed at all stays a problem', () => {
  const denied = problem({ action: 'ec2:DescribeVpcs', why: 'access-denied', ids: [] });
  expect(mergedFacts([facts({ problems: [denied] })], now).problems).toEqual([denied]);
});

test('zones add up over Regions, and are nobody’s when one Region did not answer', () => {
  const all = [
    facts({ instanceTypeZones: { 'g5.xlarge': ['euw1-az1'], 'm5.large': ['euw1-az2'] } }),
    facts({ instanceTypeZones: { 'g5.xlarge': ['use1-az1'] } }),
  ];
  expect(mergedFacts(all, now).instanceTypeZones).toEqual({ 'g5.xlarge': ['euw1-az1', 'use1-az1'], 'm5.large': ['euw1-az2'] });
  const denied = facts({ problems: [problem({ action: 'ec2:DescribeInstanceTypeOfferings', why: 'access-denied', ids: [] })] });
  expect(mergedFacts([...all, denied], now)).not.toHaveProperty('instanceTypeZones');
});

test('members are in order, and the time is the oldest', () => {
  const late = facts({ takenAt: '2026-10-01T00:02:00.000Z', subnets: { 'subnet-b': subnet, 'subnet-a': subnet } });
  const { takenAt, subnets } = mergedFacts([late], now);
  expect([takenAt, Object.keys(subnets)]).toEqual([now, ['subnet-a', 'subnet-b']]);
});
