import { expect, test } from 'vitest';
import { isAccessDenied, readAccessDenied } from '../../src/core/access-denied.ts';
import { attemptOf, call } from '../support/records.ts';

const user =
  'User: arn:aws:sts::111122223333:assumed-role/Research/alice is not authorized to perform: sagemaker:CreateModel on resource: arn:aws:sagemaker:eu-west-1:111122223333:model/m';

test.each<[string, string, ReturnType<typeof readAccessDenied>]>([
  ['an SCP', `${user} with an explicit deny in a service control policy`, { deny: 'explicit', policyType: 'service control policy' }],
  [
    'an SCP, with its ARN',
    `${user} with an explicit deny in a service control policy: arn:aws:organizations::111122223333:policy/o-1/service_control_policy/p-1`,
    { deny: 'explicit', policyType: 'service control policy' },
  ],
  [
    'an identity-based policy',
    `${user} with an explicit deny in an identity-based policy`,
    { deny: 'explicit', policyType: 'identity-based policy' },
  ],
  [
    'nothing allows it',
    `${user} because no identity-based policy allows the sagemaker:CreateModel action`,
    { deny: 'implicit', policyType: 'identity-based policy' },
  ],
  [
    'a boundary',
    `${user} because no permissions boundary allows the sagemaker:CreateModel action`,
    { deny: 'implicit', policyType: 'permissions boundary' },
  ],
  ['a VPC endpoint', `${user} with an explicit deny in a VPC endpoint policy`, { deny: 'explicit', policyType: 'vpc endpoint policy' }],
  ['an older message', user, undefined],
  ['none', '', undefined],
  [
    'a name that says something else',
    'User: x with an explicit deny in a session policy is not authorized because no identity-based policy allows it',
    { deny: 'implicit', policyType: 'identity-based policy' },
  ],
])('%s', (_, message, expected) => expect(readAccessDenied(message)).toEqual(expected));

test.each([
  ['AccessDenied', true],
  ['AccessDeniedException', true],
  ['Client.UnauthorizedOperation', true],
  ['ValidationException', false],
  ['ResourceInUse', false],
])('%s is a refusal: %s', (code, expected) => expect(isAccessDenied(code)).toBe(expected));

test('a failed attempt keeps what refused it, and nothing else of the message', () => {
  const members = { errorCode: 'AccessDeniedException', errorMessage: `${user} with an explicit deny in a service control policy` };
  const attempt = attemptOf(call('CreateModel', { modelName: 'm' }, members));
  expect(attempt.denied).toEqual({ deny: 'explicit', policyType: 'service control policy' });
  expect(JSON.stringify(attempt)).not.toContain('not authorized');
  expect(attemptOf(call('CreateModel', { modelName: 'm' }, { ...members, errorCode: 'ValidationException' })).denied).toBeUndefined();
});
