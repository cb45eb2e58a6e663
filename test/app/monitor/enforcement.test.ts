import { describe, expect, test } from 'vitest';
import { ActionOwed, monitor } from '../../../src/app/monitor.ts';
import type { ChangeAlert } from '../../../src/core/alert.ts';
import type { Enforcement, Exemption } from '../../../src/core/policy.ts';
import { call, record } from '../../support/records.ts';
import { ledgerStore } from './store.ts';
import { arnOf, type FakeWorld, fakeWorld, parsed, principal, stopping, stoppingAndTagging, strayJob } from './world.ts';

const store = ledgerStore();
const world = (enforcement: Partial<Enforcement> = stopping, more: Partial<Parameters<typeof fakeWorld>[0]> = {}) =>
  fakeWorld({ table: store.table, enforcement, ...more });
const outcomes = ({ alerts }: FakeWorld) => (alerts as ChangeAlert[]).map(({ actions }) => actions.map(({ outcome }) => outcome));

test('a stray job is stopped and tagged, and the alert says so', async () => {
  const there = world(stoppingAndTagging);
  const { record: event, name } = strayJob(there);
  await monitor(parsed(event), there);
  expect(there.effects).toEqual([`stop TrainingJob/${name}`, `tag network=outside TrainingJob/${name}`]);
  expect(outcomes(there)).toEqual([['done', 'done']]);
});

describe('an innocent job goes on', () => {
  test('when a call with its name failed', async () => {
    const there = world();
    const { record: event } = strayJob(there, { errorCode: 'ResourceInUse' });
    await monitor(parsed(event), there);
    expect(there.calls).toEqual([]);
  });
  test('when the error sits inside the response', async () => {
    const there = world();
    const { name } = strayJob(there);
    const event = call('CreateTrainingJob', { trainingJobName: name }, { responseElements: { errorCode: 'ResourceInUse' } });
    await monitor(parsed(event), there);
    expect(there.calls).toEqual([]);
  });
  test('when it was created later under the same name', async () => {
    const there = world();
    const { record: event, name } = strayJob(there);
    there.account.set(`TrainingJob/${name}`, {
      arn: arnOf('training-job', name),
      creationTime: '2026-08-01T12:09:00Z',
      status: 'InProgress',
    });
    await monitor(parsed(event), there);
    expect([there.effects, outcomes(there)]).toEqual([[], [['withheld']]]);
  });
  test('when it was created later, before a retry', async () => {
    const there = world();
    const { record: event, name } = strayJob(there);
    there.answers.stop.push({ outcome: 'retry', error: 'TimeoutError' });
    await expect(monitor(parsed(event), there)).rejects.toThrow(ActionOwed);
    there.account.set(`TrainingJob/${name}`, {
      arn: arnOf('training-job', name),
      creationTime: '2026-08-01T12:09:00Z',
      status: 'InProgress',
    });
    there.time += 60_000;
    await monitor(parsed(event), there);
    expect([there.effects, outcomes(there)]).toEqual([[], [['failed'], ['withheld']]]);
  });
  test('when it is exempt, and there is no alert', async () => {
    const exemption: Exemption = {
      id: 'EX-1',
      rules: ['vpc-required', 'network-isolation-required'],
      match: { account: '111122223333' },
      reason: 'r',
      approver: 'a',
      approved: '2026-01-01T00:00:00Z',
      expires: '2027-01-01T00:00:00Z',
    };
    const there = world(stopping, { policy: { exemptions: [exemption] } });
    await monitor(parsed(strayJob(there).record), there);
    expect([there.calls, there.alerts]).toEqual([[], []]);
  });
  test('when it may be exempt by a tag that nobody could see', async () => {
    const exemption: Exemption = {
      id: 'EX-2',
      rules: ['vpc-required', 'network-isolation-required'],
      match: { tag: { key: 'team', value: 'research' } },
      reason: 'r',
      approver: 'a',
      approved: '2026-01-01T00:00:00Z',
      expires: '2027-01-01T00:00:00Z',
    };
    const there = world(stopping, { policy: { exemptions: [exemption] } });
    const { name } = strayJob(there);
    const event = call('CreateTrainingJob', null, { responseElements: { trainingJobArn: arnOf('training-job', name) }, ...principal() });
    there.answers.tags.push('access-denied');
    await monitor(parsed(event), there);
    expect([there.effects, outcomes(there)]).toEqual([[], [['undecided']]]);
  });
  test('when Describe is denied', async () => {
    const there = world();
    const { record: event, name } = strayJob(there);
    there.account.set(`TrainingJob/${name}`, 'access-denied');
    await monitor(parsed(event), there);
    expect([there.effects, outcomes(there)]).toEqual([[], [['undecided']]]);
  });
  test('in a dry run, which says what it would have done', async () => {
    const there = world({ ...stopping, mode: 'dry-run' });
    await monitor(parsed(strayJob(there).record), there);
    expect([there.effects, outcomes(there)]).toEqual([[], [['dry-run']]]);
    expect((there.alerts[0] as ChangeAlert).actions[0]?.conditions.filter(({ holds }) => holds !== true)).toMatchObject([
      { id: 'policy-enforces', holds: false },
    ]);
  });
  test('when it was only updated', async () => {
    const there = world({ ...stopping, actions: [{ rules: ['remote-debug-disabled'], resourceTypes: [], action: 'stop' }] });
    const rules = { ...there.policy.rules, 'remote-debug-disabled': { enabled: true } };
    const event = call(
      'UpdateTrainingJob',
      { trainingJobName: 'u', remoteDebugConfig: { enableRemoteDebug: true } },
      { responseElements: { trainingJobArn: arnOf('training-job', 'u') } },
    );
    await monitor(parsed(event), { ...there, policy: { ...there.policy, rules } });
    expect([there.effects, outcomes(there)]).toEqual([[], [['withheld']]]);
  });
});

