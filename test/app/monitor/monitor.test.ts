import { describe, expect, test } from 'vitest';
import { Busy, monitor, monitorEvent, UnreadableEvent } from '../../../src/app/monitor.ts';
import type { ChangeAlert } from '../../../src/core/alert.ts';
import { call, record, vpcConfig } from '../../support/records.ts';
import { ledgerStore } from './store.ts';
import { arnOf, eventTime, type FakeWorld, fakeWorld, parsed, principal, stopping, strayJob } from './world.ts';

const store = ledgerStore();
const world = (settings: Partial<Parameters<typeof fakeWorld>[0]> = {}) => fakeWorld({ table: store.table, ...settings });
const only = ({ alerts }: FakeWorld) => {
  expect(alerts).toHaveLength(1);
  return alerts[0] as ChangeAlert;
};

describe('one alert', () => {
  test('says who, what, where, how late, why and what was done', async () => {
    const there = world();
    const { record: event, name } = strayJob(there, {}, { tags: [{ key: 'team', value: 'research' }] });
    expect(await monitor(parsed(event), there)).toBe('done');
    expect(only(there)).toMatchObject({
      kind: 'change',
      id: `111122223333:eu-west-1:${event.eventID}`,
      verdict: 'NON_COMPLIANT',
      severity: 'high',
      resource: { type: 'TrainingJob', name },
      failures: [{ rule: 'vpc-required' }, { rule: 'network-isolation-required' }],
      tags: { team: 'research' },
      delaySeconds: 5,
      late: false,
      stage: 'test',
      policySha256: 'a'.repeat(64),
      actions: [],
    });
  });

  test('for the same event ten times at once, and one stop', async () => {
    const there = world({ enforcement: stopping });
    const { record: event } = strayJob(there);
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => monitor(parsed(event), there)));
    const done = outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value === 'done');
    expect(done).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(Busy);
      else expect(['done', 'duplicate']).toContain(outcome.value);
    only(there);
    expect(there.effects).toHaveLength(1);
    expect(there.calls.filter((each) => each.startsWith('stop'))).toHaveLength(1);
  });

  test('and none when the event comes again later', async () => {
    const there = world();
    const { record: event } = strayJob(there);
    await monitor(parsed(event), there);
    there.time += 3_600_000;
    expect(await monitor(parsed(event), there)).toBe('duplicate');
    only(there);
    expect(there.counted.get('Duplicates')).toBe(1);
  });

  test('marked late, when the trail told of it', async () => {
    const there = world();
    await monitor(parsed(strayJob(there).record), there, { late: true });
    expect(only(there).late).toBe(true);
    expect(there.counted.get('Late')).toBe(1);
  });

  test('is tried again until it is taken', async () => {
    const there = world();
    const { record: event } = strayJob(there);
    there.answers.publish.push(new Error('down'), new Error('down'));
    await expect(monitor(parsed(event), there)).rejects.toThrow('down');
    await expect(monitor(parsed(event), there)).rejects.toThrow(Busy);
    there.time += 60_000;
    await expect(monitor(parsed(event), there)).rejects.toThrow('down');
    there.time += 60_000;
    expect(await monitor(parsed(event), there)).toBe('done');
    only(there);
    expect(there.counted.get('AlertFailures')).toBe(2);
  });
});

describe('no alert', () => {
  test.each<[string, unknown, string]>([
    ['what complies', call('CreateModel', { modelName: 'm', vpcConfig, enableNetworkIsolation: true }), 'done'],
    ['a failed attempt', call('CreateModel', { modelName: 'm' }, { errorCode: 'AccessDenied' }), 'done'],
    ['what does not change a posture', record('AddTags'), 'ignored'],
    ['a stop', record('StopTrainingJob', { requestParameters: { trainingJobName: 't' } }), 'ignored'],
  ])('for %s', async (_, event, outcome) => {
    const there = world();
    expect(await monitor(parsed(event), there)).toBe(outcome);
    expect([there.alerts, there.calls]).toEqual([[], []]);
  });

  test('for what is out of scope', async () => {
    const scope = { accounts: ['444455556666'], regions: [], excludeOperations: [] };
    const there = world({ policy: { scope } });
    expect(await monitor(parsed(strayJob(there).record), there)).toBe('out-of-scope');
    expect(there.alerts).toEqual([]);
  });

  test('and one write to the ledger, where the record says it all', async () => {
    const there = world();
    const before = store.server().received.length;
    await monitor(parsed(call('CreateModel', { modelName: 'm', vpcConfig, enableNetworkIsolation: true })), there);
    expect(
      store
        .server()
        .received.slice(before)
        .map(({ operation }) => operation),
    ).toEqual(['PutItem']);
  });
});

