import { expect, test } from 'vitest';
import type { SecurityGroupFacts } from '../../../src/core/network.ts';
import type { Posture } from '../../../src/core/posture.ts';
import { securityGroupsLeastPrivilege } from '../../../src/core/rules/security-groups-least-privilege.ts';
import { evaluate, group, healthy, is, not, permit, places, vpc } from './setup.ts';

type Direction = 'ingress' | 'egress' | 'both';

const openIn = group({ ingress: [permit({ protocol: 'tcp', fromPort: 22, toPort: 22, cidrs: ['10.0.0.0/8', '0.0.0.0/0'] })] });
const openOut = group({ egress: [permit({ cidrs: ['0.0.0.0/0'] })] });
const open6 = group({ ingress: [permit({ cidrs: ['::/0'] })] });

const openSides: [string, SecurityGroupFacts, Direction, string][] = [
  ['nothing open', group(), 'both', 'COMPLIANT'],
  ['a wide range is not the world', group({ ingress: [permit({ cidrs: ['10.0.0.0/8', '128.0.0.0/1'] })] }), 'both', 'COMPLIANT'],
  ['open in', openIn, 'both', 'NON_COMPLIANT at0 sg-1 ingress open to 0.0.0.0/0 -> no ingress open to the world'],
  ['open in, ingress', openIn, 'ingress', 'NON_COMPLIANT at0 sg-1 ingress open to 0.0.0.0/0 -> no ingress open to the world'],
  ['open in, egress', openIn, 'egress', 'COMPLIANT'],
  ['open out', openOut, 'both', 'NON_COMPLIANT at0 sg-1 egress open to 0.0.0.0/0 -> no egress open to the world'],
  ['open out, egress', openOut, 'egress', 'NON_COMPLIANT at0 sg-1 egress open to 0.0.0.0/0 -> no egress open to the world'],
  ['open out, ingress', openOut, 'ingress', 'COMPLIANT'],
  ['open to all of IPv6', open6, 'both', 'NON_COMPLIANT at0 sg-1 ingress open to ::/0 -> no ingress open to the world'],
  [
    'IPv6 spelled out',
    group({ ingress: [permit({ cidrs: ['0:0:0:0:0:0:0:0/0'] })] }),
    'both',
    'NON_COMPLIANT at0 sg-1 ingress open to 0:0:0:0:0:0:0:0/0 -> no ingress open to the world',
  ],
  [
    'both sides',
    group({ ingress: openIn.ingress, egress: openOut.egress }),
    'both',
    'NON_COMPLIANT at0 sg-1 ingress open to 0.0.0.0/0 -> no ingress open to the world; at0 sg-1 egress open to 0.0.0.0/0 -> no egress open to the world',
  ],
];

test.each(openSides)('%s', (_, facts, direction, verdict) => {
  const network = { ...healthy(), securityGroups: { 'sg-1': facts } };
  const parameters = { 'security-groups-least-privilege': { enabled: true, direction } };
  expect(evaluate(securityGroupsLeastPrivilege, { vpc: places(is(vpc(['subnet-a'], ['sg-1']))) }, { network, parameters })).toBe(verdict);
});

const uses: [string, Posture, string][] = [
  ['a notebook’s groups', { networkAttachment: places(is(vpc([], ['sg-open']))) }, 'NON_COMPLIANT at0 sg-open ingress open to 0.0.0.0/0'],
  ['a group that the snapshot does not know', { vpc: places(is(vpc([], ['sg-z']))) }, 'INSUFFICIENT_DATA vpc at0 no-network-facts'],
  ['a known failing one wins', { vpc: places(is(vpc([], ['sg-z', 'sg-open']))) }, 'NON_COMPLIANT at0 sg-open ingress open to 0.0.0.0/0'],
  ['an id of Object’s', { vpc: places(is(vpc([], ['__proto__']))) }, 'INSUFFICIENT_DATA vpc at0 no-network-facts'],
  ['no VpcConfig', { vpc: places(is(null)) }, 'NOT_APPLICABLE'],
  ['no groups', { vpc: places(is(vpc(['subnet-a'], []))) }, 'NOT_APPLICABLE'],
  ['omitted', { vpc: places(not('omitted')) }, 'INSUFFICIENT_DATA vpc at0 omitted'],
  ['unchanged', { vpc: places(not('unchanged')) }, 'NOT_APPLICABLE'],
  ['no such setting', {}, 'NOT_APPLICABLE'],
];

test.each(uses)('%s', (_, posture, verdict) => {
  const network = { ...healthy(), securityGroups: { 'sg-1': group(), 'sg-open': openIn } };
  expect(evaluate(securityGroupsLeastPrivilege, posture, { network }).split(' -> ')[0]).toBe(verdict);
});

test('without network facts', () => {
  expect(evaluate(securityGroupsLeastPrivilege, { vpc: places(is(vpc([], ['sg-1']))) })).toBe('INSUFFICIENT_DATA vpc at0 no-network-facts');
});
