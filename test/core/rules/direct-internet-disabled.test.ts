import { expect, test } from 'vitest';
import type { Posture } from '../../../src/core/posture.ts';
import { directInternetDisabled } from '../../../src/core/rules/direct-internet-disabled.ts';
import { evaluate, is, not, places, vpc } from './setup.ts';

const table: [string, Posture, string][] = [
  ['disabled', { directInternetAccess: places(is('Disabled')) }, 'COMPLIANT'],
  ['enabled', { directInternetAccess: places(is('Enabled')) }, 'NON_COMPLIANT at0 Enabled -> Disabled'],
  [
    'enabled with a subnet',
    { directInternetAccess: places(is('Enabled')), networkAttachment: places(is(vpc(['subnet-a'], ['sg-1']))) },
    'NON_COMPLIANT at0 Enabled -> Disabled',
  ],
  ['omitted', { directInternetAccess: places(not('omitted')) }, 'INSUFFICIENT_DATA directInternetAccess at0 omitted'],
  ['unchanged', { directInternetAccess: places(not('unchanged')) }, 'NOT_APPLICABLE'],
  ['no such setting', { vpc: places(is(null)) }, 'NOT_APPLICABLE'],
];

test.each(table)('%s', (_, posture, verdict) =>
  expect(evaluate(directInternetDisabled, posture, { type: 'NotebookInstance' })).toBe(verdict),
);
