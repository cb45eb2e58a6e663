import { describe, expect, test } from 'vitest';
import { ActionOwed, monitor } from '../../../src/app/monitor.ts';
import type { ChangeAlert } from '../../../src/core/alert.ts';
import type { Exemption } from '../../../src/core/policy.ts';
import { call, record } from '../../support/records.ts';
import { ledgerStore } from './store.ts';
import { arnOf, type FakeWorld, fakeWorld, parsed, principal, stopping } from './world.ts';

const store = ledgerStore();

const exemption = (members: Partial<Exemption>): Exemption => ({
  id: 'EX-1',
  rules: ['vpc-required', 'network-isolation-required'],
  match: { account: '111122223333' },
  reason: 'r',
  approver: 'a',
  approved: '2026-01-01T00:00:00Z',
  expires: '2027-01-01T00:00:00Z',
  ...members,
});
const world = (members: Partial<Exemption>, enforcement = stopping) =>
  fakeWorld({ table: store.table, groupWindowSeconds: 0, enforcement, policy: { exemptions: [exemption(members)] } });

/** The tuning job in the account, as an ARN and Describe name it. */
function tuner(there: FakeWorld, name: string, tags: Record<string, string> = {}) {
  const arn = arnOf('hyper-parameter-tuning-job', name.toLowerCase());
  const answer = { HyperParameterTuningJobName: name };
  there.account.set(`HyperParameterTuningJob/${name.toLowerCase()}`, {
    arn,
    creationTime: '2026-08-01T11:00:02Z',
    status: 'InProgress',
    answer,
    tags,
  });
  return arn;
}

/** Its record, by somebody. */
const recordOf = (name: string, role: string) =>
  call(
    'CreateHyperParameterTuningJob',
    {
      hyperParameterTuningJobName: name,
      trainingJobDefinition: { resourceConfig: { instanceCount: 1 } },
      ...(role === 'Research' && { tags: [{ key: 'network', value: 'exempt' }] }),
    },
    {
      eventID: `made-${name}`,
      eventTime: '2026-08-01T11:00:00Z',
      responseElements: { hyperParameterTuningJobArn: arnOf('hyper-parameter-tuning-job', name.toLowerCase()) },
      ...principal(role),
    },
  );

/** A child of it, as SageMaker itself records it. */
function childOf(there: FakeWorld, name: string) {
  const child = `${name.toLowerCase()}-001-0123abcd`;
  const arn = arnOf('training-job', child);
  const answer = { TuningJobArn: arnOf('hyper-parameter-tuning-job', name.toLowerCase()), ResourceConfig: { InstanceCount: 1 } };
  there.account.set(`TrainingJob/${child}`, { arn, creationTime: '2026-08-01T12:00:02Z', status: 'InProgress', answer });
  return record('CreateTrainingJob', {
    eventType: 'AwsServiceEvent',
    requestParameters: null,
    userIdentity: { accountId: '111122223333', invokedBy: 'sagemaker.amazonaws.com' },
    serviceEventDetails: { trainingJobName: child, trainingJobArn: arn },
  });
}

/** What was done, and what the child's alert says of it. */
const told = ({ effects, alerts }: FakeWorld) => {
  const { actions } = alerts.at(-1) as ChangeAlert;
  const open = actions[0]?.conditions.filter(({ holds }) => holds !== true).map(({ id, detail }) => `${id}: ${detail}`);
  return [effects, actions[0]?.outcome, open];
};

describe('an exempt tuning job is left alone when its child is not exempt', () => {
  test.each<[string, Partial<Exemption>, string]>([
    ['type', { match: { resourceType: 'HyperParameterTuningJob' } }, 'ex-type'],
    ['name, which an ARN has in lower case', { match: { resourceType: 'HyperParameterTuningJob', name: 'Exp-*' } }, 'Exp-Name'],
    ['tag', { match: { tag: { key: 'network', value: 'exempt' } } }, 'ex-tag'],
    ['principal', { match: { principal: 'arn:aws:iam::111122223333:role/Research' } }, 'ex-principal'],
    ['operation', { match: { operation: 'CreateHyperParameterTuningJob' } }, 'ex-operation'],
    ['baseline', { approved: '2026-09-01T00:00:00Z', baseline: { events: ['made-ex-baseline'] } }, 'ex-baseline'],
  ])('by %s', async (_, members, name) => {
    const there = world(members);
    tuner(there, name, { network: 'exempt' });
    await monitor(parsed(recordOf(name, 'Research')), there);
    await monitor(parsed(childOf(there, name)), there);
    expect(told(there)).toEqual([[], 'withheld', ['not-exempt: EX-1']]);
  });
});

