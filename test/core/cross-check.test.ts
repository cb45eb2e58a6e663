import { describe, expect, it, test } from 'vitest';
import type { Change, Lifecycle, Reference } from '../../src/core/change.ts';
import type { Gap } from '../../src/core/coverage.ts';
import type { Existing, ListedType, Weight } from '../../src/core/cross-check/model.ts';
import { weightOfExplanation } from '../../src/core/cross-check/weights.ts';
import { type CrossCheckInput, crossCheck } from '../../src/core/cross-check.ts';
import { resolveLineage } from '../../src/core/lineage.ts';
import { known } from '../../src/core/posture.ts';
import type { ResourceType } from '../../src/core/resources/types.ts';
import { call, changeOf, readOne, record, vpcConfig } from '../support/records.ts';

const place = { account: '111122223333', region: 'eu-west-1' };
const arnOf = (tail: string) => `arn:aws:sagemaker:eu-west-1:111122223333:${tail}`;
const period = { from: '2026-07-01T00:00:00Z', to: '2026-10-01T00:00:00Z' };
const listedAt = '2026-10-01T00:10:00Z';

const model = (name: string, eventTime: string, request = {}): Change =>
  changeOf(
    call(
      'CreateModel',
      { modelName: name, ...request },
      { eventTime, responseElements: { modelArn: arnOf(`model/${name.toLowerCase()}`) } },
    ),
  );

const deletion = (name: string, eventTime: string): Lifecycle => {
  const reading = readOne(call('DeleteModel', { modelName: name }, { eventTime }));
  if (reading.kind !== 'lifecycle') throw new Error(reading.kind);
  return reading.lifecycle;
};

const there = (name: string, creationTime: string | null, more: Partial<Existing> = {}): Existing => ({
  ...place,
  type: 'Model',
  name,
  arn: arnOf(`model/${name.toLowerCase()}`),
  creationTime,
  posture: {},
  references: [],
  seenAt: listedAt,
  ...more,
});

const listedTypes = (...types: ResourceType[]): ListedType[] => types.map((type) => ({ ...place, type, since: null, at: listedAt }));

function run(input: {
  existing?: readonly Existing[];
  changes?: readonly Change[];
  earlier?: readonly Change[];
  lifecycle?: readonly Lifecycle[];
  gaps?: readonly Gap[];
  listed?: readonly ListedType[];
  trail?: Partial<CrossCheckInput['trail']>;
}) {
  const {
    existing = [],
    changes = [],
    earlier = [],
    lifecycle = [],
    gaps = [],
    listed = listedTypes('Model', 'TrainingJob', 'App'),
  } = input;
  const trail = {
    period,
    places: [place],
    gaps,
    changes: resolveLineage(changes),
    earlier,
    lifecycle,
    excludedOperations: [],
    ...input.trail,
  };
  const check = crossCheck({ existing, listed, trail });
  expect(check.tieOut.map(({ balances }) => balances)).toEqual([true, true]);
  return check;
}

const explain = (existing: Existing, input: Omit<Parameters<typeof run>[0], 'existing'> & { others?: readonly Existing[] } = {}) => {
  const check = run({ ...input, existing: [existing, ...(input.others ?? [])] });
  return { ...check.resources.find(({ name }) => name === existing.name)?.explanation, findings: check.findings, unknown: check.unknown };
};

const stopped: Gap = {
  account: null,
  region: null,
  from: '2026-08-01T11:00:00Z',
  to: '2026-08-01T13:00:00Z',
  cause: 'logging-stopped',
  source: 'event-1',
};
const at = '2026-08-01T12:00:00Z';

