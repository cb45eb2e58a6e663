import { expect, test } from 'vitest';
import type { Posture } from '../../../src/core/posture.ts';
import { serverlessOutsideVpc } from '../../../src/core/rules/serverless-outside-vpc.ts';
import { evaluate, is, not, places } from './setup.ts';

const table: [string, Posture, string][] = [
  ['instances', { serverlessVariant: places(is(false)) }, 'COMPLIANT'],
  ['serverless', { serverlessVariant: places(is(true)) }, 'NON_COMPLIANT at0 serverless -> instances'],
  ['a serverless shadow', { serverlessVariant: places(is(false), is(true)) }, 'NON_COMPLIANT at1 serverless -> instances'],
  ['omitted', { serverlessVariant: places(not('omitted')) }, 'INSUFFICIENT_DATA serverlessVariant at0 omitted'],
  ['no variant', { serverlessVariant: [] }, 'NOT_APPLICABLE'],
  ['no such setting', {}, 'NOT_APPLICABLE'],
];

test.each(table)('%s', (_, posture, verdict) => expect(evaluate(serverlessOutsideVpc, posture, { type: 'EndpointConfig' })).toBe(verdict));
