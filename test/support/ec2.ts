import { vi } from 'vitest';
import { type Ec2Options, ec2Networks } from '../../src/adapters/ec2.ts';
import type { Networks } from '../../src/app/ports.ts';
import type { NetworkNeeds } from '../../src/core/network-needs.ts';
import { type Ec2Seed, type Ec2StandIn, start } from '../../stand-ins/ec2.ts';
import { type StsStandIn, start as startSts } from '../../stand-ins/sts.ts';

export const home = '111122223333';
export const place = { account: home, region: 'eu-west-1' };

/** The adapter over HTTP against the stand-ins. */
export interface Ec2Bench {
  readonly aws: Ec2StandIn;
  readonly sts: StsStandIn;
  adapter(options?: Partial<Ec2Options>): Networks;
  /** Actions of the calls so far, in order. */
  actions(): string[];
  close(): Promise<void>;
}

export async function ec2Bench(): Promise<Ec2Bench> {
  const [aws, sts] = await Promise.all([start({ homeAccount: home }), startSts({ homeAccount: home })]);
  const environment = {
    AWS_ENDPOINT_URL_EC2: aws.url,
    AWS_ENDPOINT_URL_STS: sts.url,
    AWS_ACCESS_KEY_ID: 'AKIAHOME',
    AWS_SECRET_ACCESS_KEY: 'home',
    AWS_REGION: 'eu-west-1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  return {
    aws,
    sts,
    adapter: (options = {}) => ec2Networks({ homeAccount: home, ...options }),
    actions: () => aws.calls.map(({ action }) => action),
    async close() {
      vi.unstubAllEnvs();
      await Promise.all([aws.close(), sts.close()]);
    },
  };
}

export const needs = (some: Partial<NetworkNeeds>): NetworkNeeds => ({
  vpcs: [],
  subnets: [],
  securityGroups: [],
  instanceTypes: [],
  ...some,
});

export const route = (destinationCidrBlock: string, target: object, state = 'active') => ({ destinationCidrBlock, state, ...target });
export const internet = route('0.0.0.0/0', { gatewayId: 'igw-1' });
export const local = route('10.0.0.0/16', { gatewayId: 'local' });

/** A VPC as SageMaker wants it: a private and a public subnet, endpoints, one group, flow logs. */
export function vpcSeed(more: Partial<Ec2Seed> = {}): Ec2Seed {
  const https = { ipProtocol: 'tcp', fromPort: 443, toPort: 443 };
  const interfaceTo = (serviceName: string) => ({
    vpcEndpointType: 'Interface',
    vpcId: 'vpc-1',
    serviceName,
    subnetIdSet: ['subnet-ends'],
    groupSet: [{ groupId: 'sg-ends' }],
    privateDnsEnabled: true,
  });
  return {
    vpcs: [{ vpcId: 'vpc-1', enableDnsHostnames: true }],
    subnets: [
      subnet('subnet-private', { cidrBlock: '10.0.0.0/24' }),
      subnet('subnet-public', { cidrBlock: '10.0.1.0/24', mapPublicIpOnLaunch: true }),
      subnet('subnet-ends', { cidrBlock: '10.0.2.0/24' }),
    ],
    routeTables: [
      { routeTableId: 'rtb-main', vpcId: 'vpc-1', associationSet: [{ main: true }], routeSet: [local] },
      {
        routeTableId: 'rtb-public',
        vpcId: 'vpc-1',
        associationSet: [{ main: false, subnetId: 'subnet-public', associationState: { state: 'associated' } }],
        routeSet: [local, internet],
      },
    ],
    vpcEndpoints: [
      { vpcEndpointType: 'Gateway', vpcId: 'vpc-1', serviceName: 'com.amazonaws.eu-west-1.s3', routeTableIdSet: ['rtb-main'] },
      interfaceTo('com.amazonaws.eu-west-1.ecr.api'),
      interfaceTo('com.amazonaws.eu-west-1.ecr.dkr'),
    ],
    securityGroups: [
      { groupId: 'sg-job', vpcId: 'vpc-1', ipPermissionsEgress: [{ ...https, groups: [{ groupId: 'sg-ends' }] }] },
      { groupId: 'sg-ends', vpcId: 'vpc-1', ipPermissions: [{ ...https, ipRanges: [{ cidrIp: '10.0.0.0/16' }] }] },
    ],
    instanceTypeOfferings: [{ instanceType: 'g5.xlarge', locationType: 'availability-zone-id', location: 'euw1-az1' }],
    flowLogs: [{ resourceId: 'vpc-1' }],
    ...more,
  };
}

export function subnet(subnetId: string, more: object = {}) {
  const zone = { availabilityZone: 'eu-west-1c', availabilityZoneId: 'euw1-az1' };
  return { subnetId, vpcId: 'vpc-1', ...zone, mapPublicIpOnLaunch: false, ...more };
}