describe('a resource', () => {
  test.each([
    ['a create 5 minutes before its creation time', '2026-08-01T12:05:00Z', 'created'],
    ['a create 5 minutes after it', '2026-08-01T11:55:00Z', 'created'],
    ['a create more than 5 minutes away', '2026-08-01T12:05:01Z', 'unexplained'],
  ])('%s', (_, creationTime, kind) => {
    expect(explain(there('churn', creationTime), { changes: [model('churn', at)] })).toMatchObject({ kind });
  });

  test.each<[string, Existing, Parameters<typeof explain>[1], string, Weight]>([
    ['no record', there('churn', at), {}, 'no-record', 'finding'],
    ['only a record of another name', there('churn', at), { changes: [model('other', at)] }, 'no-record', 'finding'],
    ['created before the period', there('churn', '2026-06-30T23:59:59Z'), {}, 'created-before-period', 'expected'],
    ['created after it', there('churn', '2026-10-01T00:00:00Z'), {}, 'created-after-period', 'expected'],
    ['while a trail was stopped', there('churn', at), { gaps: [stopped] }, 'logging-stopped', 'unknown'],
    ['in a gap', there('churn', at), { gaps: [{ ...stopped, cause: 'log-unreadable' }] }, 'trail-gap', 'unknown'],
    ["in another account's gap", there('churn', at), { gaps: [{ ...stopped, account: '999999999999' }] }, 'no-record', 'finding'],
    [
      'where nothing was read of',
      there('churn', at),
      { trail: { places: [{ ...place, region: 'us-east-1' }] } },
      'outside-coverage',
      'unknown',
    ],
    [
      'by an operation that the policy leaves out',
      there('churn', at),
      { trail: { excludedOperations: ['CreateModel'] } },
      'operation-excluded',
      'expected',
    ],
    ['without a creation time', there('churn', null), { changes: [model('churn', at)] }, 'no-creation-time', 'unknown'],
    ['within the hour before it was listed', there('churn', '2026-09-30T23:30:00Z'), {}, 'not-yet-delivered', 'unknown'],
    [
      'a record that names nothing',
      there('churn', at),
      { changes: [changeOf(record('CreateModel', { eventTime: at, requestParameters: null }))] },
      'unnamed-record',
      'unknown',
    ],
  ])('%s', (_, existing, input, cause, weight) => {
    const [own] = run({ ...input, existing: [existing] }).resources;
    expect(own?.explanation).toMatchObject({ kind: 'unexplained', cause });
    expect(own && weightOfExplanation(own.explanation)).toBe(weight);
  });

  it('of before the period is explained by its record, where the archive has it', () => {
    const early = '2026-06-01T12:00:00Z';
    expect(explain(there('churn', early), { earlier: [model('churn', early)] })).toMatchObject({ kind: 'created', inPeriod: false });
  });

  it('of before the period is known by an update in it; one of the period is not', () => {
    const update = (eventTime: string) =>
      changeOf(call('UpdateNotebookInstance', { notebookInstanceName: 'lab', instanceType: 'ml.t3.large' }, { eventTime }));
    const lab = (creationTime: string) => there('lab', creationTime, { type: 'NotebookInstance', arn: arnOf('notebook-instance/lab') });
    expect(explain(lab('2026-06-01T12:00:00Z'), { changes: [update(at)] })).toMatchObject({ kind: 'updated' });
    expect(explain(lab(at), { changes: [update('2026-08-02T00:00:00Z')] })).toMatchObject({ kind: 'unexplained', cause: 'no-record' });
  });

  it('with another ARN is another resource', () => {
    const other = model('churn', at);
    const elsewhere = { ...other, resource: { ...other.resource, arn: known(arnOf('model/churn2')) } };
    expect(explain(there('churn', at), { changes: [elsewhere] })).toMatchObject({ kind: 'unexplained' });
  });

  it('that is a domain meets its record by the ARN', () => {
    const domain = changeOf(
      call(
        'CreateDomain',
        { domainName: 'lab', vpcId: 'vpc-1', subnetIds: ['subnet-1'] },
        { eventTime: at, responseElements: { domainArn: arnOf('domain/d-1') } },
      ),
    );
    const existing = there('d-1', at, { type: 'Domain', arn: arnOf('domain/d-1') });
    expect(explain(existing, { changes: [domain] })).toMatchObject({ kind: 'created' });
  });
});

