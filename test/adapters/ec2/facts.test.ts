import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { serviceOf } from '../../../src/adapters/ec2/endpoints.ts';
import { type Ec2Bench, ec2Bench, internet, local, needs, place, route, subnet, vpcSeed } from '../../support/ec2.ts';

/** What EC2 answers, as facts. */

let bench: Ec2Bench;
beforeEach(async () => {
  bench = await ec2Bench();
});
afterEach(() => bench.close());

test('a whole VPC, from one of its subnets', async () => {
  bench.aws.put({}, vpcSeed());
  const asked = needs({
    subnets: ['subnet-private', 'subnet-public'],
    securityGroups: ['sg-job'],
    instanceTypes: ['g5.xlarge', 'p5.48xlarge'],
  });
  const endpoint = {
    type: 'Interface',
    subnetIds: ['subnet-ends'],
    routeTableIds: [],
    privateDns: true,
    securityGroupIds: ['sg-ends'],
  };
  const https = { protocol: 'tcp', fromPort: 443, toPort: 443, cidrs: [], prefixListIds: [], securityGroupIds: [] };
  const inMain = { routeTableId: 'rtb-main', routesToInternetGateway: false, routesToNat: false, routesElsewhere: false };
  expect(await bench.adapter({ now: () => 0 }).factsOf(place, asked)).toEqual({
    takenAt: '1970-01-01T00:00:00.000Z',
    vpcs: {
      'vpc-1': {
        dnsSupport: true,
        dnsHostnames: true,
        flowLogs: true,
        endpoints: [
          { ...endpoint, service: 'ecr.api' },
          { ...endpoint, service: 'ecr.dkr' },
          { service: 's3', type: 'Gateway', subnetIds: [], routeTableIds: ['rtb-main'] },
        ],
      },
    },
    subnets: {
      'subnet-private': {
        vpcId: 'vpc-1',
        availabilityZone: 'euw1-az1',
        mapPublicIpOnLaunch: false,
        ...inMain,
        flowLogs: false,
        cidrs: ['10.0.0.0/24'],
      },
      'subnet-public': {
        vpcId: 'vpc-1',
        availabilityZone: 'euw1-az1',
        mapPublicIpOnLaunch: true,
        routeTableId: 'rtb-public',
        routesToInternetGateway: true,
        routesToNat: false,
        routesElsewhere: false,
        flowLogs: false,
        cidrs: ['10.0.1.0/24'],
      },
      'subnet-ends': { vpcId: 'vpc-1', availabilityZone: 'euw1-az1', mapPublicIpOnLaunch: false, ...inMain, cidrs: ['10.0.2.0/24'] },
    },
    securityGroups: {
      'sg-job': { vpcId: 'vpc-1', ingress: [], egress: [{ ...https, securityGroupIds: ['sg-ends'] }] },
      'sg-ends': { vpcId: 'vpc-1', ingress: [{ ...https, cidrs: ['10.0.0.0/16'] }], egress: [] },
    },
    instanceTypeZones: { 'g5.xlarge': ['euw1-az1'], 'p5.48xlarge': [] },
  });
});

