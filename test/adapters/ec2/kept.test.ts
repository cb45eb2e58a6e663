import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { faults } from '../../../stand-ins/ec2.ts';
import { type Ec2Bench, ec2Bench, internet, needs, place, subnet, vpcSeed } from '../../support/ec2.ts';

/** One snapshot per VPC: what was answered is not asked for again while it is good. */

let bench: Ec2Bench;
let now = 1_000_000;
beforeEach(async () => {
  bench = await ec2Bench();
  bench.aws.put({}, vpcSeed());
  now = 1_000_000;
});
afterEach(() => bench.close());

const clock = { now: () => now };
const asked = needs({ subnets: ['subnet-private'], securityGroups: ['sg-job'], instanceTypes: ['g5.xlarge'] });

test('concurrent questions are one round of calls, and give the same facts', async () => {
  const adapter = bench.adapter(clock);
  const answers = await Promise.all(Array.from({ length: 20 }, () => adapter.factsOf(place, asked)));
  const [first] = answers;
  expect(answers.every((each) => JSON.stringify(each) === JSON.stringify(first))).toBe(true);
  expect(bench.actions().sort()).toEqual(
    [
      ...['DescribeFlowLogs', 'DescribeInstanceTypeOfferings', 'DescribeRouteTables', 'DescribeSecurityGroups', 'DescribeSecurityGroups'],
      ...['DescribeSubnets', 'DescribeSubnets', 'DescribeVpcAttribute', 'DescribeVpcAttribute', 'DescribeVpcEndpoints'],
    ].sort(),
  );
});

test('another subnet of a VPC that is known: only it is new, and its route table is today’s', async () => {
  const adapter = bench.adapter(clock);
  await adapter.factsOf(place, asked);
  const table = { routeTableId: 'rtb-new', vpcId: 'vpc-1', associationSet: [{ subnetId: 'subnet-new' }], routeSet: [internet] };
  bench.aws.put({}, vpcSeed({ subnets: [subnet('subnet-private'), subnet('subnet-new')], routeTables: [table] }));
  const { subnets } = await adapter.factsOf(place, needs({ subnets: ['subnet-new'] }));
  expect(subnets['subnet-new']).toMatchObject({ routeTableId: 'rtb-new', routesToInternetGateway: true });
});

test('facts are good for three minutes', async () => {
  const adapter = bench.adapter(clock);
  const first = await adapter.factsOf(place, asked);
  const before = bench.aws.calls.length;
  now += 3 * 60_000 - 1;
  expect(await adapter.factsOf(place, asked)).toEqual(first);
  expect(bench.aws.calls).toHaveLength(before);
  now += 1;
  expect((await adapter.factsOf(place, asked)).takenAt).toBe(new Date(now).toISOString());
  expect(bench.aws.calls).toHaveLength(2 * before);
});

test('or for as long as a run takes', async () => {
  const adapter = bench.adapter({ ...clock, keepFor: Number.POSITIVE_INFINITY });
  const first = await adapter.factsOf(place, asked);
  const before = bench.aws.calls.length;
  now += 86_400_000;
  expect(await adapter.factsOf(place, asked)).toEqual(first);
  expect(bench.aws.calls).toHaveLength(before);
});

describe('what was not answered', () => {
  test('because EC2 was busy is asked again after half a minute', async () => {
    const adapter = bench.adapter(clock);
    bench.aws.fail = ({ action }) => (action === 'DescribeVpcEndpoints' ? faults.throttled : undefined);
    expect((await adapter.factsOf(place, asked)).vpcs['vpc-1']).not.toHaveProperty('endpoints');
    bench.aws.fail = undefined;
    expect((await adapter.factsOf(place, asked)).vpcs['vpc-1']).not.toHaveProperty('endpoints');
    now += 30_000;
    const facts = await adapter.factsOf(place, asked);
    expect([facts.vpcs['vpc-1']?.endpoints?.length, facts.problems]).toEqual([3, undefined]);
  });

  test('because it is denied is told each time, and asked once', async () => {
    const adapter = bench.adapter(clock);
    bench.aws.fail = () => faults.denied;
    const first = await adapter.factsOf(place, asked);
    const before = bench.aws.calls.length;
    expect(await adapter.factsOf(place, asked)).toEqual(first);
    expect(first.problems?.map(({ action }) => action).sort()).toEqual([
      'ec2:DescribeInstanceTypeOfferings',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
    ]);
    expect(bench.aws.calls).toHaveLength(before);
  });

  test('problems of other networks are not told', async () => {
    const adapter = bench.adapter(clock);
    await adapter.factsOf(place, needs({ subnets: ['subnet-gone'] }));
    expect((await adapter.factsOf(place, asked)).problems).toBeUndefined();
  });
});

test('of more than 5,000 subnets the oldest are forgotten', async () => {
  const names = Array.from({ length: 5_001 }, (_, n) => `subnet-${String(n).padStart(5, '0')}`);
  bench.aws.put({}, vpcSeed({ subnets: names.map((name) => subnet(name)), vpcEndpoints: [] }));
  const adapter = bench.adapter(clock);
  expect(Object.keys((await adapter.factsOf(place, needs({ subnets: names }))).subnets)).toHaveLength(5_001);
  const callsFor = async (name: string) => {
    const before = bench.aws.calls.length;
    await adapter.factsOf(place, needs({ subnets: [name] }));
    return bench.aws.calls.length - before;
  };
  expect(await callsFor('subnet-05000')).toBe(0);
  expect(await callsFor('subnet-00000')).toBeGreaterThan(0);
});