describe('what another resource made', () => {
  const tuning = (eventTime: string) =>
    changeOf(call('CreateHyperParameterTuningJob', { hyperParameterTuningJobName: 'tune' }, { eventTime }));
  const byTuning: Reference[] = [{ type: 'HyperParameterTuningJob', name: 'tune' }];
  const child = (more: Partial<Existing> = {}) =>
    there('tune-001-0a1b2c3d', '2026-08-01T12:30:00Z', {
      type: 'TrainingJob',
      arn: arnOf('training-job/tune-001-0a1b2c3d'),
      references: byTuning,
      ...more,
    });
  const parent = (creationTime: string) =>
    there('tune', creationTime, { type: 'HyperParameterTuningJob', arn: arnOf('hyper-parameter-tuning-job/tune') });

  it('is explained by its parent', () => {
    expect(explain(child(), { changes: [tuning(at)] })).toMatchObject({ kind: 'spawned', proof: 'describe', parent: byTuning[0] });
  });
  it('is explained by its parent, whose name is in lower case in the ARN', () => {
    const named = changeOf(call('CreateHyperParameterTuningJob', { hyperParameterTuningJobName: 'Tune' }, { eventTime: at }));
    expect(explain(child(), { changes: [named] })).toMatchObject({ kind: 'spawned' });
  });
  it('is not explained by a name that looks like a child’s', () => {
    expect(explain(child({ references: [] }), { changes: [tuning(at)] })).toMatchObject({ kind: 'unexplained', cause: 'no-record' });
  });
  it('is not explained by a parent that came later', () => {
    expect(explain(child(), { changes: [tuning('2026-08-02T00:00:00Z')] })).toMatchObject({ kind: 'unexplained' });
  });
  it('by a parent from before the period, needs no record', () => {
    expect(explain(child(), { others: [parent('2026-06-30T00:00:00Z')] })).toMatchObject({ cause: 'spawned-before-period', findings: 0 });
  });
  it('by a parent that no record explains, is not explained either', () => {
    expect(explain(child(), { others: [parent(at)] })).toMatchObject({ cause: 'no-record', findings: 2 });
  });
  it('by a service event of its own', () => {
    const own = changeOf(
      record('CreateTrainingJob', {
        eventTime: '2026-08-01T12:31:00Z',
        eventType: 'AwsServiceEvent',
        requestParameters: null,
        serviceEventDetails: {
          trainingJobArn: arnOf('training-job/tune-001-0a1b2c3d'),
          tuningJobArn: arnOf('hyper-parameter-tuning-job/tune'),
        },
      }),
    );
    expect(explain(child(), { changes: [own] })).toMatchObject({ kind: 'created', via: 'service' });
  });
  it('by a pipeline: only its name says so', () => {
    const started = changeOf(
      call(
        'StartPipelineExecution',
        { pipelineName: 'p' },
        { eventTime: at, responseElements: { pipelineExecutionArn: arnOf('pipeline/p/execution/abcdefghijkl') } },
      ),
    );
    const job = there('pipelines-abcdefghijkl-Train-xyz', '2026-08-01T12:30:00Z', { type: 'TrainingJob', arn: null });
    expect(explain(job, { changes: [started] })).toMatchObject({ kind: 'spawned', proof: 'name' });
    expect(explain({ ...job, name: 'pipelines-zzzzzzzzzzzz-Train-xyz' }, { changes: [started] })).toMatchObject({ kind: 'unexplained' });
  });
  it('and names itself: an end is found', () => {
    const loop = there('tune', at, {
      type: 'HyperParameterTuningJob',
      arn: arnOf('hyper-parameter-tuning-job/tune'),
      references: [{ type: 'AutoMLJob', name: 'auto' }],
    });
    const auto = there('auto', at, { type: 'AutoMLJob', arn: arnOf('automl-job/auto'), references: byTuning });
    expect(explain(loop, { others: [auto] })).toMatchObject({ kind: 'unexplained' });
  });
});