describe('one that may be exempt is left alone too, since its record is not at hand', () => {
  test.each<[string, Partial<Exemption>, string]>([
    ['principal', { match: { principal: 'arn:aws:iam::111122223333:role/Research' } }, 'may-principal'],
    ['baseline', { approved: '2026-09-01T00:00:00Z', baseline: { events: ['made-somewhere'] } }, 'may-baseline'],
    ['time', { approved: '2026-08-01T11:00:03Z' }, 'may-time'],
  ])('by %s', async (_, members, name) => {
    const there = world({ match: { region: 'eu-west-1', resourceType: 'HyperParameterTuningJob' }, ...members });
    tuner(there, name);
    await monitor(parsed(childOf(there, name)), there);
    expect(told(there)).toEqual([[], 'undecided', ['not-exempt: EX-1']]);
  });
  test('by tags that cannot be seen, and is asked again where AWS was busy', async () => {
    const there = world({ match: { resourceType: 'HyperParameterTuningJob', tag: { key: 'network', value: 'exempt' } } });
    const event = childOf(there, 'busy-tags');
    tuner(there, 'busy-tags');
    // The first answer is the child's own.
    const { tags } = there.sageMaker;
    let asked = 0;
    const busy = {
      ...there,
      sageMaker: {
        ...there.sageMaker,
        tags: async (...given: Parameters<typeof tags>) => {
          if (given[1].type === 'HyperParameterTuningJob' && ++asked === 1) there.answers.tags.push('throttled');
          return tags(...given);
        },
      },
    };
    await expect(monitor(parsed(event), busy)).rejects.toThrow(ActionOwed);
    expect(told(there)).toEqual([[], 'undecided', ['not-exempt: throttled']]);
    there.time += 60_000;
    await monitor(parsed(event), busy);
    expect(told(there)).toEqual([['stop HyperParameterTuningJob/busy-tags'], 'done', []]);
  });
});

describe('one that no exemption speaks for is stopped', () => {
  test.each<[string, Partial<Exemption>, string]>([
    ['another principal', { match: { principal: 'arn:aws:iam::111122223333:role/Research' } }, 'not-principal'],
    ['another Region', { match: { region: 'us-east-1', resourceType: 'HyperParameterTuningJob' } }, 'not-region'],
    ['another tag', { match: { tag: { key: 'network', value: 'exempt' } } }, 'not-tag'],
    ['another operation', { match: { operation: 'CreateProcessingJob' } }, 'not-operation'],
    ['other events', { approved: '2026-09-01T00:00:00Z', baseline: { events: ['made-another'] } }, 'not-baseline'],
    ['what was made later', { match: { resourceType: 'HyperParameterTuningJob' }, approved: '2026-08-01T11:30:00Z' }, 'not-time'],
    ['other rules', { match: { resourceType: 'HyperParameterTuningJob' }, rules: ['remote-debug-disabled'] }, 'not-rule'],
  ])('where it is about %s', async (_, members, name) => {
    const there = world(members);
    await monitor(parsed(recordOf(name, 'Stranger')), there);
    tuner(there, name);
    await monitor(parsed(childOf(there, name)), there);
    expect(there.effects).toEqual([`stop HyperParameterTuningJob/${name}`]);
  });
  test('where it is about one of two rules that the child fails, by the entry for the other', async () => {
    const actions = (['vpc-required', 'network-isolation-required'] as const).map((rule) => ({
      rules: [rule],
      resourceTypes: [],
      action: 'stop' as const,
    }));
    const there = world({ match: { resourceType: 'HyperParameterTuningJob' }, rules: ['vpc-required'] }, { ...stopping, actions });
    tuner(there, 'one-of-two');
    await monitor(parsed(childOf(there, 'one-of-two')), there);
    expect(there.effects).toEqual(['stop HyperParameterTuningJob/one-of-two']);
  });
});
