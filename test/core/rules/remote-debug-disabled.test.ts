import { expect, test } from 'vitest';
import type { Posture } from '../../../src/core/posture.ts';
import { remoteDebugDisabled } from '../../../src/core/rules/remote-debug-disabled.ts';
import { evaluate, is, not, places } from './setup.ts';

const table: [string, Posture, string][] = [
  ['off', { remoteDebug: places(is(false)) }, 'COMPLIANT'],
  ['on', { remoteDebug: places(is(true)) }, 'NON_COMPLIANT at0 true -> false'],
  ['omitted', { remoteDebug: places(not('omitted')) }, 'INSUFFICIENT_DATA remoteDebug at0 omitted'],
  ['unchanged', { remoteDebug: places(not('unchanged')) }, 'NOT_APPLICABLE'],
  ['no such setting', {}, 'NOT_APPLICABLE'],
];

test.each(table)('%s', (_, posture, verdict) => expect(evaluate(remoteDebugDisabled, posture)).toBe(verdict));