describe('what a record created', () => {
  const outcome = (input: Parameters<typeof run>[0], index = 0) => run(input).records[index]?.outcome;
  const created = model('churn', at);

  it('exists', () => expect(outcome({ changes: [created], existing: [there('churn', at)] })).toEqual({ kind: 'exists' }));
  it('was deleted: by whom, and when', () => {
    expect(outcome({ changes: [created], lifecycle: [deletion('churn', '2026-08-03T00:00:00Z')] })).toMatchObject({
      kind: 'deleted',
      by: { eventName: 'DeleteModel', eventTime: '2026-08-03T00:00:00Z', actor: expect.stringContaining('alice') },
      namesake: null,
    });
  });
  it('was deleted before: that was a namesake', () => {
    expect(outcome({ changes: [created], lifecycle: [deletion('churn', '2026-07-03T00:00:00Z')] })).toMatchObject({
      kind: 'gone',
      cause: 'no-deletion-record',
    });
  });
  it('was deleted, and a namesake answers in its stead', () => {
    const again = model('churn', '2026-08-05T00:00:00Z');
    const check = run({
      changes: [created, again],
      lifecycle: [deletion('churn', '2026-08-03T00:00:00Z')],
      existing: [there('churn', '2026-08-05T00:00:00Z')],
    });
    expect(check.records.map((each) => each.outcome)).toMatchObject([
      { kind: 'deleted', namesake: { creationTime: '2026-08-05T00:00:00Z' } },
      { kind: 'exists' },
    ]);
    expect(check.findings).toBe(0);
  });
  it('is gone, though a later namesake was deleted', () => {
    const again = model('churn', '2026-08-05T00:00:00Z');
    const check = run({ changes: [created, again], lifecycle: [deletion('churn', '2026-08-06T00:00:00Z')] });
    expect(check.records.map((each) => each.outcome.kind)).toEqual(['gone', 'deleted']);
  });
  it('is gone, and a namesake answers in its stead', () => {
    const check = run({ changes: [created], existing: [there('churn', '2026-08-05T00:00:00Z')] });
    expect(check.records[0]?.outcome).toMatchObject({ kind: 'gone', namesake: { creationTime: '2026-08-05T00:00:00Z' } });
    expect(check.findings).toBe(2);
  });

  test.each<[string, Partial<Parameters<typeof run>[0]>, object]>([
    ['is gone without a record', {}, { kind: 'gone', cause: 'no-deletion-record' }],
    ['is gone; a trail was stopped since', { gaps: [stopped] }, { kind: 'gone', cause: 'logging-stopped', silence: { source: 'event-1' } }],
    [
      'is gone; the period ended long before',
      { trail: { period: { ...period, to: '2026-09-01T00:00:00Z' } } },
      { kind: 'gone', cause: 'deletion-after-period' },
    ],
    ['is of a type that was not listed', { listed: listedTypes('App') }, { kind: 'not-asked', why: 'type-not-listed' }],
    [
      'is older than what was listed',
      { listed: [{ ...place, type: 'Model', since: '2026-09-01T00:00:00Z', at: listedAt }] },
      { kind: 'not-asked', why: 'created-before-since' },
    ],
    [
      'is younger than the listing',
      { listed: [{ ...place, type: 'Model', since: null, at: '2026-08-01T12:01:00Z' }] },
      { kind: 'not-asked', why: 'created-after-listing' },
    ],
    ['may be what says no time', { existing: [there('churn', null)] }, { kind: 'not-asked', why: 'no-creation-time' }],
  ])('%s', (_, input, expected) => {
    expect(outcome({ changes: [created], ...input })).toMatchObject(expected);
  });

  it('is an app, which the service removes by itself', () => {
    const app = changeOf(
      call(
        'CreateApp',
        { domainId: 'd-1', appType: 'JupyterLab', appName: 'default' },
        { eventTime: at, responseElements: { appArn: arnOf('app/d-1/space/jupyterlab/default') } },
      ),
    );
    expect(outcome({ changes: [app] })).toEqual({ kind: 'ended-by-itself', namesake: null });
  });
  it('is nothing, when a pipeline execution was retried', () => {
    const retry = changeOf(
      call('RetryPipelineExecution', { pipelineExecutionArn: arnOf('pipeline/p/execution/abcdefghijkl') }, { eventTime: at }),
    );
    expect(run({ changes: [retry] }).records).toEqual([]);
  });
});

