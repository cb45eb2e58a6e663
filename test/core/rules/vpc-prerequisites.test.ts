import { expect, test } from 'vitest';
import type { NetworkFacts, SecurityGroupFacts, SecurityGroupRule, SubnetFacts, VpcFacts } from '../../../src/core/network.ts';
import type { Instances, Known, Posture } from '../../../src/core/posture.ts';
import type { ResourceType } from '../../../src/core/resources/types.ts';
import { advisories, vpcPrerequisites } from '../../../src/core/rules/vpc-prerequisites.ts';
import { changeOf, endpoint, evaluate, group, healthy, is, not, permit, places, s3Gateway, subnet, vpc } from './setup.ts';

const inBoth: Posture = { vpc: places(is(vpc(['subnet-a', 'subnet-b'], ['sg-1']))) };
const inA: Posture = { vpc: places(is(vpc(['subnet-a'], ['sg-1']))) };

const withVpc = (facts: Partial<VpcFacts>): NetworkFacts => ({ ...healthy(), vpcs: { 'vpc-1': { ...healthy().vpcs['vpc-1'], ...facts } } });
const withSubnet = (facts: Partial<SubnetFacts>, more: Partial<VpcFacts> = {}): NetworkFacts => ({
  ...withVpc(more),
  subnets: { ...healthy().subnets, 'subnet-a': subnet(facts) },
});
const withGroup = (facts: Partial<SecurityGroupFacts>): NetworkFacts => ({ ...healthy(), securityGroups: { 'sg-1': group(facts) } });

const ecr = [endpoint('ecr.api', ['subnet-a']), endpoint('ecr.dkr', ['subnet-a'])];
const https = { protocol: 'tcp', fromPort: 443, toPort: 443 };

const ecrApi = endpoint('ecr.api', ['subnet-a']);
const routing = ['routeTableId', 'routesToInternetGateway', 'routesToNat', 'routesElsewhere'];

/** A network in which one group is in front of ecr.api, with this rule on 443. */
function closedBy(rule: Partial<SecurityGroupRule>, id = 'sg-ends'): NetworkFacts {
  const endpoints = [s3Gateway('rtb-1'), { ...ecrApi, securityGroupIds: [id] }, endpoint('ecr.dkr', ['subnet-a'])];
  return {
    ...withVpc({ endpoints }),
    subnets: { 'subnet-a': subnet({ cidrs: ['10.0.1.0/24'] }) },
    securityGroups: { 'sg-1': group(), 'sg-ends': group({ ingress: [permit({ ...https, ...rule })] }) },
  };
}

/** The healthy network, when some members of its facts were not answered. */
function without(kind: 'vpcs' | 'subnets', members: readonly string[]): NetworkFacts {
  const facts = healthy();
  const kept = Object.entries(facts[kind]).map(([id, each]) => [
    id,
    Object.fromEntries(Object.entries(each).filter(([member]) => !members.includes(member))),
  ]);
  return { ...facts, [kind]: Object.fromEntries(kept) };
}

