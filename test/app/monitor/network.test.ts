import { describe, expect, test } from 'vitest';
import { monitor } from '../../../src/app/monitor.ts';
import type { Networks } from '../../../src/app/ports.ts';
import { defaultPolicy } from '../../../src/config.ts';
import type { ChangeAlert } from '../../../src/core/alert.ts';
import type { NetworkFacts, NetworkProblem } from '../../../src/core/network.ts';
import type { NetworkNeeds } from '../../../src/core/network-needs.ts';
import type { Policy } from '../../../src/core/policy.ts';
import type { RuleId } from '../../../src/core/rule.ts';
import { call } from '../../support/records.ts';
import { ledgerStore } from './store.ts';
import { arnOf, fakeWorld, parsed, principal } from './world.ts';

/** The live path asks EC2 where a rule of the policy needs its facts, and never else. */

const store = ledgerStore();

const none: NetworkFacts = { takenAt: '2026-08-01T12:00:05Z', vpcs: {}, subnets: {}, securityGroups: {} };
const subnet = (routesToInternetGateway: boolean): NetworkFacts => ({
  ...none,
  subnets: { 'subnet-1': { vpcId: 'vpc-1', availabilityZone: 'euw1-az1', mapPublicIpOnLaunch: false, routesToInternetGateway } },
});
const failing = (why: NetworkProblem['why']): NetworkFacts => ({
  ...none,
  problems: [{ account: '111122223333', region: 'eu-west-1', action: 'ec2:DescribeSubnets', why, ids: ['subnet-1'] }],
});

type Answer = NetworkFacts | Error;