test('an event that names its account in the envelope only is read, and put off with it', async () => {
  const arn = arnOf('model', 'enveloped');
  const { recipientAccountId: _, ...detail } = call(
    'CreateModel',
    {},
    {
      requestParameters: null,
      responseElements: { modelArn: arn },
      userIdentity: { type: 'AWSService', invokedBy: 'sagemaker.amazonaws.com' },
    },
  );
  const there = world();
  there.account.set('Model/enveloped', 'throttled');
  const envelope = { account: '222233334444', 'detail-type': 'AWS Service Event via CloudTrail', detail };
  await monitorEvent(envelope, there);
  there.account.set('Model/enveloped', { arn, creationTime: '2026-08-01T12:00:01Z', status: null });
  there.time += 60_000;
  await monitorEvent(there.deferred[0]?.event, there);
  expect(only(there).account).toBe('222233334444');
});

describe('an event that cannot be read', () => {
  test('is an error, so that it reaches the dead-letter queue', async () => {
    await expect(monitorEvent({ 'detail-type': 'Something else', detail: {} }, world())).rejects.toThrow(UnreadableEvent);
  });
  test('fails alone', async () => {
    const there = world();
    await expect(monitorEvent([{ eventSource: 7 }, strayJob(there).record], there)).rejects.toThrow(UnreadableEvent);
    only(there);
  });
});

describe('what the record does not say', () => {
  const arn = (name: string) => arnOf('model', name);
  const omitted = (name: string, members: Record<string, unknown> = {}) =>
    call('CreateModel', null, { responseElements: { modelArn: arn(name) }, ...principal(), ...members });

  test('is what Describe says', async () => {
    const there = world();
    there.account.set('Model/d1', { arn: arn('d1'), creationTime: '2026-08-01T12:00:01Z', status: null, tags: { owner: 'ada' } });
    await monitor(parsed(omitted('d1')), there);
    expect(only(there)).toMatchObject({ verdict: 'NON_COMPLIANT', tags: { owner: 'ada' } });
  });
  test('and complies, when Describe says so', async () => {
    const there = world();
    const answer = {
      VpcConfig: { Subnets: vpcConfig.subnets, SecurityGroupIds: vpcConfig.securityGroupIds },
      EnableNetworkIsolation: true,
    };
    there.account.set('Model/d2', { arn: arn('d2'), creationTime: '2026-08-01T12:00:01Z', status: null, answer });
    expect(await monitor(parsed(omitted('d2')), there)).toBe('done');
    expect(there.alerts).toEqual([]);
  });
  test.each<[string, 'access-denied' | 'resource-gone' | 'throttled']>([
    ['denied', 'access-denied'],
    ['gone', 'resource-gone'],
  ])('and %s is a reason, never a pass', async (_, why) => {
    const there = world();
    there.account.set(`Model/${why}`, why);
    await monitor(parsed(omitted(why)), there);
    expect(only(there)).toMatchObject({ verdict: 'INSUFFICIENT_DATA', failures: [{ missing: { why } }, { missing: { why } }] });
  });
  test('nor is the posture of a namesake that was created later', async () => {
    const there = world();
    const answer = {
      VpcConfig: { Subnets: vpcConfig.subnets, SecurityGroupIds: vpcConfig.securityGroupIds },
      EnableNetworkIsolation: true,
    };
    there.account.set('Model/twin', { arn: arn('twin'), creationTime: '2026-08-01T12:30:00Z', status: null, answer });
    await monitor(parsed(omitted('twin')), there);
    expect(only(there)).toMatchObject({ verdict: 'INSUFFICIENT_DATA', failures: [{ missing: { why: 'resource-gone' } }, {}] });
  });
  test.each(['throttled', 'no-answer'] as const)('is asked for again later, when Describe says: %s', async (why) => {
    const there = world();
    there.account.set('Model/busy', why);
    const event = omitted('busy');
    expect(await monitor(parsed(event), there)).toBe('deferred');
    expect([there.alerts, there.deferred]).toEqual([[], [{ event, seconds: 60 }]]);
    there.account.set('Model/busy', { arn: arn('busy'), creationTime: '2026-08-01T12:00:01Z', status: null });
    there.time += 60_000;
    expect(await monitor(parsed(event), there)).toBe('done');
    expect(only(there).verdict).toBe('NON_COMPLIANT');
  });
  test('and told as unknown, when it stays throttled', async () => {
    const there = world();
    there.account.set('Model/busy2', 'throttled');
    const event = omitted('busy2');
    await monitor(parsed(event), there);
    there.time += 31 * 60_000;
    expect(await monitor(parsed(event), there)).toBe('done');
    expect(only(there)).toMatchObject({ verdict: 'INSUFFICIENT_DATA', failures: [{ missing: { why: 'throttled' } }, {}] });
  });
  test('but what was found once is not lost when the resource is gone at the retry', async () => {
    const there = world();
    there.account.set('Model/brief', { arn: arn('brief'), creationTime: '2026-08-01T12:00:01Z', status: null });
    there.answers.publish.push(new Error('down'));
    const event = omitted('brief');
    await expect(monitor(parsed(event), there)).rejects.toThrow('down');
    there.account.delete('Model/brief');
    there.time += 60_000;
    await monitor(parsed(event), there);
    expect(only(there).verdict).toBe('NON_COMPLIANT');
  });
  test('a deleted resource still alerts: the record says enough', async () => {
    const there = world({ enforcement: stopping });
    const { record: event, name } = strayJob(there);
    there.account.delete(`TrainingJob/${name}`);
    await monitor(parsed(event), there);
    expect(only(there)).toMatchObject({ verdict: 'NON_COMPLIANT', actions: [{ action: 'stop', outcome: 'withheld' }] });
  });
});

