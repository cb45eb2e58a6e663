import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Posture, type SettingName, type Unknown, unknown } from '../../../src/core/posture.ts';
import { resourceTypes } from '../../../src/core/resources/types.ts';
import { rules } from '../../../src/core/rules/index.ts';
import { changeOf, healthy, policyOf } from './setup.ts';

const whys: Unknown[] = ['not-recorded', 'omitted', 'opaque', 'unchanged', 'access-denied', 'throttled', 'resource-gone'];
const id = fc.oneof(fc.constantFrom('subnet-a', 'subnet-b', 'sg-1', 'vpc-1', '__proto__', 'constructor', ''), fc.string());
const config = fc.record({ subnets: fc.array(id), securityGroupIds: fc.array(id) });
const count = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 9 }));

function settingOf<T>(value: fc.Arbitrary<T>) {
  const seen = value.map((each) => ({ known: true as const, value: each, from: 'request' as const }));
  return fc.array(fc.record({ at: fc.string(), value: fc.oneof(seen, fc.constantFrom(...whys).map(unknown)) }), { maxLength: 4 });
}

const settings: { [S in SettingName]-?: fc.Arbitrary<NonNullable<Posture[S]>> } = {
  vpc: settingOf(fc.option(config)),
  clusterVpc: settingOf(fc.option(config)),
  networkAttachment: settingOf(
    fc.record({ subnets: fc.array(id), securityGroupIds: fc.array(id), vpcId: id }, { requiredKeys: ['subnets', 'securityGroupIds'] }),
  ),
  networkIsolation: settingOf(fc.boolean()),
  interContainerTraffic: settingOf(fc.record({ encrypted: fc.boolean(), instanceCount: count })),
  directInternetAccess: settingOf(fc.constantFrom('Enabled', 'Disabled')),
  appNetworkAccessType: settingOf(fc.constantFrom('PublicInternetOnly', 'VpcOnly')),
  remoteDebug: settingOf(fc.boolean()),
  serverlessVariant: settingOf(fc.boolean()),
  instances: settingOf(fc.array(fc.record({ type: fc.option(fc.constantFrom('ml.m5.large', '__proto__')), count }))),
};

const change = fc
  .tuple(fc.record(settings, { requiredKeys: [] }), fc.constantFrom(...resourceTypes))
  .map(([posture, type]) => changeOf(posture as Posture, type));
const network = fc.option(fc.constant(healthy()), { nil: undefined });
const contextOf = (facts: ReturnType<typeof healthy> | undefined) => ({ policy: policyOf(), ...(facts && { network: facts }) });

test.each(rules.map((rule) => [rule.id, rule] as const))('%s is total, and says the same twice', (_, rule) => {
  fc.assert(
    fc.property(change, network, (each, facts) => {
      const context = contextOf(facts);
      expect(rule.evaluate(each, context)).toEqual(rule.evaluate(each, context));
    }),
  );
});

test.each(rules.map((rule) => [rule.id, rule] as const))('%s: what cannot be seen is never COMPLIANT', (_, rule) => {
  const hidden = (posture: Posture, why: Unknown) =>
    Object.fromEntries(
      Object.entries(posture).map(([name, places]) => [name, places.map((place: object) => ({ ...place, value: unknown(why) }))]),
    );
  fc.assert(
    fc.property(change, network, fc.constantFrom(...whys), (each, facts, why) => {
      const verdict = rule.evaluate({ ...each, posture: hidden(each.posture, why) }, contextOf(facts));
      expect(['INSUFFICIENT_DATA', 'NOT_APPLICABLE']).toContain(verdict.compliance);
    }),
  );
});