/** EC2 answers so, one after the other; what it was asked for stays. */
function ec2(...answers: readonly Answer[]) {
  const asked: (NetworkNeeds & { readonly place: string })[] = [];
  const networks: Networks = {
    async factsOf({ account, region }, needs) {
      asked.push({ ...needs, place: `${account} ${region}` });
      const answer = answers[Math.min(asked.length, answers.length) - 1] ?? none;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return { asked, networks };
}

const enabling = (...ids: readonly RuleId[]): Partial<Policy> => ({
  rules: { ...defaultPolicy.rules, ...Object.fromEntries(ids.map((id) => [id, { ...defaultPolicy.rules[id], enabled: true }])) },
});

let serial = 0;
const model = (vpcConfig: unknown = { subnets: ['subnet-1'], securityGroupIds: ['sg-1'] }) =>
  call('CreateModel', { modelName: `m-${++serial}`, vpcConfig, enableNetworkIsolation: true }, principal());

const worldWith = (networks: Networks | undefined, policy: Partial<Policy> = enabling('private-subnets')) => {
  const there = fakeWorld({ table: store.table, policy });
  return Object.assign(there, networks && { networks });
};
const verdicts = (alerts: readonly unknown[]) =>
  (alerts as ChangeAlert[]).map(({ verdict, failures }) => [
    verdict,
    failures.map(({ rule, missing }) => (missing ? `${rule}: ${missing.why}` : rule)),
  ]);

test('a public subnet is an alert', async () => {
  const { asked, networks } = ec2(subnet(true));
  const there = worldWith(networks);
  await monitor(parsed(model()), there);
  expect(verdicts(there.alerts)).toEqual([['NON_COMPLIANT', ['private-subnets']]]);
  expect(asked).toEqual([
    { place: '111122223333 eu-west-1', vpcs: [], subnets: ['subnet-1'], securityGroups: ['sg-1'], instanceTypes: [] },
  ]);
});

test('a private subnet is none, and Describe is not asked', async () => {
  const there = worldWith(ec2(subnet(false)).networks);
  expect(await monitor(parsed(model()), there)).toBe('done');
  expect([there.alerts, there.calls]).toEqual([[], []]);
});

test('what the record does not say is described, and then its network is asked for', async () => {
  const { asked, networks } = ec2(subnet(true));
  const there = worldWith(networks);
  const arn = arnOf('model', `d-${++serial}`);
  const answer = {
    ModelName: arn.split('/')[1],
    VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
    EnableNetworkIsolation: true,
  };
  there.account.set(`Model/${arn.split('/')[1]}`, { arn, creationTime: '2026-08-01T12:00:01Z', status: null, answer });
  await monitor(parsed(call('CreateModel', null, { responseElements: { modelArn: arn }, ...principal() })), there);
  expect(verdicts(there.alerts)).toEqual([['NON_COMPLIANT', ['private-subnets']]]);
  expect(asked).toHaveLength(1);
});

describe('an alert is never lost to EC2', () => {
  test.each([
    ['that is denied', failing('access-denied')],
    ['that knows nothing of the subnet', failing('resource-gone')],
    ['whose adapter has a bug', new TypeError('undefined is not a function')],
  ])('%s', async (_, answer) => {
    const there = worldWith(ec2(answer).networks);
    expect(await monitor(parsed(model()), there)).toBe('done');
    expect(verdicts(there.alerts)).toEqual([['INSUFFICIENT_DATA', ['private-subnets: no-network-facts']]]);
    expect(there.logged.some((line) => line.includes('facts about the network'))).toBe(true);
  });

  test('that is busy: it is asked again later, and told when that does not help', async () => {
    const { networks } = ec2(failing('throttled'));
    const there = worldWith(networks);
    const event = model();
    expect(await monitor(parsed(event), there)).toBe('deferred');
    expect([there.alerts, there.deferred.length]).toEqual([[], 1]);
    there.time += 31 * 60_000;
    await monitor(parsed(event), there);
    expect(verdicts(there.alerts)).toEqual([['INSUFFICIENT_DATA', ['private-subnets: no-network-facts']]]);
  });

  test('that is busy, and then is not', async () => {
    const there = worldWith(ec2(failing('no-answer'), subnet(true)).networks);
    const event = model();
    await monitor(parsed(event), there);
    there.time += 60_000;
    await monitor(parsed(event), there);
    expect(verdicts(there.alerts)).toEqual([['NON_COMPLIANT', ['private-subnets']]]);
  });

  test('that is busy, when another rule fails anyway: at once', async () => {
    const there = worldWith(ec2(failing('throttled')).networks);
    const open = call(
      'CreateModel',
      { modelName: `m-${++serial}`, vpcConfig: { subnets: ['subnet-1'], securityGroupIds: ['sg-1'] } },
      principal(),
    );
    await monitor(parsed(open), there);
    expect(verdicts(there.alerts)).toEqual([['NON_COMPLIANT', ['network-isolation-required']]]);
  });

  test('without EC2 at all', async () => {
    const there = worldWith(undefined);
    await monitor(parsed(model()), there);
    expect(verdicts(there.alerts)).toEqual([['INSUFFICIENT_DATA', ['private-subnets: no-network-facts']]]);
  });
});

describe('nobody is asked', () => {
  test('when the policy has none of these rules on, and all is as without EC2', async () => {
    for (const event of [model(), model(null), call('CreateModel', null, principal())]) {
      const { asked, networks } = ec2(new Error('nobody asks'));
      const [asking, plain] = [worldWith(networks, {}), worldWith(undefined, {})];
      // The same change twice: under another id and by another principal, as there is one ledger, and it groups alerts.
      const twin = { ...event, eventID: `${event.eventID}-twin`, ...principal() };
      const outcomes = [await monitor(parsed(event), asking), await monitor(parsed(twin), plain)];
      expect(outcomes[0]).toBe(outcomes[1]);
      expect(asked).toEqual([]);
      expect([verdicts(asking.alerts), asking.calls, asking.logged.length]).toEqual([
        verdicts(plain.alerts),
        plain.calls,
        plain.logged.length,
      ]);
    }
  });

  test('about a change without a network', async () => {
    const { asked, networks } = ec2();
    await monitor(parsed(model(null)), worldWith(networks));
    expect(asked).toEqual([]);
  });

  test('of what a record names that is no change, or failed', async () => {
    const { asked, networks } = ec2();
    await monitor(
      parsed(model({ subnets: ['subnet-1'], securityGroupIds: [] })),
      Object.assign(worldWith(networks), { network: subnet(false) }),
    );
    await monitor(parsed({ ...model(), errorCode: 'AccessDenied' }), worldWith(networks));
    expect(asked).toEqual([]);
  });

  test.each<[string, Partial<Policy>, number]>([
    ['private-subnets', enabling('private-subnets'), 1],
    ['security-groups-least-privilege', enabling('security-groups-least-privilege'), 1],
    ['vpc-prerequisites', enabling('vpc-prerequisites'), 1],
    ['network-isolation-required', enabling('network-isolation-required'), 0],
    [
      'approved-network without VPCs',
      { rules: { ...defaultPolicy.rules, 'approved-network': { enabled: true, vpcs: [], subnets: ['subnet-1'], securityGroups: [] } } },
      0,
    ],
    [
      'approved-network of VPCs',
      { rules: { ...defaultPolicy.rules, 'approved-network': { enabled: true, vpcs: ['vpc-1'], subnets: [], securityGroups: [] } } },
      1,
    ],
  ])('by the rule alone: %s', async (_, policy, times) => {
    const { asked, networks } = ec2();
    await monitor(parsed(model()), worldWith(networks, policy));
    expect(asked).toHaveLength(times);
  });
});
