import { expect, test } from 'vitest';
import type { Known } from '../../../src/core/posture.ts';
import type { ResourceType } from '../../../src/core/resources/types.ts';
import { interContainerEncryptionRequired } from '../../../src/core/rules/inter-container-encryption-required.ts';
import { evaluate, is, not, places } from './setup.ts';

type Traffic = Known<{ encrypted: boolean; instanceCount: number | null }>;

const traffic = (encrypted: boolean, instanceCount: number | null): Traffic => is({ encrypted, instanceCount });

const table: [string, Traffic[], { type?: ResourceType; always?: boolean }, string][] = [
  ['two instances, encrypted', [traffic(true, 2)], {}, 'COMPLIANT'],
  ['two instances, in clear', [traffic(false, 2)], {}, 'NON_COMPLIANT at0 false with 2 instances -> true'],
  ['one instance, in clear', [traffic(false, 1)], {}, 'COMPLIANT'],
  ['one instance, in clear, always', [traffic(false, 1)], { always: true }, 'NON_COMPLIANT at0 false with 1 instance -> true'],
  ['one instance, encrypted, always', [traffic(true, 1)], { always: true }, 'COMPLIANT'],
  ['count not said, in clear', [traffic(false, null)], {}, 'INSUFFICIENT_DATA interContainerTraffic at0 omitted'],
  ['count not said, encrypted', [traffic(true, null)], {}, 'COMPLIANT'],
  ['count not said, in clear, always', [traffic(false, null)], { always: true }, 'NON_COMPLIANT at0 false -> true'],
  ['AutoML, in clear', [traffic(false, null)], { type: 'AutoMLJob' }, 'NON_COMPLIANT at0 false -> true'],
  ['AutoML, encrypted', [traffic(true, null)], { type: 'AutoMLJob' }, 'COMPLIANT'],
  ['one of two definitions', [traffic(false, 1), traffic(false, 3)], {}, 'NON_COMPLIANT at1 false with 3 instances -> true'],
  ['flag not seen', [not('omitted')], {}, 'INSUFFICIENT_DATA interContainerTraffic at0 omitted'],
  ['flag not seen, AutoML', [not('opaque')], { type: 'AutoMLJob' }, 'INSUFFICIENT_DATA interContainerTraffic at0 opaque'],
  ['unchanged', [not('unchanged')], {}, 'NOT_APPLICABLE'],
];

test.each(table)('%s', (_, values, { type, always = false }, verdict) => {
  const parameters = { 'inter-container-encryption-required': { enabled: true, always } };
  const posture = { interContainerTraffic: places(...values) };
  expect(evaluate(interContainerEncryptionRequired, posture, { ...(type && { type }), parameters })).toBe(verdict);
});

test.each([
  ['Steps[1].Arguments.AutoMLJobConfig.SecurityConfig.EnableInterContainerTrafficEncryption', 'NON_COMPLIANT'],
  ['Steps[1].Arguments.SecurityConfig.EnableInterContainerTrafficEncryption', 'NON_COMPLIANT'],
  ['Steps[1].Arguments.EnableInterContainerTrafficEncryption', 'INSUFFICIENT_DATA'],
])('a pipeline step at %s without a count: %s', (at, compliance) => {
  const posture = { interContainerTraffic: [{ at, value: traffic(false, null) }] };
  expect(evaluate(interContainerEncryptionRequired, posture, { type: 'Pipeline' })).toMatch(compliance);
});

test('no such setting', () => expect(evaluate(interContainerEncryptionRequired, {}, { type: 'Model' })).toBe('NOT_APPLICABLE'));