const required: [string, NetworkFacts | undefined, Posture, string][] = [
  ['everything is there', healthy(), inBoth, 'COMPLIANT'],
  ['no network facts', undefined, inBoth, 'INSUFFICIENT_DATA vpc at0 no-network-facts'],
  ['DNS support off', withVpc({ dnsSupport: false }), inBoth, 'NON_COMPLIANT at0 vpc-1 DNS support off -> on'],
  ['DNS hostnames off', withVpc({ dnsHostnames: false }), inBoth, 'NON_COMPLIANT at0 vpc-1 DNS hostnames off -> on'],
  ['no S3 endpoint', withVpc({ endpoints: ecr }), inA, 'NON_COMPLIANT at0 subnet-a no S3 endpoint -> S3 endpoint or NAT'],
  [
    'an S3 gateway on another route table',
    withVpc({ endpoints: [s3Gateway('rtb-2'), ...ecr] }),
    inA,
    'NON_COMPLIANT at0 subnet-a no S3 endpoint -> S3 endpoint or NAT',
  ],
  ['an S3 interface endpoint', withVpc({ endpoints: [endpoint('s3', ['subnet-a']), ...ecr] }), inA, 'COMPLIANT'],
  [
    'an S3 interface endpoint in another zone',
    withVpc({ endpoints: [endpoint('s3', ['subnet-b']), ...ecr] }),
    inA,
    'NON_COMPLIANT at0 subnet-a in eu-west-1a, no s3 endpoint there -> s3 endpoint in that zone',
  ],
  [
    'beside a gateway the zone of an S3 interface endpoint is all the same',
    withVpc({ endpoints: [s3Gateway('rtb-1'), endpoint('s3', ['subnet-b']), ...ecr] }),
    inA,
    'COMPLIANT',
  ],
  [
    'no ecr.api endpoint, said once for a VPC',
    withVpc({ endpoints: healthy().vpcs['vpc-1'].endpoints.filter(({ service }) => service !== 'ecr.api') }),
    inBoth,
    'NON_COMPLIANT at0 vpc-1 no ecr.api endpoint -> ecr.api endpoint or NAT',
  ],
  [
    'no ecr.dkr endpoint',
    withVpc({ endpoints: healthy().vpcs['vpc-1'].endpoints.filter(({ service }) => service !== 'ecr.dkr') }),
    inBoth,
    'NON_COMPLIANT at0 vpc-1 no ecr.dkr endpoint -> ecr.dkr endpoint or NAT',
  ],
  ['NAT instead of every endpoint', withSubnet({ routesToNat: true }, { endpoints: [] }), inA, 'COMPLIANT'],
  [
    'NAT does not serve the other subnet',
    withSubnet({ routesToNat: true }, { endpoints: [] }),
    inBoth,
    'NON_COMPLIANT at0 subnet-b no S3 endpoint -> S3 endpoint or NAT; at0 vpc-1 no ecr.api endpoint -> ecr.api endpoint or NAT; at0 vpc-1 no ecr.dkr endpoint -> ecr.dkr endpoint or NAT',
  ],
  [
    'an internet gateway is no NAT: the interfaces have no public address',
    withSubnet({ routesToInternetGateway: true }, { endpoints: [s3Gateway('rtb-1')] }),
    inA,
    'NON_COMPLIANT at0 vpc-1 no ecr.api endpoint -> ecr.api endpoint or NAT; at0 vpc-1 no ecr.dkr endpoint -> ecr.dkr endpoint or NAT',
  ],
  [
    'an endpoint that covers one zone of two',
    withVpc({ endpoints: [s3Gateway('rtb-1'), endpoint('ecr.api', ['subnet-a']), endpoint('ecr.dkr', ['subnet-a', 'subnet-b'])] }),
    inBoth,
    'NON_COMPLIANT at0 subnet-b in eu-west-1b, no ecr.api endpoint there -> ecr.api endpoint in that zone',
  ],
  [
    'two endpoints that cover a zone each',
    withVpc({ endpoints: [s3Gateway('rtb-1'), ...ecr, endpoint('ecr.api', ['subnet-b']), endpoint('ecr.dkr', ['subnet-b'])] }),
    inBoth,
    'COMPLIANT',
  ],
  [
    'an endpoint in a subnet that the snapshot does not know',
    withVpc({ endpoints: [s3Gateway('rtb-1'), endpoint('ecr.api', ['subnet-z']), ecr[1]!] }),
    inA,
    'INSUFFICIENT_DATA vpc at0 no-network-facts',
  ],
  ['no egress', withGroup({ egress: [] }), inA, 'NON_COMPLIANT at0 sg-1 no egress on 443 -> egress on 443'],
  [
    'egress on another port',
    withGroup({ egress: [permit({ protocol: 'tcp', fromPort: 80, toPort: 80, cidrs: ['10.0.0.0/16'] })] }),
    inA,
    'NON_COMPLIANT at0 sg-1 no egress on 443 -> egress on 443',
  ],
  [
    'UDP is not HTTPS',
    withGroup({ egress: [permit({ ...https, protocol: 'udp', cidrs: ['10.0.0.0/16'] })] }),
    inA,
    'NON_COMPLIANT at0 sg-1 no egress on 443 -> egress on 443',
  ],
  [
    'egress to the group itself only',
    withGroup({ egress: [permit({ securityGroupIds: ['sg-1'] })] }),
    inA,
    'NON_COMPLIANT at0 sg-1 no egress on 443 -> egress on 443',
  ],
  ['egress to the endpoints’ group', withGroup({ egress: [permit({ ...https, securityGroupIds: ['sg-endpoints'] })] }), inA, 'COMPLIANT'],
  ['egress to a prefix list', withGroup({ egress: [permit({ ...https, prefixListIds: ['pl-1'] })] }), inA, 'COMPLIANT'],
  ['egress of everything', withGroup({ egress: [permit({ cidrs: ['0.0.0.0/0'] })] }), inA, 'COMPLIANT'],
  [
    'rules of several groups add up',
    { ...healthy(), securityGroups: { 'sg-1': group({ egress: [] }), 'sg-2': group() } },
    { vpc: places(is(vpc(['subnet-a'], ['sg-1', 'sg-2']))) },
    'COMPLIANT',
  ],
  [
    'a group that the snapshot does not know may let it out',
    withGroup({ egress: [] }),
    { vpc: places(is(vpc(['subnet-a'], ['sg-1', 'sg-z']))) },
    'INSUFFICIENT_DATA vpc at0 no-network-facts',
  ],
  [
    'a subnet that the snapshot does not know',
    healthy(),
    { vpc: places(is(vpc(['subnet-a', 'subnet-z'], ['sg-1']))) },
    'INSUFFICIENT_DATA vpc at0 no-network-facts',
  ],
  [
    'a known failing one wins',
    withVpc({ dnsSupport: false }),
    { vpc: places(is(vpc(['subnet-a', 'subnet-z'], ['sg-1']))) },
    'NON_COMPLIANT at0 vpc-1 DNS support off -> on',
  ],
  ['a VPC that the snapshot does not know', { ...healthy(), vpcs: {} }, inA, 'INSUFFICIENT_DATA vpc at0 no-network-facts'],
  ['no VpcConfig', healthy(), { vpc: places(is(null)) }, 'NOT_APPLICABLE'],
  ['a notebook needs none of it', healthy(), { networkAttachment: places(is(vpc(['subnet-z'], ['sg-z']))) }, 'NOT_APPLICABLE'],
  ['omitted', healthy(), { vpc: places(not('omitted')) }, 'INSUFFICIENT_DATA vpc at0 omitted'],
  ['unchanged', healthy(), { vpc: places(not('unchanged')) }, 'NOT_APPLICABLE'],
  ['no such setting', healthy(), {}, 'NOT_APPLICABLE'],
  [
    'an endpoint without private DNS names',
    withVpc({ endpoints: [s3Gateway('rtb-1'), ...ecr.map((each) => ({ ...each, privateDns: false }))] }),
    inA,
    'NON_COMPLIANT at0 vpc-1 ecr.api endpoint without private DNS names -> private DNS names; at0 vpc-1 ecr.dkr endpoint without private DNS names -> private DNS names',
  ],
  [
    'two endpoints, one with private DNS names',
    withVpc({ endpoints: [s3Gateway('rtb-1'), ...ecr, { ...ecrApi, privateDns: false }] }),
    inA,
    'COMPLIANT',
  ],
  ['an endpoint that is open to the subnet', closedBy({ cidrs: ['10.0.0.0/16'] }), inA, 'COMPLIANT'],
  ['an endpoint that is open to the group', closedBy({ securityGroupIds: ['sg-1'] }), inA, 'COMPLIANT'],
  ['an endpoint that is open to everyone', closedBy({ cidrs: ['0.0.0.0/0'] }), inA, 'COMPLIANT'],
  [
    'an endpoint that is open to others only',
    closedBy({ cidrs: ['10.9.0.0/16'], securityGroupIds: ['sg-9'] }),
    inA,
    'NON_COMPLIANT at0 ecr.api endpoint closed to subnet-a -> ingress on 443 from the subnet or its groups',
  ],
  [
    'an endpoint that is open on another port only',
    closedBy({ cidrs: ['10.0.0.0/16'], toPort: 80, fromPort: 80 }),
    inA,
    'NON_COMPLIANT at0 ecr.api endpoint closed to subnet-a -> ingress on 443 from the subnet or its groups',
  ],
  ['an endpoint that is open to a prefix list', closedBy({ prefixListIds: ['pl-1'] }), inA, 'INSUFFICIENT_DATA vpc at0 no-network-facts'],
  ['an endpoint whose groups are unknown', closedBy({}, 'sg-unknown'), inA, 'INSUFFICIENT_DATA vpc at0 no-network-facts'],
  [
    'beside NAT an endpoint that is closed does not matter',
    { ...closedBy({}), subnets: { 'subnet-a': subnet({ cidrs: ['10.0.1.0/24'], routesToNat: true }) } },
    inA,
    'COMPLIANT',
  ],
  [
    'a default route to where the snapshot does not see',
    withSubnet({ routesElsewhere: true }, { endpoints: [] }),
    inA,
    'INSUFFICIENT_DATA vpc at0 no-network-facts',
  ],
  [
    'such a route in one subnet of two',
    withSubnet({ routesElsewhere: true }, { endpoints: [] }),
    inBoth,
    'NON_COMPLIANT at0 subnet-b no S3 endpoint -> S3 endpoint or NAT; at0 vpc-1 no ecr.api endpoint -> ecr.api endpoint or NAT; at0 vpc-1 no ecr.dkr endpoint -> ecr.dkr endpoint or NAT',
  ],
  ['such a route, and every endpoint', withSubnet({ routesElsewhere: true }), inA, 'COMPLIANT'],
  ['DNS settings unseen', without('vpcs', ['dnsSupport', 'dnsHostnames']), inA, 'INSUFFICIENT_DATA vpc at0 no-network-facts'],
  ['endpoints unseen', without('vpcs', ['endpoints']), inA, 'INSUFFICIENT_DATA vpc at0 no-network-facts'],
  ['routes unseen', without('subnets', routing), inA, 'INSUFFICIENT_DATA vpc at0 no-network-facts'],
  ['flow logs unseen: they are no prerequisite', without('vpcs', ['flowLogs']), inA, 'COMPLIANT'],
  [
    'DNS settings unseen, and what is seen fails',
    { ...without('vpcs', ['dnsSupport', 'dnsHostnames']), securityGroups: { 'sg-1': group({ egress: [] }) } },
    inA,
    'NON_COMPLIANT at0 sg-1 no egress on 443 -> egress on 443',
  ],
];

