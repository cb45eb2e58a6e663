import { expect, test } from 'vitest';
import type { Posture } from '../../../src/core/posture.ts';
import { vpcRequired } from '../../../src/core/rules/vpc-required.ts';
import { evaluate, is, not, places, vpc } from './setup.ts';

const inside = is(vpc(['subnet-a'], ['sg-1']));

const table: [string, Posture, string][] = [
  ['subnets and groups', { vpc: places(inside) }, 'COMPLIANT'],
  ['no VpcConfig', { vpc: places(is(null)) }, 'NON_COMPLIANT at0 none -> VpcConfig'],
  ['no subnets', { vpc: places(is(vpc([], ['sg-1']))) }, 'NON_COMPLIANT at0 subnets: none -> subnets and security groups'],
  ['no groups', { vpc: places(is(vpc(['subnet-a'], []))) }, 'NON_COMPLIANT at0 security groups: none -> subnets and security groups'],
  ['neither', { vpc: places(is(vpc([], []))) }, 'NON_COMPLIANT at0 subnets: none, security groups: none -> subnets and security groups'],
  ['one of two definitions outside', { vpc: places(inside, is(null)) }, 'NON_COMPLIANT at1 none -> VpcConfig'],
  [
    'all failing places are named',
    { vpc: places(is(null), inside, is(null)) },
    'NON_COMPLIANT at0 none -> VpcConfig; at2 none -> VpcConfig',
  ],
  ['a failing place wins over an unknown one', { vpc: places(not('opaque'), is(null)) }, 'NON_COMPLIANT at1 none -> VpcConfig'],
  ['an unknown place wins over a good one', { vpc: places(inside, not('opaque')) }, 'INSUFFICIENT_DATA vpc at1 opaque'],
  ['omitted', { vpc: places(not('omitted')) }, 'INSUFFICIENT_DATA vpc at0 omitted'],
  ['a service event', { vpc: places(not('not-recorded')) }, 'INSUFFICIENT_DATA vpc at0 not-recorded'],
  ['unchanged', { vpc: places(not('unchanged')) }, 'NOT_APPLICABLE'],
  ['one group unchanged, one inside', { vpc: places(not('unchanged'), inside) }, 'COMPLIANT'],
  ['one group unchanged, one omitted', { vpc: places(not('unchanged'), not('omitted')) }, 'INSUFFICIENT_DATA vpc at1 omitted'],
  ['no place', { vpc: [] }, 'NOT_APPLICABLE'],
  ['no such setting', {}, 'NOT_APPLICABLE'],
  ['a notebook’s subnet is no VpcConfig', { networkAttachment: places(inside) }, 'NOT_APPLICABLE'],
];

test.each(table)('%s', (_, posture, verdict) => expect(evaluate(vpcRequired, posture)).toBe(verdict));
