import { describe, expect, test } from 'vitest';
import { defaultPolicy } from '../../src/config.ts';
import type { Change, FailedAttempt } from '../../src/core/change.ts';
import { type ConditionId, decide, type EnforcementFacts } from '../../src/core/decide.ts';
import { judge } from '../../src/core/judge.ts';
import type { Enforcement, Exemption } from '../../src/core/policy.ts';
import { known, unknown } from '../../src/core/posture.ts';
import { attemptOf, call, changeOf, record, vpcConfig } from '../support/records.ts';

const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:training-job/t';
const stopping: Enforcement = {
  mode: 'enforce',
  maxStopsPerHour: 10,
  actions: [{ rules: ['vpc-required'], resourceTypes: [], action: 'stop' }],
};
const job = (request: Record<string, unknown> = {}, members: Record<string, unknown> = {}) =>
  call('CreateTrainingJob', { trainingJobName: 't', ...request }, { responseElements: { trainingJobArn: arn }, ...members });
const described = (members: Partial<{ arn: string; creationTime: string; status: string | null }> = {}) =>
  known({ arn, creationTime: '2026-08-01T12:00:03Z', status: 'InProgress', ...members }, 'describe');
const facts = (members: Partial<EnforcementFacts> = {}): EnforcementFacts => ({
  described: described(),
  stopsInLastHour: known(0),
  ...members,
});

function decideOn(change: Change | FailedAttempt, enforcement: Enforcement, given: EnforcementFacts, exemptions: Exemption[] = []) {
  const findings = 'errorCode' in change ? [] : judge(change, { policy: { ...defaultPolicy, exemptions } });
  return decide(change, findings, enforcement, given);
}

/** Decision on the one planned action, and the conditions that do not hold. */
function outcome(change: Change | FailedAttempt, enforcement = stopping, given = facts(), exemptions: Exemption[] = []) {
  const [decision] = decideOn(change, enforcement, given, exemptions).enforcement;
  return decision && { outcome: decision.outcome, open: decision.conditions.filter(({ holds }) => holds !== true).map(({ id }) => id) };
}

test('a running job outside the boundary is stopped when every condition holds', () => {
  expect(outcome(changeOf(job()))).toEqual({ outcome: 'act', open: [] });
});

describe('it is not stopped', () => {
  const withheld = (...open: ConditionId[]) => ({ outcome: 'withheld', open });
  const exemption: Exemption = {
    id: 'EX-1',
    rules: ['vpc-required'],
    match: { account: '111122223333' },
    reason: 'r',
    approver: 'a',
    approved: '2026-01-01T00:00:00Z',
    expires: '2027-01-01T00:00:00Z',
  };

  test('when the call failed: the job of that name is an innocent one', () => {
    expect(outcome(attemptOf(job({}, { errorCode: 'ResourceInUse' })))).toEqual(withheld('request-succeeded', 'non-compliant'));
  });
  test('when it is exempt', () => {
    expect(outcome(changeOf(job()), stopping, facts(), [exemption])).toEqual(withheld('not-exempt'));
  });
  test('when Describe answers for a namesake with another ARN', () => {
    expect(
      outcome(changeOf(job()), stopping, facts({ described: described({ arn: arn.replace('111122223333', '444455556666') }) })),
    ).toEqual(withheld('same-resource'));
  });
  test.each(['2026-08-01T12:05:01Z', '2026-08-01T11:54:59Z'])('when Describe answers for a namesake created at %s', (creationTime) => {
    expect(outcome(changeOf(job()), stopping, facts({ described: described({ creationTime }) }))).toEqual(withheld('same-resource'));
  });
  test('five minutes apart is still the same', () => {
    expect(outcome(changeOf(job()), stopping, facts({ described: described({ creationTime: '2026-08-01T12:05:00Z' }) }))?.outcome).toBe(
      'act',
    );
  });
  test('when it is gone', () => {
    expect(outcome(changeOf(job()), stopping, facts({ described: unknown('resource-gone') }))).toEqual(
      withheld('same-resource', 'still-running'),
    );
  });
  test('when it has finished', () => {
    expect(outcome(changeOf(job()), stopping, facts({ described: described({ status: 'Completed' }) }))).toEqual(withheld('still-running'));
  });
  test('when the brake is engaged', () => {
    expect(outcome(changeOf(job()), stopping, facts({ stopsInLastHour: known(10) }))).toEqual(withheld('brake-released'));
  });
  test('when the type has no Stop operation', () => {
    const model = changeOf(
      call('CreateModel', { modelName: 'm' }, { responseElements: { modelArn: 'arn:aws:sagemaker:eu-west-1:111122223333:model/m' } }),
    );
    const given = facts({ described: described({ arn: 'arn:aws:sagemaker:eu-west-1:111122223333:model/m', status: null }) });
    expect(outcome(model, stopping, given)?.open).toContain('supported');
  });
  test('when it was an update', () => {
    const update = changeOf(
      call('UpdateMonitoringSchedule', { monitoringScheduleName: 's', monitoringScheduleConfig: { monitoringJobDefinition: {} } }),
    );
    expect(outcome(update, stopping, facts())?.open).toContain('created-by-this-event');
  });
  test.each<[string, Partial<EnforcementFacts>, ConditionId[]]>([
    ['Describe was denied', { described: unknown('access-denied') }, ['same-resource', 'still-running']],
    ['the stops were not counted', { stopsInLastHour: unknown('throttled') }, ['brake-released']],
  ])('when %s: undecided', (_, given, open) => {
    expect(outcome(changeOf(job()), stopping, facts(given))).toEqual({ outcome: 'undecided', open });
  });
  test('in a dry run, which is the default', () => {
    expect(outcome(changeOf(job()), { ...stopping, mode: 'dry-run' })).toEqual({ outcome: 'dry-run', open: ['policy-enforces'] });
    expect(defaultPolicy.enforcement.mode).toBe('dry-run');
  });
  test('by a rule that the action does not name, or for a type that it does not name', () => {
    const others: Enforcement = {
      ...stopping,
      actions: [
        { rules: ['vpc-only-domain'], resourceTypes: [], action: 'stop' },
        { rules: ['vpc-required'], resourceTypes: ['ProcessingJob'], action: 'stop' },
      ],
    };
    expect(outcome(changeOf(job()), others)).toBeUndefined();
  });
  test('when it complies', () => {
    expect(outcome(changeOf(job({ vpcConfig })))).toBeUndefined();
  });
});