test.each(required)('%s', (_, network, posture, verdict) => {
  expect(evaluate(vpcPrerequisites, posture, { type: 'Model', network })).toBe(verdict);
});

const self = { securityGroupIds: ['sg-1'] };
const peers = withGroup({ ingress: [permit(self)], egress: [permit(self), permit({ ...https, prefixListIds: ['pl-1'] })] });
const noIngress = withGroup({ egress: [permit(self), permit({ ...https, prefixListIds: ['pl-1'] })] });
const noEgress = withGroup({ ingress: [permit(self)] });
const saysIn = 'NON_COMPLIANT at0 sg-1 no ingress among themselves -> ingress from the groups themselves';
const saysOut = 'NON_COMPLIANT at0 sg-1 no egress among themselves -> egress to the groups themselves';

const distributed: [string, NetworkFacts, Known<Instances[]>, ResourceType, string][] = [
  ['groups that admit each other', peers, is([{ type: null, count: 2 }]), 'TrainingJob', 'COMPLIANT'],
  ['no rule in', noIngress, is([{ type: null, count: 2 }]), 'TrainingJob', saysIn],
  ['no rule out', noEgress, is([{ type: null, count: 2 }]), 'TrainingJob', saysOut],
  ['a tuning job', noEgress, is([{ type: null, count: 2 }]), 'HyperParameterTuningJob', saysOut],
  ['a processing job', noEgress, is([{ type: null, count: 2 }]), 'ProcessingJob', 'COMPLIANT'],
  ['one instance', noEgress, is([{ type: null, count: 1 }]), 'TrainingJob', 'COMPLIANT'],
  ['count not said', noEgress, is([{ type: null, count: null }]), 'TrainingJob', 'INSUFFICIENT_DATA vpc at0 omitted'],
  ['count not said, and it would do', peers, is([{ type: null, count: null }]), 'TrainingJob', 'COMPLIANT'],
  ['instances not seen', peers, not('opaque'), 'TrainingJob', 'INSUFFICIENT_DATA instances  opaque'],
  [
    'one port is not enough',
    withGroup({ ingress: [permit({ ...https, ...self })], egress: [permit({ cidrs: ['0.0.0.0/0'] })] }),
    is([{ type: null, count: 2 }]),
    'TrainingJob',
    saysIn,
  ],
  [
    'all of TCP in, everything out, as a new group has it',
    withGroup({ ingress: [permit({ protocol: 'tcp', fromPort: 0, toPort: 65_535, ...self })], egress: [permit({ cidrs: ['0.0.0.0/0'] })] }),
    is([{ type: null, count: 2 }]),
    'TrainingJob',
    'COMPLIANT',
  ],
];