test('a job that has finished is told as such', async () => {
  const there = world();
  const { record: event, name } = strayJob(there);
  there.account.set(`TrainingJob/${name}`, { arn: arnOf('training-job', name), creationTime: '2026-08-01T12:00:02Z', status: 'Completed' });
  await monitor(parsed(event), there);
  expect([there.effects, outcomes(there)]).toEqual([[], [['already-finished']]]);
});

test('a job that finishes before the stop arrives, too', async () => {
  const there = world();
  there.answers.stop.push({ outcome: 'already-finished' });
  await monitor(parsed(strayJob(there).record), there);
  expect(outcomes(there)).toEqual([['already-finished']]);
});

describe('the brake', () => {
  test('lets N stops an hour through, tells of the others, and is released after the hour', async () => {
    const there = world({ ...stopping, maxStopsPerHour: 2 });
    const account = { recipientAccountId: '777788889999' };
    const stray = () => {
      const { name } = strayJob(there);
      const arn = arnOf('training-job', name);
      return call(
        'CreateTrainingJob',
        { trainingJobName: name },
        { responseElements: { trainingJobArn: arn }, ...principal(), ...account },
      );
    };
    for (let at = 0; at < 4; at++) await monitor(parsed(stray()), there);
    expect([there.effects.length, outcomes(there)]).toEqual([2, [['done'], ['done'], ['withheld'], ['withheld']]]);
    there.time += 3_600_000;
    await monitor(parsed(stray()), there);
    expect(there.effects).toHaveLength(3);
  });
  test('holds when many arrive at once', async () => {
    const there = world({ ...stopping, maxStopsPerHour: 3 });
    const events = Array.from({ length: 12 }, () => {
      const { name } = strayJob(there);
      const arn = arnOf('training-job', name);
      const more = { responseElements: { trainingJobArn: arn }, ...principal(), recipientAccountId: '888899990000' };
      return call('CreateTrainingJob', { trainingJobName: name }, more);
    });
    await Promise.all(events.map((event) => monitor(parsed(event), there)));
    expect(there.effects).toHaveLength(3);
    expect(there.alerts).toHaveLength(12);
  });
});

