import { expect, test } from 'vitest';
import type { Posture } from '../../../src/core/posture.ts';
import { networkIsolationRequired } from '../../../src/core/rules/network-isolation-required.ts';
import { evaluate, is, not, places, vpc } from './setup.ts';

const table: [string, Posture, string][] = [
  ['isolated', { networkIsolation: places(is(true)) }, 'COMPLIANT'],
  ['not isolated', { networkIsolation: places(is(false)) }, 'NON_COMPLIANT at0 false -> true'],
  [
    'a VpcConfig is no isolation',
    { networkIsolation: places(is(false)), vpc: places(is(vpc(['subnet-a'], ['sg-1']))) },
    'NON_COMPLIANT at0 false -> true',
  ],
  ['one tuning definition is not', { networkIsolation: places(is(true), is(false)) }, 'NON_COMPLIANT at1 false -> true'],
  ['one cannot be seen', { networkIsolation: places(is(true), not('opaque')) }, 'INSUFFICIENT_DATA networkIsolation at1 opaque'],
  ['omitted', { networkIsolation: places(not('omitted')) }, 'INSUFFICIENT_DATA networkIsolation at0 omitted'],
  ['unchanged', { networkIsolation: places(not('unchanged')) }, 'NOT_APPLICABLE'],
  ['AutoML has no such setting', { vpc: places(is(null)) }, 'NOT_APPLICABLE'],
];

test.each(table)('%s', (_, posture, verdict) => expect(evaluate(networkIsolationRequired, posture)).toBe(verdict));
