import { describe, expect, test } from 'vitest';
import { defaultPolicy } from '../../src/config.ts';
import type { RowClass } from '../../src/core/evidence/population.ts';
import { classify, judge } from '../../src/core/judge.ts';
import type { Exemption, Policy } from '../../src/core/policy.ts';
import { call, changeOf, vpcConfig } from '../support/records.ts';

const exempt = (rule: Exemption['rules'][number]): Exemption => ({
  id: 'EX-1',
  rules: [rule],
  match: { account: '111122223333' },
  reason: 'r',
  approver: 'a',
  approved: '2026-01-01T00:00:00Z',
  expires: '2027-01-01T00:00:00Z',
});
const classOf = (value: unknown, exemptions: Exemption[] = []) =>
  classify(judge(changeOf(value), { policy: { ...defaultPolicy, exemptions } }));
const model = (request: Record<string, unknown>) => call('CreateModel', { modelName: 'm', ...request });

test.each<[string, unknown, Exemption[], RowClass]>([
  ['all pass', model({ vpcConfig, enableNetworkIsolation: true }), [], 'compliant'],
  ['one fails', model({ vpcConfig }), [], 'non-compliant'],
  ['one fails, exempt', model({ vpcConfig }), [exempt('network-isolation-required')], 'exempt'],
  ['two fail, one exempt', model({}), [exempt('network-isolation-required')], 'non-compliant'],
  ['nothing could be seen', call('CreateModel', null), [], 'not-evaluable'],
  ['one fails, one unseen: the failure wins', model({ vpcConfig: 'x' }), [], 'non-compliant'],
  ['one exempt, one unseen: unseen wins', model({ vpcConfig: 'x' }), [exempt('network-isolation-required')], 'not-evaluable'],
  ['no rule applies', call('CreateEndpoint', { endpointName: 'e', endpointConfigName: 'c' }), [], 'not-applicable'],
  ['an update that leaves all alone', call('UpdateDomain', { domainId: 'd-1' }), [], 'not-applicable'],
])('%s', (_, value, exemptions, expected) => {
  expect(classOf(value, exemptions)).toBe(expected);
});

describe('judge', () => {
  test('asks enabled rules only, in report order', () => {
    expect(judge(changeOf(model({})), { policy: defaultPolicy }).map(({ rule }) => rule)).toEqual([
      'vpc-required',
      'network-isolation-required',
      'inter-container-encryption-required',
      'direct-internet-disabled',
      'vpc-only-domain',
    ]);
  });

  test('takes the severity from the policy, then from the resource type, then from the rule', () => {
    const severity = (value: unknown, policy: Policy) => judge(changeOf(value), { policy })[0]?.severity;
    const training = call('CreateTrainingJob', { trainingJobName: 't' });
    expect([severity(model({}), defaultPolicy), severity(training, defaultPolicy)]).toEqual(['medium', 'high']);
    const policy = {
      ...defaultPolicy,
      rules: { ...defaultPolicy.rules, 'vpc-required': { enabled: true, severity: 'critical' as const } },
    };
    expect(severity(model({}), policy)).toBe('critical');
  });

  test('a rule that throws is INSUFFICIENT_DATA, never a pass', () => {
    const broken = { ...changeOf(model({ vpcConfig, enableNetworkIsolation: true })) };
    Object.defineProperty(broken, 'posture', {
      get() {
        throw new Error('broken');
      },
    });
    const verdicts = judge(broken, { policy: defaultPolicy }).map(({ verdict }) => verdict.compliance);
    expect(new Set(verdicts)).toEqual(new Set(['INSUFFICIENT_DATA']));
  });
});