test.each(distributed)('distributed: %s', (_, network, value, type, verdict) => {
  expect(evaluate(vpcPrerequisites, { ...inA, instances: [{ at: '', value }] }, { type, network })).toBe(verdict);
});

const zones: [string, NetworkFacts, string | null, string][] = [
  ['offered in every zone', healthy(), 'ml.m5.large', 'COMPLIANT'],
  ['offered in one of two', healthy(), 'ml.g5.xlarge', 'COMPLIANT'],
  [
    'offered in none',
    healthy(),
    'ml.p5.48xlarge',
    'NON_COMPLIANT at0 ml.p5.48xlarge not in eu-west-1a, eu-west-1b -> a subnet in eu-west-1c',
  ],
  ['a type that the snapshot does not know', healthy(), 'ml.x9.large', 'INSUFFICIENT_DATA vpc at0 no-network-facts'],
  ['no offerings in the snapshot', withoutOfferings(), 'ml.m5.large', 'INSUFFICIENT_DATA vpc at0 no-network-facts'],
  ['no type', healthy(), null, 'COMPLIANT'],
];

test.each(zones)('zones: %s', (_, network, type, verdict) => {
  const posture = { ...inBoth, instances: [{ at: '', value: is([{ type, count: 1 }]) }] };
  expect(evaluate(vpcPrerequisites, posture, { type: 'ProcessingJob', network })).toBe(verdict);
});

