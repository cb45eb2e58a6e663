import type { Change } from '../../../src/core/change.ts';
import type {
  NetworkFacts,
  SecurityGroupFacts,
  SecurityGroupRule,
  SubnetFacts,
  VpcEndpointFacts,
  VpcFacts,
} from '../../../src/core/network.ts';
import type { Policy, RuleParameters } from '../../../src/core/policy.ts';
import { type Known, known, type Posture, type Setting, type Unknown, unknown } from '../../../src/core/posture.ts';
import type { ResourceType } from '../../../src/core/resources/types.ts';
import type { Rule, RuleId, Verdict } from '../../../src/core/rule.ts';
import { rules } from '../../../src/core/rules/index.ts';

export function changeOf(posture: Posture, type: ResourceType = 'TrainingJob'): Change {
  return {
    eventId: '6d1c2f0e-0000-4000-8000-000000000001',
    eventTime: '2026-09-30T06:00:00Z',
    account: '111122223333',
    region: 'eu-west-1',
    eventName: `Create${type}`,
    actor: { type: 'AssumedRole', name: 'arn:aws:sts::111122223333:assumed-role/ml/ana', principal: 'arn:aws:iam::111122223333:role/ml' },
    sourceIp: '198.51.100.7',
    userAgent: 'aws-cli/2',
    via: 'api',
    operation: 'create',
    resource: { type, name: 'fraud', arn: unknown('not-recorded') },
    posture,
    references: [],
    tags: {},
  };
}

export function policyOf(parameters: Partial<RuleParameters> = {}): Policy {
  const settings = Object.fromEntries(rules.map(({ id }) => [id, { enabled: true }])) as Record<RuleId, { enabled: boolean }>;
  return {
    rules: {
      ...settings,
      'inter-container-encryption-required': { enabled: true, always: false },
      'approved-network': { enabled: true, vpcs: [], subnets: [], securityGroups: [] },
      'security-groups-least-privilege': { enabled: true, direction: 'both' },
      ...parameters,
    },
    enforcement: { mode: 'dry-run', maxStopsPerHour: 0, actions: [] },
    exemptions: [],
    scope: { accounts: [], regions: [], excludeOperations: [] },
    controls: [],
  };
}

/** Places `at0`, `at1`... of a setting: a value, or why it is unknown. */
export function places<T>(...values: readonly Known<T>[]): Setting<T> {
  return values.map((value, index) => ({ at: `at${index}`, value }));
}

export const is = <T>(value: T): Known<T> => known(value);
export const not = (why: Unknown): Known<never> => unknown(why);

export const vpc = (subnets: readonly string[], securityGroupIds: readonly string[]) => ({ subnets, securityGroupIds });

/** One line per verdict, so that a table reads: `NON_COMPLIANT at0 none -> VpcConfig`. */
export function say(verdict: Verdict): string {
  if (verdict.compliance === 'NON_COMPLIANT') {
    return `NON_COMPLIANT ${verdict.because.map(({ at, found, expected }) => `${at} ${found} -> ${expected}`).join('; ')}`;
  }
  if (verdict.compliance === 'INSUFFICIENT_DATA')
    return `INSUFFICIENT_DATA ${verdict.missing.setting} ${verdict.missing.at} ${verdict.missing.why}`;
  return verdict.compliance;
}

export function evaluate(
  rule: Rule,
  posture: Posture,
  {
    type,
    network,
    parameters,
  }: { type?: ResourceType; network?: NetworkFacts | undefined; parameters?: Partial<RuleParameters> | undefined } = {},
): string {
  return say(rule.evaluate(changeOf(posture, type), { policy: policyOf(parameters), ...(network && { network }) }));
}

export const subnet = (facts: Partial<SubnetFacts> = {}): SubnetFacts => ({
  vpcId: 'vpc-1',
  availabilityZone: 'eu-west-1a',
  mapPublicIpOnLaunch: false,
  routeTableId: 'rtb-1',
  routesToInternetGateway: false,
  routesToNat: false,
  ...facts,
});

export const permit = (rule: Partial<SecurityGroupRule>): SecurityGroupRule => ({
  protocol: '-1',
  fromPort: null,
  toPort: null,
  cidrs: [],
  prefixListIds: [],
  securityGroupIds: [],
  ...rule,
});

export const group = (facts: Partial<SecurityGroupFacts> = {}): SecurityGroupFacts => ({
  vpcId: 'vpc-1',
  ingress: [],
  egress: [permit({ protocol: 'tcp', fromPort: 443, toPort: 443, cidrs: ['10.0.0.0/16'] })],
  ...facts,
});

export const endpoint = (service: string, subnetIds: readonly string[]): VpcEndpointFacts => ({
  service,
  type: 'Interface',
  subnetIds,
  routeTableIds: [],
});

export const s3Gateway = (...routeTableIds: readonly string[]): VpcEndpointFacts => ({
  service: 's3',
  type: 'Gateway',
  subnetIds: [],
  routeTableIds,
});

/** A VPC in which everything works: two private subnets in two zones, one group, every endpoint. */
export function healthy(): NetworkFacts & { vpcs: { 'vpc-1': Required<VpcFacts> } } {
  const both = ['subnet-a', 'subnet-b'];
  const services = ['ecr.api', 'ecr.dkr', 'logs', 'sagemaker.api', 'sagemaker.runtime', 'sts', 'kms'];
  return {
    takenAt: '2026-09-30T06:00:00Z',
    vpcs: {
      'vpc-1': {
        dnsSupport: true,
        dnsHostnames: true,
        flowLogs: true,
        endpoints: [s3Gateway('rtb-1'), ...services.map((service) => endpoint(service, both))],
      },
    },
    subnets: { 'subnet-a': subnet(), 'subnet-b': subnet({ availabilityZone: 'eu-west-1b' }) },
    securityGroups: { 'sg-1': group() },
    instanceTypeZones: { 'm5.large': ['eu-west-1a', 'eu-west-1b'], 'p5.48xlarge': ['eu-west-1c'], 'g5.xlarge': ['eu-west-1b'] },
  };
}
