import { expect, test } from 'vitest';
import type { AllowList } from '../../../src/core/policy.ts';
import type { Posture } from '../../../src/core/posture.ts';
import { approvedNetwork } from '../../../src/core/rules/approved-network.ts';
import { evaluate, group, healthy, is, not, places, subnet, vpc } from './setup.ts';

const ours = { vpc: places(is(vpc(['subnet-a'], ['sg-1']))) };
const domain = { networkAttachment: places(is({ vpcId: 'vpc-9', subnets: ['subnet-a'], securityGroupIds: [] })) };

const network = {
  ...healthy(),
  subnets: { ...healthy().subnets, 'subnet-x': subnet({ vpcId: 'vpc-x' }) },
  securityGroups: { 'sg-1': group(), 'sg-x': group({ vpcId: 'vpc-x' }) },
};

const table: [string, Posture, Partial<AllowList>, string][] = [
  ['empty lists allow any', ours, {}, 'COMPLIANT'],
  ['an approved subnet', ours, { subnets: ['subnet-a', 'subnet-b'] }, 'COMPLIANT'],
  ['another subnet', ours, { subnets: ['subnet-b'] }, 'NON_COMPLIANT at0 subnet-a -> approved subnet'],
  ['another group', ours, { securityGroups: ['sg-2'] }, 'NON_COMPLIANT at0 sg-1 -> approved security group'],
  [
    'each id that is outside',
    { vpc: places(is(vpc(['subnet-a', 'subnet-b', 'subnet-c'], ['sg-1']))) },
    { subnets: ['subnet-b'], securityGroups: ['sg-1'] },
    'NON_COMPLIANT at0 subnet-a -> approved subnet; at0 subnet-c -> approved subnet',
  ],
  ['an approved VPC', ours, { vpcs: ['vpc-1'] }, 'COMPLIANT'],
  ['another VPC', ours, { vpcs: ['vpc-2'] }, 'NON_COMPLIANT at0 vpc-1 -> approved VPC'],
  [
    'subnets of two VPCs',
    { vpc: places(is(vpc(['subnet-a', 'subnet-x'], ['sg-1']))) },
    { vpcs: ['vpc-1'] },
    'NON_COMPLIANT at0 vpc-x -> approved VPC',
  ],
  [
    'a subnet that the snapshot does not know',
    { vpc: places(is(vpc(['subnet-z'], ['sg-1']))) },
    { vpcs: ['vpc-1'] },
    'INSUFFICIENT_DATA vpc at0 no-network-facts',
  ],
  [
    'a known failing one wins',
    { vpc: places(is(vpc(['subnet-z', 'subnet-x'], ['sg-1']))) },
    { vpcs: ['vpc-1'] },
    'NON_COMPLIANT at0 vpc-x -> approved VPC',
  ],
  ['a domain says its VPC', domain, { vpcs: ['vpc-1'] }, 'NON_COMPLIANT at0 vpc-9 -> approved VPC'],
  ['a domain in an approved one', domain, { vpcs: ['vpc-9'] }, 'COMPLIANT'],
  [
    'a user profile’s groups',
    { networkAttachment: places(is(vpc([], ['sg-x']))) },
    { vpcs: ['vpc-1'] },
    'NON_COMPLIANT at0 vpc-x -> approved VPC',
  ],
  ['an id of Object’s', { vpc: places(is(vpc(['constructor'], []))) }, { vpcs: ['vpc-1'] }, 'INSUFFICIENT_DATA vpc at0 no-network-facts'],
  ['no VpcConfig: nothing is outside', { vpc: places(is(null)) }, { subnets: ['subnet-a'] }, 'NOT_APPLICABLE'],
  ['a notebook without a subnet', { networkAttachment: places(is(vpc([], []))) }, { subnets: ['subnet-a'] }, 'NOT_APPLICABLE'],
  ['omitted', { vpc: places(not('omitted')) }, { subnets: ['subnet-a'] }, 'INSUFFICIENT_DATA vpc at0 omitted'],
  [
    'omitted attachment',
    { networkAttachment: places(not('omitted')) },
    { subnets: ['subnet-a'] },
    'INSUFFICIENT_DATA networkAttachment at0 omitted',
  ],
  ['unchanged', { vpc: places(not('unchanged')) }, { subnets: ['subnet-a'] }, 'NOT_APPLICABLE'],
  ['no such setting', {}, { subnets: ['subnet-a'] }, 'NOT_APPLICABLE'],
];

const allow = (lists: Partial<AllowList>) => ({
  'approved-network': { enabled: true, vpcs: [], subnets: [], securityGroups: [], ...lists },
});

test.each(table)('%s', (_, posture, lists, verdict) => {
  expect(evaluate(approvedNetwork, posture, { network, parameters: allow(lists) })).toBe(verdict);
});

test.each([
  ['a VPC list', { vpcs: ['vpc-1'] }, 'INSUFFICIENT_DATA vpc at0 no-network-facts'],
  ['subnet and group lists', { subnets: ['subnet-a'], securityGroups: ['sg-1'] }, 'COMPLIANT'],
])('without network facts: %s', (_, lists, verdict) => {
  expect(evaluate(approvedNetwork, ours, { parameters: allow(lists) })).toBe(verdict);
});