describe('a notebook that is still Pending', () => {
  const notebook = (name: string, there: FakeWorld) => {
    const arn = arnOf('notebook-instance', name);
    there.account.set(`NotebookInstance/${name}`, { arn, creationTime: '2026-08-01T12:00:01Z', status: 'Pending' });
    return call(
      'CreateNotebookInstance',
      { notebookInstanceName: name },
      { responseElements: { notebookInstanceArn: arn }, ...principal() },
    );
  };
  const internet: Partial<Enforcement> = {
    ...stopping,
    actions: [{ rules: ['direct-internet-disabled'], resourceTypes: ['NotebookInstance'], action: 'stop' }],
  };
  const become = (there: FakeWorld, name: string, status: string) => {
    const resource = there.account.get(`NotebookInstance/${name}`);
    if (typeof resource === 'object') resource.status = status;
  };

  test('is alerted at once and stopped when it is in service', async () => {
    const there = world(internet);
    const event = notebook('n1', there);
    expect(await monitor(parsed(event), there)).toBe('deferred');
    expect(there.deferred).toEqual([{ event, seconds: 60 }]);
    there.time += 60_000;
    expect(await monitor(parsed(there.deferred[0]?.event), there)).toBe('deferred');
    expect(outcomes(there)).toEqual([['deferred']]);
    become(there, 'n1', 'InService');
    there.time += 60_000;
    expect(await monitor(parsed(event), there)).toBe('done');
    expect(there.effects).toEqual(['stop NotebookInstance/n1']);
    expect(outcomes(there)).toEqual([['deferred'], ['done']]);
    expect(there.alerts.map(({ id }) => id.split(':').slice(3))).toEqual([[], ['stop', 'done']]);
    expect(await monitor(parsed(event), there)).toBe('duplicate');
  });
  test('is tried soon at first, and no more often than Lambda lets a function hand an event to itself', async () => {
    const there = world(internet);
    const event = notebook('n5', there);
    while ((await monitor(parsed(event), there)) === 'deferred') there.time += (there.deferred.at(-1)?.seconds ?? 0) * 1000;
    const steps = there.deferred.map(({ seconds }) => seconds);
    expect(steps).toEqual([60, 60, 60, 90, 135, 203, 300, 300, 300, 300]);
    // Lambda's limit is 16 invocations.
    expect(steps.length + 1).toBeLessThan(14);
    expect(steps.reduce((sum, seconds) => sum + seconds)).toBeGreaterThanOrEqual(30 * 60);
    expect((there.alerts.at(-1) as ChangeAlert).actions).toMatchObject([{ outcome: 'failed', error: 'NotRunningInTime' }]);
  });
  test('is told as failed when it never comes into service', async () => {
    const there = world(internet);
    const event = notebook('n2', there);
    await monitor(parsed(event), there);
    there.time += 31 * 60_000;
    expect(await monitor(parsed(event), there)).toBe('done');
    expect((there.alerts.at(-1) as ChangeAlert).actions).toMatchObject([{ outcome: 'failed', error: 'NotRunningInTime' }]);
  });
  test('is alerted also when it cannot be deferred, and tried again', async () => {
    const there = world(internet);
    const event = notebook('n3', there);
    there.answers.defer.push(new Error('queue'));
    await expect(monitor(parsed(event), there)).rejects.toThrow('queue');
    expect(outcomes(there)).toEqual([['deferred']]);
    there.time += 60_000;
    expect(await monitor(parsed(event), there)).toBe('deferred');
    expect(there.alerts).toHaveLength(1);
  });
  test('without a queue the alert says that nobody will', async () => {
    const there = { ...world(internet), deferrer: null };
    await monitor(parsed(notebook('n4', there)), there);
    expect((there.alerts[0] as ChangeAlert).actions).toMatchObject([{ outcome: 'failed', error: 'NoDeferQueue' }]);
  });
});

describe('an action that fails', () => {
  test('does not hold back the alert, and is tried again', async () => {
    const there = world();
    const { record: event, name } = strayJob(there);
    there.answers.stop.push({ outcome: 'retry', error: 'TimeoutError' }, { outcome: 'retry', error: 'TimeoutError' });
    await expect(monitor(parsed(event), there)).rejects.toThrow('stop: TimeoutError');
    expect(outcomes(there)).toEqual([['failed']]);
    there.time += 60_000;
    await expect(monitor(parsed(event), there)).rejects.toThrow(ActionOwed);
    there.time += 60_000;
    expect(await monitor(parsed(event), there)).toBe('done');
    expect(there.effects).toEqual([`stop TrainingJob/${name}`]);
    expect(outcomes(there)).toEqual([['failed'], ['done']]);
  });
  test('whose answer was lost is told as done when the job turns out to be stopping', async () => {
    const there = world();
    const { record: event, name } = strayJob(there);
    there.answers.stop.push({ outcome: 'retry', error: 'TimeoutError' });
    await expect(monitor(parsed(event), there)).rejects.toThrow(ActionOwed);
    const job = there.account.get(`TrainingJob/${name}`);
    if (typeof job === 'object') job.status = 'Stopping';
    there.time += 60_000;
    await monitor(parsed(event), there);
    expect(there.calls.filter((each) => each.startsWith('stop'))).toHaveLength(1);
    expect(outcomes(there)).toEqual([['failed'], ['done']]);
  });
  test('for good is told, and not tried again', async () => {
    const there = world();
    const { record: event } = strayJob(there);
    there.answers.stop.push({ outcome: 'failed', error: 'AccessDeniedException' });
    expect(await monitor(parsed(event), there)).toBe('done');
    expect((there.alerts[0] as ChangeAlert).actions).toMatchObject([{ outcome: 'failed', error: 'AccessDeniedException' }]);
  });
  test('does not keep the next one from being done', async () => {
    const there = world(stoppingAndTagging);
    const { record: event } = strayJob(there);
    there.answers.stop.push({ outcome: 'retry', error: 'TimeoutError' });
    await expect(monitor(parsed(event), there)).rejects.toThrow(ActionOwed);
    expect(outcomes(there)).toEqual([['failed', 'done']]);
    there.time += 60_000;
    await monitor(parsed(event), there);
    expect(there.effects.filter((each) => each.startsWith('tag'))).toHaveLength(1);
  });
});

