import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readNetworkSnapshot } from '../../src/config/network-snapshot.ts';
import { faults } from '../../stand-ins/ec2.ts';
import { files, folder, type Ran, runAsync } from '../support/cli.ts';
import { type Ec2Bench, ec2Bench, home, place, subnet, vpcSeed } from '../support/ec2.ts';

/** The command as a user runs it, against EC2 and STS on the wire. */

const member = '444455556666';
let bench: Ec2Bench;
let out: string;
beforeEach(async () => {
  bench = await ec2Bench();
  bench.aws.put({}, vpcSeed());
  out = join(folder(), 'network.json');
});
afterEach(() => bench.close());

async function snapshot(...args: string[]): Promise<Ran> {
  return runAsync(['network-snapshot', '--out', out, ...args], {
    env: {
      AWS_ENDPOINT_URL_EC2: bench.aws.url,
      AWS_ENDPOINT_URL_STS: bench.sts.url,
      AWS_ACCESS_KEY_ID: 'AKIAHOME',
      AWS_SECRET_ACCESS_KEY: 'home',
    },
  });
}
const regions = ['--regions', 'eu-west-1'];
const row = (account: string, posture: object, region = 'eu-west-1') => `${JSON.stringify({ account, region, posture })}\n`;
const inSubnet = (id: string, group = 'sg-job') => ({
  vpc: [{ at: 'VpcConfig', value: { known: true, value: { subnets: [id], securityGroupIds: [group] }, from: 'request' } }],
});

test('all VPCs of the Regions, with every instance type they offer: a file that scan reads', async () => {
  bench.aws.put({ region: 'us-east-1' }, { vpcs: [{ vpcId: 'vpc-2' }], subnets: [subnet('subnet-2', { vpcId: 'vpc-2' })] });
  const { code, out: text, err } = await snapshot('--regions', 'us-east-1,eu-west-1');
  expect([code, err]).toEqual([0, '']);
  expect(text).toMatch(/2 VPCs, 4 subnets, 2 security groups, 1 instance type, taken at \d{4}-/);
  const { facts } = readNetworkSnapshot(out);
  expect([Object.keys(facts.vpcs), Object.keys(facts.subnets)]).toEqual([
    ['vpc-1', 'vpc-2'],
    ['subnet-2', 'subnet-ends', 'subnet-private', 'subnet-public'],
  ]);
  const first = readFileSync(out, 'utf8');
  await snapshot('--regions', 'eu-west-1,us-east-1');
  const timeless = (json: string) => json.replace(/"takenAt": "[^"]+"/, '');
  expect(timeless(readFileSync(out, 'utf8'))).toBe(timeless(first));
  expect(readdirSync(join(out, '..'))).toEqual(['network.json']);
});

test('the networks that a population names, each in its account', async () => {
  bench.sts.roles = [{ arn: `arn:aws:iam::${member}:role/audit`, externalId: 'x-1' }];
  bench.aws.put({ account: member }, { vpcs: [{ vpcId: 'vpc-2' }], subnets: [subnet('subnet-2', { vpcId: 'vpc-2' })] });
  const run = files({
    'population.jsonl': row(home, inSubnet('subnet-private')) + row(member, inSubnet('subnet-2', 'sg-gone')) + row(home, {}),
  });
  const { code, out: text } = await snapshot('--for', run, '--role', 'audit', '--external-id', 'x-1', '--json');
  const { facts } = readNetworkSnapshot(out);
  expect(Object.keys(facts.vpcs)).toEqual(['vpc-1', 'vpc-2']);
  // A group that is gone is told; for a population of the past it is no failure.
  expect([code, JSON.parse(text)]).toMatchObject([
    0,
    { exitCode: 0, vpcs: 2, problems: [{ account: member, why: 'resource-gone', ids: ['sg-gone'] }] },
  ]);
});

