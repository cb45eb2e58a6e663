import { expect, test } from 'vitest';
import type { Posture } from '../../../src/core/posture.ts';
import { privateSubnets } from '../../../src/core/rules/private-subnets.ts';
import { evaluate, healthy, is, not, places, subnet, vpc } from './setup.ts';

const network = {
  ...healthy(),
  subnets: {
    'subnet-a': subnet(),
    'subnet-nat': subnet({ routesToNat: true }),
    'subnet-igw': subnet({ routesToInternetGateway: true }),
    'subnet-map': subnet({ mapPublicIpOnLaunch: true }),
    'subnet-unseen': { vpcId: 'vpc-1', availabilityZone: 'eu-west-1a', mapPublicIpOnLaunch: false },
    'subnet-unseen-map': { vpcId: 'vpc-1', availabilityZone: 'eu-west-1a', mapPublicIpOnLaunch: true },
    'subnet-public': subnet({ routesToInternetGateway: true, mapPublicIpOnLaunch: true }),
  },
};

const inSubnets = (...ids: string[]): Posture => ({ vpc: places(is(vpc(ids, ['sg-1']))) });

const table: [string, Posture, string][] = [
  ['private', inSubnets('subnet-a'), 'COMPLIANT'],
  ['routes unseen', inSubnets('subnet-unseen'), 'INSUFFICIENT_DATA vpc at0 no-network-facts'],
  [
    'routes unseen, and public addresses',
    inSubnets('subnet-unseen-map'),
    'NON_COMPLIANT at0 subnet-unseen-map maps public addresses -> no public addresses',
  ],
  ['private with NAT', inSubnets('subnet-nat'), 'COMPLIANT'],
  [
    'a route to an internet gateway',
    inSubnets('subnet-igw'),
    'NON_COMPLIANT at0 subnet-igw routes to an internet gateway -> no route to an internet gateway',
  ],
  ['maps public addresses', inSubnets('subnet-map'), 'NON_COMPLIANT at0 subnet-map maps public addresses -> no public addresses'],
  [
    'both, beside a private one',
    inSubnets('subnet-a', 'subnet-public'),
    'NON_COMPLIANT at0 subnet-public routes to an internet gateway -> no route to an internet gateway; at0 subnet-public maps public addresses -> no public addresses',
  ],
  [
    'a notebook’s subnet',
    { networkAttachment: places(is(vpc(['subnet-map'], []))) },
    'NON_COMPLIANT at0 subnet-map maps public addresses -> no public addresses',
  ],
  ['a subnet that the snapshot does not know', inSubnets('subnet-a', 'subnet-z'), 'INSUFFICIENT_DATA vpc at0 no-network-facts'],
  [
    'a known failing one wins',
    inSubnets('subnet-z', 'subnet-map'),
    'NON_COMPLIANT at0 subnet-map maps public addresses -> no public addresses',
  ],
  ['an id of Object’s', inSubnets('toString'), 'INSUFFICIENT_DATA vpc at0 no-network-facts'],
  ['no VpcConfig', { vpc: places(is(null)) }, 'NOT_APPLICABLE'],
  ['no subnets', inSubnets(), 'NOT_APPLICABLE'],
  ['omitted', { vpc: places(not('omitted')) }, 'INSUFFICIENT_DATA vpc at0 omitted'],
  ['unchanged', { vpc: places(not('unchanged')) }, 'NOT_APPLICABLE'],
  ['no such setting', {}, 'NOT_APPLICABLE'],
];

test.each(table)('%s', (_, posture, verdict) => expect(evaluate(privateSubnets, posture, { network })).toBe(verdict));

test('without network facts', () => {
  expect(evaluate(privateSubnets, inSubnets('subnet-a'))).toBe('INSUFFICIENT_DATA vpc at0 no-network-facts');
});