describe('a trail that is blinded', () => {
  const stopLogging = (members: Record<string, unknown> = {}) =>
    record('StopLogging', { eventSource: 'cloudtrail.amazonaws.com', requestParameters: { name: 'org' }, ...members });

  test('alerts at once, each time', async () => {
    const there = world();
    await monitor(parsed(stopLogging()), there);
    await monitor(parsed(stopLogging()), there);
    expect(there.alerts).toMatchObject([
      { kind: 'trail-tampering', severity: 'critical', control: { trail: 'org', eventName: 'StopLogging' } },
      { kind: 'trail-tampering' },
    ]);
  });
  test('also in a region that the policy leaves out', async () => {
    const there = world({ policy: { scope: { accounts: [], regions: ['us-east-1'], excludeOperations: [] } } });
    await monitor(parsed(stopLogging()), there);
    expect(there.alerts).toHaveLength(1);
  });
  test('once per event, also after a failure', async () => {
    const there = world();
    const event = stopLogging();
    there.answers.publish.push(new Error('down'));
    await expect(monitor(parsed(event), there)).rejects.toThrow('down');
    there.time += 60_000;
    await monitor(parsed(event), there);
    await monitor(parsed(event), there);
    expect(there.alerts).toHaveLength(1);
  });
  test('is none, when the call was refused or harmless', async () => {
    const there = world();
    await monitor(parsed(stopLogging({ errorCode: 'AccessDenied' })), there);
    await monitor(parsed(record('StartLogging', { eventSource: 'cloudtrail.amazonaws.com', requestParameters: { name: 'org' } })), there);
    expect(there.alerts).toEqual([]);
  });
});

describe('groups', () => {
  test('the first alert at once, the others into a roll-up; a new principal at once', async () => {
    const there = world();
    const same = principal();
    for (let at = 0; at < 5; at++) await monitor(parsed(strayJob(there, same).record), there);
    expect(there.alerts).toHaveLength(1);
    await monitor(parsed(strayJob(there, principal()).record), there);
    expect(there.alerts).toHaveLength(2);
  });
  test('another session of the same role is the same principal', async () => {
    const there = world();
    const { userIdentity } = principal();
    await monitor(parsed(strayJob(there, { userIdentity }).record), there);
    const other = { ...userIdentity, arn: userIdentity.arn.replace('session', 'other') };
    await monitor(parsed(strayJob(there, { userIdentity: other }).record), there);
    expect(there.alerts).toHaveLength(1);
  });
  test('a failed action is told at once', async () => {
    const there = world({ enforcement: stopping });
    const same = principal();
    await monitor(parsed(strayJob(there, same).record), there);
    there.answers.stop.push({ outcome: 'failed', error: 'AccessDeniedException' });
    await monitor(parsed(strayJob(there, same).record), there);
    expect(there.alerts.map((alert) => (alert as ChangeAlert).actions[0]?.outcome)).toEqual(['done', 'failed']);
  });
});

test('nothing of a request is in a log line', async () => {
  const there = world({ enforcement: stopping });
  const { record: event } = strayJob(there, {}, { environment: { TOKEN: 'hunter2' }, hyperParameters: { key: 'hunter2' } });
  await monitor(parsed(event), there);
  expect(there.logged.length).toBeGreaterThan(0);
  expect(JSON.stringify([there.logged, there.alerts])).not.toContain('hunter2');
});

test('figures are counted', async () => {
  const there = world({ enforcement: stopping });
  there.time = eventTime + 7_000;
  await monitor(parsed(strayJob(there).record), there);
  expect(Object.fromEntries(there.counted)).toEqual({
    EventsSeen: 1,
    NonCompliant: 1,
    TimeToDetect: 7,
    TimeToNotify: 7,
    TimeToStop: 7,
    Stopped: 1,
  });
});
