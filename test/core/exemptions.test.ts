import { expect, test } from 'vitest';
import { exemptionFor, like } from '../../src/core/exemptions.ts';
import type { Exemption } from '../../src/core/policy.ts';
import { call, changeOf } from '../support/records.ts';

const change = changeOf(call('CreateModel', { modelName: 'exp-1', tags: [{ key: 'team', value: 'research' }] }));
const exemption = (members: Partial<Exemption>): Exemption => ({
  id: 'EX-1',
  rules: ['vpc-required'],
  match: { account: '111122223333' },
  reason: 'r',
  approver: 'a',
  approved: '2026-01-01T00:00:00Z',
  expires: '2027-01-01T00:00:00Z',
  ...members,
});
const status = (...exemptions: Partial<Exemption>[]) => exemptionFor(change, 'vpc-required', exemptions.map(exemption))?.status ?? null;

test.each<[string, Partial<Exemption>, string | null]>([
  ['account', { match: { account: '111122223333' } }, 'applied'],
  ['another account', { match: { account: '444455556666' } }, null],
  ['region', { match: { region: 'eu-west-1' } }, 'applied'],
  ['principal: the role, not the session', { match: { principal: 'arn:aws:iam::111122223333:role/Res*' } }, 'applied'],
  ['principal of another role', { match: { principal: 'arn:aws:iam::111122223333:role/Other*' } }, null],
  ['name pattern', { match: { name: 'exp-*' } }, 'applied'],
  ['name pattern of another', { match: { name: 'prod-*' } }, null],
  ['resource type', { match: { resourceType: 'TrainingJob' } }, null],
  ['operation', { match: { operation: 'CreateModel' } }, 'applied'],
  ['tag', { match: { tag: { key: 'team', value: 're*' } } }, 'applied'],
  ['a tag that it lacks', { match: { tag: { key: 'owner', value: '*' } } }, null],
  ['all members must match', { match: { account: '111122223333', region: 'us-east-1' } }, null],
  ['another rule', { rules: ['network-isolation-required'] }, null],
  ['approved after the event', { approved: '2026-08-01T12:00:01Z' }, 'retroactive'],
  ['approved at the event', { approved: '2026-08-01T12:00:00Z' }, 'applied'],
  ['expired at the event', { expires: '2026-08-01T12:00:00Z' }, 'expired'],
  ['a baseline of this event', { approved: '2026-12-01T00:00:00Z', baseline: { events: [change.eventId] } }, 'baseline'],
  ['a baseline of another event', { baseline: { events: ['other'] } }, null],
])('%s', (_, members, expected) => {
  expect(status(members)).toBe(expected);
});

test('one that applies goes before one that does not', () => {
  expect(status({ approved: '2026-12-01T00:00:00Z' }, {})).toBe('applied');
});

test.each<[string, string, boolean]>([
  ['a', 'a', true],
  ['a', 'ab', false],
  ['*', '', true],
  ['a*', 'abc', true],
  ['*c', 'abc', true],
  ['a*c', 'ac', true],
  ['ab*bc', 'abc', false],
  ['a*b*c', 'aXbYc', true],
  ['a*b*c', 'aXcYb', false],
  ['**', 'x', true],
  ['a.c', 'abc', false],
  ['*a*a*a*a*a*a*a*a*b', 'a'.repeat(100_000), false],
])('like(%s)', (pattern, value, expected) => {
  expect(like(pattern, value)).toBe(expected);
});