describe('what cannot be seen', () => {
  test('is told with the permission, and is not in the file: exit 3', async () => {
    bench.aws.fail = ({ action }) => (action === 'DescribeVpcEndpoints' ? faults.denied : undefined);
    const { code, out: text } = await snapshot(...regions);
    expect(code).toBe(3);
    expect(text).toContain(
      `${home} eu-west-1: ec2:DescribeVpcEndpoints is denied: allow it to the caller, or to the role in that account (vpc-1)`,
    );
    const { facts } = readNetworkSnapshot(out);
    expect(facts.vpcs['vpc-1']).not.toHaveProperty('endpoints');
    expect(facts.problems).toEqual([{ ...place, action: 'ec2:DescribeVpcEndpoints', why: 'access-denied', ids: ['vpc-1'] }]);
  });

  test('when it is a list: exit 3, whatever the other Region has', async () => {
    bench.aws.fail = ({ action, region }) => (action === 'DescribeVpcs' && region === 'us-east-1' ? faults.denied : undefined);
    const { code, out: text } = await snapshot('--regions', 'eu-west-1,us-east-1', '--json');
    expect([code, JSON.parse(text).problems]).toEqual([
      3,
      [{ account: home, region: 'us-east-1', action: 'ec2:DescribeVpcs', why: 'access-denied', ids: [] }],
    ]);
  });

  test('when it is everything: exit 2, and no file', async () => {
    bench.aws.fail = () => faults.denied;
    const { code, err } = await snapshot(...regions);
    expect([code, existsSync(out)]).toEqual([2, false]);
    expect(err).toContain('ec2:DescribeVpcs is denied');
  });

  test('a role that does not open: exit 3, and the account is named', async () => {
    const { code, out: text } = await snapshot(...regions, '--accounts', `${home},${member}`, '--role', 'audit');
    expect(code).toBe(3);
    expect(text).toContain(`${member} eu-west-1: ec2:DescribeVpcs is denied`);
  });
});

test('a subnet that is in one of two Regions is gone from neither', async () => {
  const { code } = await snapshot('--regions', 'eu-west-1,us-east-1', '--subnets', 'subnet-private');
  expect([code, Object.keys(readNetworkSnapshot(out).facts.subnets)]).toEqual([0, ['subnet-ends', 'subnet-private']]);
  expect((await snapshot('--regions', 'eu-west-1,us-east-1', '--subnets', 'subnet-nowhere')).code).toBe(3);
});

describe('bad input is one line and exit 2', () => {
  const population = (text: string) => join(files({ 'population.jsonl': text }), 'population.jsonl');
  test.each<[string, () => string[], RegExp]>([
    ['no Region', () => [], /needs --regions/],
    ['a Region that is none', () => ['--regions', 'europe'], /expected Regions such as eu-west-1/],
    ['accounts without a role', () => [...regions, '--accounts', member], /--accounts needs --role/],
    ['a role without accounts', () => [...regions, '--role', 'audit'], /--role needs --accounts/],
    ['an external id without a role', () => [...regions, '--external-id', 'x'], /--external-id needs --role/],
    ['a VPC that is none', () => [...regions, '--vpcs', 'vpc-*'], /expected ids such as vpc-/],
    ['a run that is not there', () => ['--for', '/nowhere'], /--for \/nowhere: no such file/],
    ['a run and Regions', () => [...regions, '--for', population('')], /--regions says nothing beside --for/],
    ['a population without networks', () => ['--for', population(row(home, {}))], /names no subnet/],
    ['a population of another account', () => ['--for', population(row(member, inSubnet('subnet-2')))], /name a role in them with --role/],
    ['a line that is no row', () => ['--for', population(`${row(home, {})}{}\n`)], /line 2: expected a row of a population/],
    ['a redacted population', () => ['--for', population(row('account-1', inSubnet('subnet-2')))], /line 1: expected a row/],
  ])('%s', async (_, args, message) => {
    const { code, err } = await snapshot(...args());
    expect([code, existsSync(out)]).toEqual([2, false]);
    expect(err.trim().split('\n')[0]).toMatch(message);
  });

  test('a file that cannot be written', async () => {
    out = '/nowhere/network.json';
    expect(await snapshot(...regions)).toMatchObject({
      code: 2,
      err: expect.stringContaining('--out /nowhere/network.json: cannot be written (ENOENT)'),
    });
  });
});