describe('children', () => {
  const child = (name: string, details: Record<string, unknown> = {}) =>
    record('CreateTrainingJob', {
      eventType: 'AwsServiceEvent',
      requestParameters: null,
      userIdentity: { accountId: '111122223333', invokedBy: 'sagemaker.amazonaws.com' },
      serviceEventDetails: { trainingJobName: name, trainingJobArn: arnOf('training-job', name), ...details },
    });
  const place = (there: FakeWorld, tuner: string, name: string, parentCreated = '2026-08-01T11:00:00Z') => {
    const parent = arnOf('hyper-parameter-tuning-job', tuner);
    there.account.set(`HyperParameterTuningJob/${tuner}`, { arn: parent, creationTime: parentCreated, status: 'InProgress' });
    const answer = { TuningJobArn: parent };
    there.account.set(`TrainingJob/${name}`, {
      arn: arnOf('training-job', name),
      creationTime: '2026-08-01T12:00:01Z',
      status: 'InProgress',
      answer,
    });
  };

  test('are stopped at the parent, which Describe of the child tells', async () => {
    const there = world();
    place(there, 'tune1', 'tune1-001-0123abcd');
    await monitor(parsed(child('tune1-001-0123abcd')), there);
    expect(there.effects).toEqual(['stop HyperParameterTuningJob/tune1']);
  });
  test('or the record', async () => {
    const there = world();
    place(there, 'tune2', 'tune2-001-0123abcd');
    await monitor(parsed(child('tune2-001-0123abcd', { tuningJobArn: arnOf('hyper-parameter-tuning-job', 'tune2') })), there);
    expect(there.effects).toEqual(['stop HyperParameterTuningJob/tune2']);
  });
  test('but a tuning job that was created after the child is an innocent namesake', async () => {
    const there = world();
    place(there, 'tune3', 'tune3-001-0123abcd', '2026-08-01T12:01:00Z');
    await monitor(parsed(child('tune3-001-0123abcd')), there);
    expect(there.effects).toEqual([]);
  });
  test('and so is the parent of a namesake of the child', async () => {
    const there = world();
    place(there, 'tune4', 'tune4-001-0123abcd');
    const namesake = there.account.get('TrainingJob/tune4-001-0123abcd');
    if (typeof namesake === 'object') namesake.creationTime = '2026-08-01T12:30:00Z';
    const event = call(
      'CreateTrainingJob',
      { trainingJobName: 'tune4-001-0123abcd' },
      { responseElements: { trainingJobArn: arnOf('training-job', 'tune4-001-0123abcd') }, ...principal() },
    );
    await monitor(parsed(event), there);
    expect([there.effects, outcomes(there)]).toEqual([[], [['withheld']]]);
  });
});

describe('an AutoML job, which Describe names as it names the parent of a child', () => {
  const autoMl = (there: FakeWorld, name: string, creationTime: string) => {
    const arn = arnOf('automl-job', name);
    there.account.set(`AutoMLJob/${name}`, { arn, creationTime, status: 'InProgress', answer: { AutoMLJobArn: arn } });
    return call('CreateAutoMLJobV2', { autoMLJobName: name }, { responseElements: { autoMLJobArn: arn }, ...principal() });
  };

  test('is stopped as itself, though created within the second of the event', async () => {
    const there = world();
    await monitor(parsed(autoMl(there, 'auto1', '2026-08-01T12:00:00.400Z')), there);
    expect(there.effects).toEqual(['stop AutoMLJob/auto1']);
  });
  test('but not for a namesake', async () => {
    const there = world();
    await monitor(parsed(autoMl(there, 'auto2', '2026-08-01T11:00:00Z')), there);
    expect([there.effects, outcomes(there)]).toEqual([[], [['withheld']]]);
  });
});

test('what cannot be stopped is deleted only where the policy says so', async () => {
  const model = (there: FakeWorld, name: string) => {
    const arn = arnOf('model', name);
    there.account.set(`Model/${name}`, { arn, creationTime: '2026-08-01T12:00:01Z', status: null });
    return call('CreateModel', { modelName: name }, { responseElements: { modelArn: arn }, ...principal() });
  };
  const there = world({ ...stopping, actions: [{ rules: ['vpc-required'], resourceTypes: ['Model'], action: 'delete' }] });
  await monitor(parsed(model(there, 'x1')), there);
  expect(there.effects).toEqual(['delete Model/x1']);
  const without = world();
  await monitor(parsed(model(without, 'x2')), without);
  expect([without.effects, outcomes(without)]).toEqual([[], [['withheld']]]);
});
