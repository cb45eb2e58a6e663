import { expect, test } from 'vitest';
import type { Posture } from '../../../src/core/posture.ts';
import { vpcOnlyDomain } from '../../../src/core/rules/vpc-only-domain.ts';
import { evaluate, is, not, places } from './setup.ts';

const table: [string, Posture, string][] = [
  ['VPC only', { appNetworkAccessType: places(is('VpcOnly')) }, 'COMPLIANT'],
  ['public', { appNetworkAccessType: places(is('PublicInternetOnly')) }, 'NON_COMPLIANT at0 PublicInternetOnly -> VpcOnly'],
  [
    'public with a VPC',
    {
      appNetworkAccessType: places(is('PublicInternetOnly')),
      networkAttachment: places(is({ vpcId: 'vpc-1', subnets: ['subnet-a'], securityGroupIds: [] })),
    },
    'NON_COMPLIANT at0 PublicInternetOnly -> VpcOnly',
  ],
  ['omitted', { appNetworkAccessType: places(not('omitted')) }, 'INSUFFICIENT_DATA appNetworkAccessType at0 omitted'],
  ['an update that leaves it alone', { appNetworkAccessType: places(not('unchanged')) }, 'NOT_APPLICABLE'],
  ['no such setting', {}, 'NOT_APPLICABLE'],
];

test.each(table)('%s', (_, posture, verdict) => expect(evaluate(vpcOnlyDomain, posture, { type: 'Domain' })).toBe(verdict));