const routes: readonly (readonly [string, readonly object[], object])[] = [
  ['local only', [local], { routesToInternetGateway: false, routesToNat: false, routesElsewhere: false }],
  ['an internet gateway', [local, internet], { routesToInternetGateway: true, routesElsewhere: false }],
  ['an internet gateway for some addresses', [route('203.0.113.0/24', { gatewayId: 'igw-1' })], { routesToInternetGateway: true }],
  [
    'an internet gateway by IPv6',
    [{ destinationIpv6CidrBlock: '::/0', gatewayId: 'igw-1', state: 'active' }],
    { routesToInternetGateway: true },
  ],
  [
    'an egress-only internet gateway lets nothing in',
    [{ destinationIpv6CidrBlock: '::/0', egressOnlyInternetGatewayId: 'eigw-1', state: 'active' }],
    { routesToInternetGateway: false, routesToNat: false },
  ],
  ['an internet gateway that is gone', [route('0.0.0.0/0', { gatewayId: 'igw-1' }, 'blackhole')], { routesToInternetGateway: false }],
  ['NAT', [route('0.0.0.0/0', { natGatewayId: 'nat-1' })], { routesToNat: true, routesElsewhere: false }],
  [
    'NAT for two halves',
    [route('0.0.0.0/1', { natGatewayId: 'nat-1' }), route('128.0.0.0/1', { natGatewayId: 'nat-1' })],
    { routesToNat: true },
  ],
  ['NAT for some addresses is no way to S3', [route('203.0.113.0/24', { natGatewayId: 'nat-1' })], { routesToNat: false }],
  ['NAT that is gone', [route('0.0.0.0/0', { natGatewayId: 'nat-1' }, 'blackhole')], { routesToNat: false }],
  ['a transit gateway', [route('0.0.0.0/0', { transitGatewayId: 'tgw-1' })], { routesElsewhere: true, routesToNat: false }],
  ['a transit gateway for some addresses', [route('10.1.0.0/16', { transitGatewayId: 'tgw-1' })], { routesElsewhere: false }],
  ['a firewall endpoint', [route('0.0.0.0/0', { gatewayId: 'vpce-1' })], { routesElsewhere: true, routesToInternetGateway: false }],
  ['a NAT instance', [route('0.0.0.0/0', { instanceId: 'i-1', networkInterfaceId: 'eni-1' })], { routesElsewhere: true }],
  ['a peer', [route('0.0.0.0/0', { vpcPeeringConnectionId: 'pcx-1' })], { routesElsewhere: true }],
];

test.each(routes)('a route table with %s', async (_, routeSet, expected) => {
  const table = { routeTableId: 'rtb-main', vpcId: 'vpc-1', associationSet: [{ main: true }], routeSet };
  bench.aws.put({}, vpcSeed({ routeTables: [table] }));
  const { subnets } = await bench.adapter().factsOf(place, needs({ subnets: ['subnet-private'] }));
  expect(subnets['subnet-private']).toMatchObject(expected);
});

describe('the route table', () => {
  const main = { routeTableId: 'rtb-main', vpcId: 'vpc-1', associationSet: [{ main: true }], routeSet: [] };
  test('of an association that is over is not the subnet’s', async () => {
    const old = { subnetId: 'subnet-private', associationState: { state: 'disassociated' } };
    const was = { routeTableId: 'rtb-was', vpcId: 'vpc-1', associationSet: [old], routeSet: [internet] };
    bench.aws.put({}, vpcSeed({ routeTables: [was, main] }));
    const { subnets } = await bench.adapter().factsOf(place, needs({ subnets: ['subnet-private'] }));
    expect(subnets['subnet-private']?.routeTableId).toBe('rtb-main');
  });
  test('that is another VPC’s main one is not the subnet’s', async () => {
    bench.aws.put(
      {},
      vpcSeed({
        routeTables: [
          { ...main, vpcId: 'vpc-2', routeSet: [internet] },
          { ...main, routeTableId: 'rtb-own' },
        ],
      }),
    );
    const { subnets } = await bench.adapter().factsOf(place, needs({ subnets: ['subnet-private'] }));
    expect(subnets['subnet-private']).toMatchObject({ routeTableId: 'rtb-own', routesToInternetGateway: false });
  });
});