describe('drift', () => {
  const inVpc = { subnets: vpcConfig.subnets, securityGroupIds: vpcConfig.securityGroupIds };
  const withVpc = (vpc: typeof inVpc | null) =>
    there('churn', at, { posture: { vpc: [{ at: 'VpcConfig', value: known(vpc, 'describe') }] } });
  const created = model('churn', at, { vpcConfig });

  it('is none where order alone differs', () => {
    const two = { subnets: ['subnet-a', 'subnet-b'], securityGroupIds: ['sg-1'] };
    const other = { ...two, subnets: ['subnet-b', 'subnet-a'] };
    expect(run({ changes: [model('churn', at, { vpcConfig: two })], existing: [withVpc(other)] }).drift).toEqual([]);
  });
  it('is a finding: no record shows the update', () => {
    const check = run({ changes: [created], existing: [withVpc(null)] });
    expect(check.drift).toMatchObject([
      { setting: 'vpc', at: 'VpcConfig', exists: 'none', cause: 'no-update-record', lastRecord: { eventId: created.eventId } },
    ]);
    expect(check.findings).toBe(1);
  });
  it('may have happened while a trail was stopped, or after the period', () => {
    expect(run({ changes: [created], existing: [withVpc(null)], gaps: [stopped] }).drift).toMatchObject([{ cause: 'logging-stopped' }]);
    const ended = { trail: { period: { ...period, to: '2026-09-01T00:00:00Z' } } };
    expect(run({ changes: [created], existing: [withVpc(null)], ...ended }).drift).toMatchObject([{ cause: 'update-after-period' }]);
  });
  it('goes by the last record', () => {
    const domain = (access: string) =>
      there('d-1', at, {
        type: 'Domain',
        arn: arnOf('domain/d-1'),
        posture: { appNetworkAccessType: [{ at: 'AppNetworkAccessType', value: known(access as 'VpcOnly', 'describe') }] },
      });
    const make = changeOf(
      call(
        'CreateDomain',
        { domainName: 'lab', appNetworkAccessType: 'VpcOnly' },
        { eventTime: at, responseElements: { domainArn: arnOf('domain/d-1') } },
      ),
    );
    const update = changeOf(
      call(
        'UpdateDomain',
        { domainId: 'd-1', appNetworkAccessType: 'PublicInternetOnly' },
        { eventTime: '2026-08-02T00:00:00Z', responseElements: { domainArn: arnOf('domain/d-1') } },
      ),
    );
    expect(run({ changes: [make, update], existing: [domain('PublicInternetOnly')] }).drift).toEqual([]);
    expect(run({ changes: [make, update], existing: [domain('VpcOnly')] }).drift).toMatchObject([
      { recorded: 'PublicInternetOnly', lastRecord: { eventName: 'UpdateDomain' } },
    ]);
    expect(run({ changes: [make], existing: [domain('PublicInternetOnly')] }).drift).toHaveLength(1);
  });
  it('is not told from a record that left its request out', () => {
    const omitted = changeOf(
      record('CreateModel', { eventTime: at, requestParameters: null, responseElements: { modelArn: arnOf('model/churn') } }),
    );
    expect(run({ changes: [omitted], existing: [withVpc(null)] }).drift).toEqual([]);
  });
});