test('an exempt rule in an earlier entry does not keep a later one from stopping what is not exempt', () => {
  const entry = (rule: 'vpc-required' | 'network-isolation-required') => ({ rules: [rule], resourceTypes: [], action: 'stop' as const });
  const exempt: Exemption[] = [
    {
      id: 'EX-1',
      rules: ['vpc-required'],
      match: { account: '111122223333' },
      reason: 'r',
      approver: 'a',
      approved: '2026-01-01T00:00:00Z',
      expires: '2027-01-01T00:00:00Z',
    },
  ];
  const both = [entry('vpc-required'), entry('network-isolation-required')];
  for (const actions of [both, both.toReversed()])
    expect(decideOn(changeOf(job()), { ...stopping, actions }, facts(), exempt).enforcement).toMatchObject([
      { outcome: 'act', rules: ['network-isolation-required'] },
    ]);
  const all = exempt.map((each) => ({ ...each, rules: [...each.rules, 'network-isolation-required' as const] }));
  expect(decideOn(changeOf(job()), { ...stopping, actions: both }, facts(), all).enforcement).toMatchObject([{ outcome: 'withheld' }]);
});

describe('children are stopped at the parent', () => {
  const parent = 'arn:aws:sagemaker:eu-west-1:111122223333:hyper-parameter-tuning-job/tune';
  const tune = { type: 'HyperParameterTuningJob' as const, name: 'tune' };
  const child = {
    ...changeOf(
      record('CreateTrainingJob', {
        eventType: 'AwsServiceEvent',
        requestParameters: null,
        serviceEventDetails: { trainingJobName: 'tune-001-0123abcd', tuningJobArn: parent },
      }),
    ),
    posture: changeOf(job()).posture,
  };

  test('whose name the service event tells', () => {
    const [decision] = decideOn(
      child,
      stopping,
      facts({
        parent: { target: tune, exemptions: known({}), described: described({ arn: parent, creationTime: '2026-07-01T00:00:00Z' }) },
      }),
    ).enforcement;
    expect(decision).toMatchObject({ outcome: 'act', target: { type: 'HyperParameterTuningJob', name: 'tune' } });
  });
  test('and not when Describe answers for another', () => {
    const given = facts({
      parent: { target: tune, exemptions: known({}), described: described({ arn: parent.replace('/tune', '/other') }) },
    });
    expect(decideOn(child, stopping, given).enforcement[0]?.outcome).toBe('withheld');
  });
  test('and not when a tuning job of that name was created after the child: it is an innocent one', () => {
    const given = facts({
      parent: { target: tune, exemptions: known({}), described: described({ arn: parent, creationTime: '2026-08-01T12:00:01Z' }) },
    });
    expect(decideOn(child, stopping, given).enforcement[0]?.outcome).toBe('withheld');
  });
  test('and not before the parent was described', () => {
    expect(decideOn(child, stopping, facts()).enforcement[0]).toMatchObject({ outcome: 'undecided', target: tune });
  });
  test('which Describe of the child tells, where the record does not', () => {
    const given = facts({
      parent: { target: tune, exemptions: known({}), described: described({ arn: parent, creationTime: '2026-07-01T00:00:00Z' }) },
    });
    expect(decideOn(changeOf(job()), stopping, given).enforcement[0]).toMatchObject({ outcome: 'act', target: tune });
  });
});