test.each([
  ['com.amazonaws.eu-west-1.s3', 's3'],
  ['com.amazonaws.eu-west-1.sagemaker.runtime', 'sagemaker.runtime'],
  ['com.amazonaws.us-gov-west-1.ecr.api', 'ecr.api'],
  ['com.amazonaws.us-east-1.kms-fips', 'kms-fips'],
  ['com.amazonaws.cn-north-1.s3', 's3'],
  ['cn.com.amazonaws.cn-northwest-1.ecr.dkr', 'ecr.dkr'],
  ['aws.sagemaker.eu-west-1.notebook', 'sagemaker.notebook'],
  ['aws.sagemaker.us-gov-east-1.studio', 'sagemaker.studio'],
  ['com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0', 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0'],
  ['example.com.amazonaws.eu-west-1.s3', 'example.com.amazonaws.eu-west-1.s3'],
])('the service %s is %s', (name, service) => {
  expect(serviceOf(name)).toBe(service);
});

test.each(['pending', 'deleting', 'rejected', 'failed', 'pendingAcceptance'])('an endpoint that is %s serves nobody', async (state) => {
  const s3 = { vpcEndpointType: 'Gateway', vpcId: 'vpc-1', serviceName: 'com.amazonaws.eu-west-1.s3', state };
  bench.aws.put({}, vpcSeed({ vpcEndpoints: [s3] }));
  expect((await bench.adapter().factsOf(place, needs({ vpcs: ['vpc-1'] }))).vpcs['vpc-1']?.endpoints).toEqual([]);
});

test.each([
  ['active', {}, true],
  ['not active', { flowLogStatus: 'INACTIVE' }, false],
  ['not delivered', { deliverLogsStatus: 'FAILED' }, false],
  ['of another VPC', { resourceId: 'vpc-2' }, false],
])('flow logs that are %s', async (_, log, expected) => {
  bench.aws.put({}, vpcSeed({ flowLogs: [{ resourceId: 'vpc-1', ...log }] }));
  expect((await bench.adapter().factsOf(place, needs({ vpcs: ['vpc-1'] }))).vpcs['vpc-1']?.flowLogs).toBe(expected);
});

test('flow logs of a subnet are the subnet’s', async () => {
  bench.aws.put({}, vpcSeed({ flowLogs: [{ resourceId: 'subnet-private' }] }));
  const { vpcs, subnets } = await bench.adapter().factsOf(place, needs({ subnets: ['subnet-private', 'subnet-public'] }));
  expect([vpcs['vpc-1']?.flowLogs, subnets['subnet-private']?.flowLogs, subnets['subnet-public']?.flowLogs]).toEqual([false, true, false]);
});

test('rules of a security group: every protocol, IPv6, prefix lists, itself', async () => {
  const ingress = { ipProtocol: '-1', ipv6Ranges: [{ cidrIpv6: '::/0' }], groups: [{ groupId: 'sg-1', userId: '111122223333' }] };
  const egress = { ipProtocol: 'tcp', fromPort: 443, toPort: 443, prefixListIds: [{ prefixListId: 'pl-1' }] };
  bench.aws.put({}, { securityGroups: [{ groupId: 'sg-1', vpcId: 'vpc-1', ipPermissions: [ingress], ipPermissionsEgress: [egress] }] });
  expect((await bench.adapter().factsOf(place, needs({ securityGroups: ['sg-1'] }))).securityGroups).toEqual({
    'sg-1': {
      vpcId: 'vpc-1',
      ingress: [{ protocol: '-1', fromPort: null, toPort: null, cidrs: ['::/0'], prefixListIds: [], securityGroupIds: ['sg-1'] }],
      egress: [{ protocol: 'tcp', fromPort: 443, toPort: 443, cidrs: [], prefixListIds: ['pl-1'], securityGroupIds: [] }],
    },
  });
});

describe('many ids', () => {
  const names = Array.from({ length: 450 }, (_, n) => `subnet-${n}`);

  test('in filters of 200 values, and by pages', async () => {
    bench.aws.put({}, vpcSeed({ subnets: names.map((name) => subnet(name)), vpcEndpoints: [] }));
    bench.aws.pageSize = 70;
    const { subnets } = await bench.adapter().factsOf(place, needs({ subnets: names }));
    expect(Object.keys(subnets)).toHaveLength(450);
    expect(bench.actions().filter((action) => action === 'DescribeSubnets')).toHaveLength(3 + 3 + 1);
  });

  test('one that is not there does not fail the others, and is named', async () => {
    bench.aws.put({}, vpcSeed());
    const facts = await bench.adapter().factsOf(place, needs({ subnets: ['subnet-gone', 'subnet-private'] }));
    expect(Object.keys(facts.subnets)).toContain('subnet-private');
    expect(facts.problems).toEqual([{ ...place, action: 'ec2:DescribeSubnets', why: 'resource-gone', ids: ['subnet-gone'] }]);
  });

  test.each(['subnet-*', 'subnet-?', '*', 'vpc-1', '__proto__', ''])('%j is no subnet, and is not asked for', async (id) => {
    bench.aws.put({}, vpcSeed());
    const facts = await bench.adapter().factsOf(place, needs({ subnets: [id] }));
    expect([facts.subnets, bench.aws.calls]).toEqual([{}, []]);
  });
});