function withoutOfferings(): NetworkFacts {
  const { instanceTypeZones: _, ...rest } = healthy();
  return rest;
}

test('a tuning definition’s instances go with its own VpcConfig', () => {
  const posture: Posture = {
    vpc: [
      { at: 'TrainingJobDefinitions[0].VpcConfig', value: is(vpc(['subnet-a'], ['sg-1'])) },
      { at: 'TrainingJobDefinitions[1].VpcConfig', value: is(vpc(['subnet-b'], ['sg-1'])) },
    ],
    instances: [
      { at: 'TrainingJobDefinitions[0].', value: is([{ type: 'ml.g5.xlarge', count: 1 }]) },
      { at: 'TrainingJobDefinitions[1].', value: is([{ type: 'ml.g5.xlarge', count: 1 }]) },
    ],
  };
  expect(evaluate(vpcPrerequisites, posture, { type: 'HyperParameterTuningJob', network: healthy() })).toBe(
    'NON_COMPLIANT TrainingJobDefinitions[0].VpcConfig ml.g5.xlarge not in eu-west-1a -> a subnet in eu-west-1b',
  );
});

const advised: [string, Posture, NetworkFacts | undefined, string[]][] = [
  ['nothing to advise', inBoth, healthy(), []],
  [
    'endpoints and flow logs',
    inBoth,
    withVpc({ flowLogs: false, endpoints: [s3Gateway('rtb-1'), ...ecr, endpoint('logs', ['subnet-a'])] }),
    [
      'vpc-1: no sagemaker.api endpoint',
      'vpc-1: no sagemaker.runtime endpoint',
      'vpc-1: no sts endpoint',
      'vpc-1: no kms endpoint',
      'vpc-1: no flow logs',
    ],
  ],
  ['one zone for a model', inA, healthy(), ['subnets in one zone: eu-west-1a']],
  [
    'a type that not every zone offers',
    { ...inBoth, instances: [{ at: '', value: is([{ type: 'ml.g5.xlarge', count: 1 }]) }] },
    healthy(),
    ['ml.g5.xlarge not in eu-west-1a'],
  ],
  [
    'a notebook too',
    { networkAttachment: places(is(vpc(['subnet-a', 'subnet-b'], []))) },
    withVpc({ flowLogs: false }),
    ['vpc-1: no flow logs'],
  ],
  [
    'endpoints of FIPS are endpoints',
    inBoth,
    withVpc({ endpoints: ['logs', 'sagemaker.api', 'sagemaker.runtime', 'sts', 'kms'].map((name) => endpoint(`${name}-fips`, [])) }),
    [],
  ],
  [
    'flow logs of each subnet are as good as the VPC’s',
    inBoth,
    {
      ...withVpc({ flowLogs: false }),
      subnets: { 'subnet-a': subnet({ flowLogs: true }), 'subnet-b': subnet({ availabilityZone: 'eu-west-1b', flowLogs: true }) },
    },
    [],
  ],
  ['of what is unseen nothing is said', inBoth, without('vpcs', ['endpoints', 'flowLogs']), []],
  ['no network facts', inBoth, undefined, []],
  ['nothing known', { vpc: places(not('omitted')) }, healthy(), []],
];

test.each(advised)('advisories: %s', (_, posture, network, expected) => {
  expect(advisories(changeOf(posture, 'Model'), network)).toEqual(expected);
  const judged = evaluate(vpcPrerequisites, posture, { type: 'Model', network });
  expect(judged).not.toMatch(/flow logs|sagemaker|kms|sts|one zone/);
});