describe('tagging', () => {
  const tagging: Enforcement = {
    ...stopping,
    actions: [{ rules: ['vpc-required'], resourceTypes: [], action: 'tag', tag: { key: 'network', value: 'outside' } }],
  };

  test('needs no running job and no brake', () => {
    expect(
      outcome(changeOf(job()), tagging, facts({ described: described({ status: 'Completed' }), stopsInLastHour: known(99) }))?.outcome,
    ).toBe('act');
  });
  test('and a stop can be planned beside it', () => {
    const both = { ...stopping, actions: [...stopping.actions, ...tagging.actions] };
    expect(decideOn(changeOf(job()), both, facts()).enforcement.map(({ action }) => action)).toEqual(['stop', 'tag']);
  });
});

describe('deleting', () => {
  const modelArn = 'arn:aws:sagemaker:eu-west-1:111122223333:model/m';
  const deleting: Enforcement = { ...stopping, actions: [{ rules: ['vpc-required'], resourceTypes: ['Model'], action: 'delete' }] };
  const model = () => changeOf(call('CreateModel', { modelName: 'm' }, { responseElements: { modelArn } }));
  const given = (members: Partial<EnforcementFacts> = {}) => facts({ described: described({ arn: modelArn, status: null }), ...members });

  test('is done to what cannot be stopped', () => {
    expect(outcome(model(), deleting, given())).toEqual({ outcome: 'act', open: [] });
  });
  test('and counts on the brake', () => {
    expect(outcome(model(), deleting, given({ stopsInLastHour: known(10) }))?.open).toEqual(['brake-released']);
  });
  test('and never to what can be stopped', () => {
    const careless: Enforcement = { ...deleting, actions: [{ rules: ['vpc-required'], resourceTypes: [], action: 'delete' }] };
    expect(outcome(changeOf(job()), careless)?.open).toContain('supported');
  });
});

describe('what could not be seen', () => {
  test('tags that an exemption asks for: undecided', () => {
    expect(outcome(changeOf(job()), stopping, facts({ tagsUnseen: true }))).toEqual({ outcome: 'undecided', open: ['not-exempt'] });
  });
  test('a creation time: undecided', () => {
    expect(outcome(changeOf(job()), stopping, facts({ described: known({ arn, creationTime: null, status: 'InProgress' }) }))).toEqual({
      outcome: 'undecided',
      open: ['same-resource'],
    });
  });
});

describe('alerts', () => {
  test.each<[string, unknown, unknown, string]>([
    [
      'a failing change, at its worst severity',
      job(),
      { severity: 'high', rules: ['vpc-required', 'network-isolation-required'] },
      'non-compliant',
    ],
    [
      'what could not be judged',
      call('CreateModel', null),
      { severity: 'high', rules: ['vpc-required', 'network-isolation-required'] },
      'not-evaluable',
    ],
    ['nothing for what complies', call('CreateModel', { modelName: 'm', vpcConfig, enableNetworkIsolation: true }), null, 'compliant'],
  ])('%s', (_, value, alert, why) => {
    expect(decideOn(changeOf(value), stopping, facts())).toMatchObject({ alert, why });
  });
  test('nothing for a failed attempt', () => {
    expect(decideOn(attemptOf(job({}, { errorCode: 'AccessDenied' })), stopping, facts())).toMatchObject({
      alert: null,
      why: 'failed-attempt',
    });
  });
});
