import { describe, expect, test } from 'vitest';
import { assess } from '../../src/app/assess.ts';
import { defaultPolicy } from '../../src/config.ts';
import type { Exposure, ReachedEndpoint } from '../../src/core/evidence/exposure.ts';
import { exposuresOf } from '../../src/core/exposure.ts';
import { resolveLineage } from '../../src/core/lineage.ts';
import { call, readOne, record, vpcConfig } from '../support/records.ts';

type Json = Record<string, unknown>;

const at = (minute: number) => `2026-08-01T12:${String(minute).padStart(2, '0')}:00Z`;
const end = '2026-08-01T13:00:00Z';

/** One call of an archive at a minute of an hour, told by the record that it leaves. */
const did = (minute: number, eventName: string, request: Json, members: Json = {}): Json =>
  call(eventName, request, { eventTime: at(minute), ...members });

/** The exposures of an archive: read, judged and held together as a scan does it. */
function exposures(...values: Json[]): Exposure[] {
  const readings = values.map(readOne);
  const changes = resolveLineage(readings.flatMap((reading) => (reading.kind === 'change' ? [reading.change] : [])));
  const lifecycle = readings.flatMap((reading) => (reading.kind === 'lifecycle' ? [reading.lifecycle] : []));
  const located = changes.map((value, recordIndex) => ({
    value,
    object: 'x',
    recordIndex,
    recordSha256: '',
    kind: 'change' as const,
    counted: true,
  }));
  return exposuresOf({
    judged: assess(located, [], { policy: defaultPolicy }).judged,
    earlier: [],
    lifecycle,
    period: { to: end },
  });
}

/** `12:05 deleted by DeleteModel`, or `open`. */
const ending = ({ to, ending: how, endedBy }: Pick<Exposure | ReachedEndpoint, 'to' | 'ending' | 'endedBy'>) =>
  to === null ? `${how}${endedBy ? '!' : ''}` : `${to.slice(11, 16)} ${how} by ${endedBy?.eventName}`;
const endings = (...values: Json[]) => exposures(...values).map(ending);
const reached = (...values: Json[]) =>
  exposures(...values).flatMap(({ resourceName, endpoints }) =>
    endpoints.map(
      (endpoint) => `${resourceName} on ${endpoint.name} via ${endpoint.via.name} ${endpoint.from.slice(11, 16)} to ${ending(endpoint)}`,
    ),
  );

const job = (minute: number, name = 't', members: Json = {}) =>
  did(minute, 'CreateTrainingJob', { trainingJobName: name, enableNetworkIsolation: true }, members);
const model = (minute: number, name = 'm', request: Json = {}) =>
  did(minute, 'CreateModel', { modelName: name, enableNetworkIsolation: true, ...request });
const safeModel = (minute: number, name = 'm') => model(minute, name, { vpcConfig });
const config = (minute: number, name: string, ...models: string[]) =>
  did(minute, 'CreateEndpointConfig', { endpointConfigName: name, productionVariants: models.map((modelName) => ({ modelName })) });
const endpoint = (minute: number, endpointConfigName: string, endpointName = 'e') =>
  did(minute, 'CreateEndpoint', { endpointName, endpointConfigName });
const switched = (minute: number, endpointConfigName: string, endpointName = 'e') =>
  did(minute, 'UpdateEndpoint', { endpointName, endpointConfigName });
const gone = (minute: number, type: string, name: string) =>
  did(minute, `Delete${type}`, { [`${type.charAt(0).toLowerCase()}${type.slice(1)}Name`]: name });
const notebook = (minute: number) => did(minute, 'CreateNotebookInstance', { notebookInstanceName: 'n', directInternetAccess: 'Enabled' });
const onNotebook = (minute: number, verb: string) => did(minute, `${verb}NotebookInstance`, { notebookInstanceName: 'n' });
const domainArn = 'arn:aws:sagemaker:eu-west-1:111122223333:domain/d-1';
const domain = (minute: number, appNetworkAccessType = 'PublicInternetOnly') =>
  did(minute, 'CreateDomain', { domainName: 'studio', appNetworkAccessType }, { responseElements: { domainArn } });
const updatedDomain = (minute: number, request: Json) =>
  did(minute, 'UpdateDomain', { domainId: 'd-1', ...request }, { responseElements: { domainArn } });
const other = { recipientAccountId: '444455556666' };
const elsewhere = { awsRegion: 'us-east-1' };

describe('what ends an exposure', () => {
  test.each<[string, Json[], string[]]>([
    ['a job that was stopped', [job(0), did(9, 'StopTrainingJob', { trainingJobName: 't' })], ['12:09 stopped by StopTrainingJob']],
    [
      'a stop before a delete',
      [job(0), did(9, 'StopTrainingJob', { trainingJobName: 't' }), gone(12, 'TrainingJob', 't')],
      ['12:09 stopped by StopTrainingJob'],
    ],
    ['a delete', [job(0), gone(12, 'TrainingJob', 't')], ['12:12 deleted by DeleteTrainingJob']],
    ['records in any order', [gone(12, 'TrainingJob', 't'), job(0)], ['12:12 deleted by DeleteTrainingJob']],
    ['nothing on record', [job(0)], ['open']],
    ['a refused stop', [job(0), did(9, 'StopTrainingJob', { trainingJobName: 't' }, { errorCode: 'ValidationException' })], ['open']],
    ['what happens to another name', [job(0), gone(12, 'TrainingJob', 'T')], ['open']],
    ['what happens to another type', [job(0), gone(12, 'ProcessingJob', 't')], ['open']],
    ['what happens in another account', [job(0), { ...gone(12, 'TrainingJob', 't'), ...other }], ['open']],
    ['what happens in another Region', [job(0), { ...gone(12, 'TrainingJob', 't'), ...elsewhere }], ['open']],
    ['what happened before', [gone(0, 'TrainingJob', 't'), job(5)], ['open']],
    [
      'a namesake, each with an end of its own',
      [job(0), gone(5, 'TrainingJob', 't'), job(9), gone(20, 'TrainingJob', 't')],
      ['12:05 deleted by DeleteTrainingJob', '12:20 deleted by DeleteTrainingJob'],
    ],
    ['a namesake, where no delete is on record', [model(0), model(9)], ['12:09 replaced by CreateModel', 'open']],
    ['a compliant namesake', [model(0), safeModel(9)], ['12:09 replaced by CreateModel']],
    ['a namesake in the second of the delete', [model(0), gone(5, 'Model', 'm'), model(5)], ['12:05 deleted by DeleteModel', 'open']],
    ['a delete in the second of the creation', [model(5), gone(5, 'Model', 'm')], ['12:05 deleted by DeleteModel']],
  ])('%s', (_, values, expected) => {
    expect(endings(...values)).toEqual(expected);
  });

  test('who ended it', () => {
    const stop = did(9, 'StopTrainingJob', { trainingJobName: 't' });
    expect(exposures(job(0), stop)[0]?.endedBy).toEqual({
      eventId: stop.eventID,
      eventName: 'StopTrainingJob',
      eventTime: at(9),
      actor: 'arn:aws:sts::111122223333:assumed-role/Research/alice',
    });
  });
});

describe('how long', () => {
  test.each<[string, Json[], (number | null)[], string[][]]>([
    ['a stopped job', [job(0), did(9, 'StopTrainingJob', { trainingJobName: 't' })], [540], [[]]],
    ['a job that ended by itself: nobody knows', [job(0)], [null], [['ends-by-itself']]],
    ['a deleted job: at most', [job(0), gone(12, 'TrainingJob', 't')], [720], [['ended-earlier']]],
    ['a job with a namesake: at most', [job(0), job(12)], [720, null], [['ended-earlier'], ['ends-by-itself']]],
    ['a model that is there: until the end of the period', [model(10)], [3000], [[]]],
  ])('%s', (_, values, seconds, notes) => {
    const found = exposures(...values);
    expect(found.map((exposure) => exposure.seconds)).toEqual(seconds);
    expect(found.map((exposure) => exposure.notes)).toEqual(notes);
  });
});

describe('notebooks', () => {
  test.each<[string, Json[], string, number, number]>([
    ['a stop ends it', [onNotebook(10, 'Stop')], '12:10 stopped by StopNotebookInstance', 600, 0],
    [
      'a delete after the stop ends nothing more',
      [onNotebook(10, 'Stop'), onNotebook(20, 'Delete')],
      '12:10 stopped by StopNotebookInstance',
      600,
      0,
    ],
    ['a start takes it up again', [onNotebook(10, 'Stop'), onNotebook(30, 'Start')], 'open', 2400, 1],
    [
      'until the next stop',
      [onNotebook(10, 'Stop'), onNotebook(30, 'Start'), onNotebook(40, 'Stop')],
      '12:40 stopped by StopNotebookInstance',
      1200,
      1,
    ],
    ['of two stops the first', [onNotebook(10, 'Stop'), onNotebook(20, 'Stop')], '12:10 stopped by StopNotebookInstance', 600, 0],
    ['a start without a stop is the first one', [onNotebook(1, 'Start')], 'open', 3600, 0],
  ])('%s', (_, values, expected, seconds, pauses) => {
    const [found] = exposures(notebook(0), ...values);
    expect([ending(found!), found?.seconds, found?.pauses.length]).toEqual([expected, seconds, pauses]);
  });
});

describe('updates', () => {
  const schedule = (minute: number, verb: string, networkConfig: Json) =>
    did(minute, `${verb}MonitoringSchedule`, {
      monitoringScheduleName: 's',
      monitoringScheduleConfig: { monitoringJobDefinition: { networkConfig } },
    });
  test.each<[string, Json[], string[]]>([
    ['that make it compliant', [domain(0), updatedDomain(10, { appNetworkAccessType: 'VpcOnly' })], ['12:10 replaced by UpdateDomain']],
    ['that leave the setting alone', [domain(0), updatedDomain(10, {})], ['open', 'open']],
    [
      'that open it: from the update on',
      [
        domain(0, 'VpcOnly'),
        updatedDomain(10, { appNetworkAccessType: 'PublicInternetOnly' }),
        updatedDomain(20, { appNetworkAccessType: 'VpcOnly' }),
      ],
      ['12:20 replaced by UpdateDomain'],
    ],
    ['that mend one rule of two', [schedule(0, 'Create', {}), schedule(10, 'Update', { vpcConfig })], ['open', 'open']],
    [
      'that mend both',
      [schedule(0, 'Create', {}), schedule(10, 'Update', { vpcConfig, enableNetworkIsolation: true })],
      ['12:10 replaced by UpdateMonitoringSchedule'],
    ],
    ['a domain is deleted by id', [domain(0), did(30, 'DeleteDomain', { domainId: 'd-1' })], ['12:30 deleted by DeleteDomain']],
    ['another domain with the same name is another', [domain(0), did(30, 'DeleteDomain', { domainId: 'd-2' })], ['open']],
  ])('%s', (_, values, expected) => {
    expect(endings(...values)).toEqual(expected);
  });

  const clusterArn = 'arn:aws:sagemaker:eu-west-1:111122223333:cluster/abc123';
  const group = (name: string, override?: Json) => ({ instanceGroupName: name, ...(override && { overrideVpcConfig: override }) });
  const cluster = did(0, 'CreateCluster', { clusterName: 'c', instanceGroups: [group('g')] }, { responseElements: { clusterArn } });

  test.each<[string, Json, string]>([
    [
      'an update of another group mends nothing',
      did(10, 'UpdateCluster', { clusterName: 'c', instanceGroups: [group('h', vpcConfig)] }),
      'open',
    ],
    [
      'an update of the group does',
      did(10, 'UpdateCluster', { clusterName: 'c', instanceGroups: [group('g', vpcConfig)] }),
      '12:10 replaced by UpdateCluster',
    ],
    ['a delete by ARN, which holds an id', did(10, 'DeleteCluster', { clusterName: clusterArn }), '12:10 deleted by DeleteCluster'],
  ])('cluster: %s', (_, value, expected) => {
    expect(endings(cluster, value)[0]).toBe(expected);
  });

  const twoGroups = did(0, 'CreateCluster', { clusterName: 'c', instanceGroups: [group('g'), group('h')] });
  const updatedCluster = (minute: number, deleted: string[], ...groups: Json[]) =>
    did(minute, 'UpdateCluster', {
      clusterName: 'c',
      ...(groups.length > 0 && { instanceGroups: groups }),
      ...(deleted.length > 0 && { instanceGroupsToDelete: deleted }),
    });

  test.each<[string, Json[], string]>([
    ['one of its two groups is deleted', [updatedCluster(10, ['g'])], 'open'],
    ['both are', [updatedCluster(10, ['g', 'h'])], '12:10 deleted by UpdateCluster'],
    ['one after the other', [updatedCluster(10, ['g']), updatedCluster(20, ['h'])], '12:20 deleted by UpdateCluster'],
    ['both are, by an update that fails itself', [updatedCluster(10, ['g', 'h'], group('i'))], '12:10 deleted by UpdateCluster'],
    ['one is mended and one deleted', [updatedCluster(10, ['h'], group('g', vpcConfig))], '12:10 replaced by UpdateCluster'],
    [
      'one is mended, then the other deleted',
      [updatedCluster(10, [], group('g', vpcConfig)), updatedCluster(20, ['h'])],
      '12:20 deleted by UpdateCluster',
    ],
    [
      'one is mended, then the other',
      [updatedCluster(10, [], group('g', vpcConfig)), updatedCluster(20, [], group('h', vpcConfig))],
      '12:20 replaced by UpdateCluster',
    ],
    ['one is created anew in the VPC', [updatedCluster(10, ['g']), updatedCluster(20, [], group('g', vpcConfig))], 'open'],
    ['groups are deleted whose names only resemble', [updatedCluster(10, ['gg', 'hh', 'G', 'H'])], 'open'],
    ['the deletion is refused', [{ ...updatedCluster(10, ['g', 'h']), errorCode: 'ValidationException' }], 'open'],
    ['another cluster loses its groups', [{ ...updatedCluster(10, ['g', 'h']), ...other }], 'open'],
  ])('cluster with two groups outside: %s', (_, values, expected) => {
    expect(endings(twoGroups, ...values)[0]).toBe(expected);
  });

  test('a group that was deleted and comes back outside is exposed anew', () => {
    const values = [updatedCluster(10, ['g', 'h']), updatedCluster(20, [], group('g'))];
    expect(endings(twoGroups, ...values)).toEqual(['12:10 deleted by UpdateCluster', 'open']);
  });
});

describe('children of a tuning job', () => {
  const tuning = (minute: number) =>
    did(minute, 'CreateHyperParameterTuningJob', {
      hyperParameterTuningJobName: 'tune',
      trainingJobDefinition: { enableNetworkIsolation: true },
    });
  const child = (minute: number) =>
    record('CreateTrainingJob', {
      eventTime: at(minute),
      eventType: 'AwsServiceEvent',
      requestParameters: null,
      serviceEventDetails: { trainingJobName: 'tune-001-0123abcd' },
    });
  const stopped = (minute: number) => did(minute, 'StopHyperParameterTuningJob', { hyperParameterTuningJobName: 'tune' });

  test.each<[string, Json[], string[]]>([
    ['end with the stop of the parent', [tuning(0), child(1), stopped(9)], Array(2).fill('12:09 stopped by StopHyperParameterTuningJob')],
    [
      'not with the stop of its namesake',
      [tuning(0), child(1), tuning(5), stopped(9)],
      ['12:05 replaced by CreateHyperParameterTuningJob', 'open', '12:09 stopped by StopHyperParameterTuningJob'],
    ],
    ['not with a stop before', [tuning(0), stopped(1), child(2)], ['12:01 stopped by StopHyperParameterTuningJob', 'open']],
  ])('%s', (_, values, expected) => {
    expect(endings(...values)).toEqual(expected);
  });

  test('say so', () => {
    expect(exposures(tuning(0), child(1), stopped(9)).map(({ notes }) => notes)).toEqual([[], ['ended-by-parent']]);
  });
});

describe('a model on an endpoint', () => {
  const live = [model(0), config(1, 'c', 'm'), endpoint(2, 'c')];

  test.each<[string, Json[], string, string]>([
    ['runs on after DeleteModel', [...live, gone(5, 'Model', 'm')], 'open', '12:02 to open'],
    [
      'until DeleteEndpoint',
      [...live, gone(5, 'Model', 'm'), gone(9, 'Endpoint', 'e')],
      '12:09 deleted by DeleteEndpoint',
      '12:02 to 12:09 deleted by DeleteEndpoint',
    ],
    [
      'until a switch',
      [...live, gone(5, 'Model', 'm'), safeModel(6, 'm2'), config(7, 'c2', 'm2'), switched(8, 'c2')],
      '12:08 replaced by UpdateEndpoint',
      '12:02 to 12:08 switched by UpdateEndpoint',
    ],
    [
      'a switch to a configuration with the same model switches nothing',
      [...live, config(7, 'c2', 'm'), switched(8, 'c2'), gone(9, 'Endpoint', 'e')],
      'open',
      '12:02 to 12:09 deleted by DeleteEndpoint',
    ],
    [
      'a switch whose configuration the record does not name ends nothing',
      [...live, did(8, 'UpdateEndpoint', { endpointName: 'e' }), gone(9, 'Endpoint', 'e')],
      'open',
      '12:02 to 12:09 deleted by DeleteEndpoint',
    ],
    ['a switch of another endpoint ends nothing', [...live, config(7, 'c2', 'x'), switched(8, 'c2', 'e2')], 'open', '12:02 to open'],
    ['DeleteEndpointConfig does not stop it', [...live, gone(3, 'EndpointConfig', 'c'), gone(5, 'Model', 'm')], 'open', '12:02 to open'],
    [
      'the endpoint is gone before the model',
      [...live, gone(4, 'Endpoint', 'e'), gone(5, 'Model', 'm')],
      '12:05 deleted by DeleteModel',
      '12:02 to 12:04 deleted by DeleteEndpoint',
    ],
    [
      'a namesake of the model is not what runs',
      [...live, gone(5, 'Model', 'm'), safeModel(6), gone(9, 'Endpoint', 'e')],
      '12:09 deleted by DeleteEndpoint',
      '12:02 to 12:09 deleted by DeleteEndpoint',
    ],
    [
      'the same name in a new configuration is the namesake',
      [...live, gone(5, 'Model', 'm'), safeModel(6), config(7, 'c2', 'm'), switched(8, 'c2')],
      '12:08 replaced by UpdateEndpoint',
      '12:02 to 12:08 switched by UpdateEndpoint',
    ],
    [
      'the endpoint is created anew',
      [...live, safeModel(6, 'm2'), config(7, 'c2', 'm2'), endpoint(8, 'c2')],
      'open',
      '12:02 to 12:08 replaced by CreateEndpoint',
    ],
    ['an endpoint older than the records, by a switch', [model(0), config(1, 'c', 'm'), switched(2, 'c')], 'open', '12:02 to open'],
  ])('%s', (_, values, expected, window) => {
    expect(endings(...values)).toEqual([expected]);
    expect(reached(...values)).toEqual([`m on e via c ${window}`]);
  });

  test('that a new endpoint of the same name takes is there twice', () => {
    expect(reached(...live, endpoint(8, 'c'))).toEqual([
      'm on e via c 12:02 to 12:08 replaced by CreateEndpoint',
      'm on e via c 12:08 to open',
    ]);
  });

  test('that ran on after it was deleted says so', () => {
    expect(exposures(...live, gone(5, 'Model', 'm'))[0]?.notes).toEqual(['ran-on']);
    expect(exposures(...live, gone(4, 'Endpoint', 'e'), gone(5, 'Model', 'm'))[0]?.notes).toEqual([]);
  });

  test('the last of several endpoints ends it', () => {
    const values = [...live, endpoint(3, 'c', 'e2'), gone(4, 'Model', 'm'), gone(9, 'Endpoint', 'e'), gone(7, 'Endpoint', 'e2')];
    expect(endings(...values)).toEqual(['12:09 deleted by DeleteEndpoint']);
    expect(reached(...values)).toEqual([
      'm on e via c 12:02 to 12:09 deleted by DeleteEndpoint',
      'm on e2 via c 12:03 to 12:07 deleted by DeleteEndpoint',
    ]);
  });

  test.each<[string, Json[]]>([
    ['a configuration that names another model', [model(0), config(1, 'c', 'm2'), endpoint(2, 'c')]],
    ['an endpoint that took its namesake', [safeModel(0), config(1, 'c', 'm'), endpoint(2, 'c'), gone(3, 'Model', 'm'), model(4)]],
    ['an endpoint in another account', [model(0), config(1, 'c', 'm'), { ...endpoint(2, 'c'), ...other }]],
    ['a refused CreateEndpoint', [model(0), config(1, 'c', 'm'), { ...endpoint(2, 'c'), errorCode: 'ValidationException' }]],
  ])('is not reached by %s', (_, values) => {
    expect(reached(...values)).toEqual([]);
  });

  test('a configuration from before the period leads to it too', () => {
    const readings = [config(1, 'c', 'm'), model(2), endpoint(3, 'c')].map(readOne);
    const [before, ...within] = readings.flatMap((reading) => (reading.kind === 'change' ? [reading.change] : []));
    const located = within.map((value, recordIndex) => ({
      value,
      object: 'x',
      recordIndex,
      recordSha256: '',
      kind: 'change' as const,
      counted: true,
    }));
    const { judged } = assess(located, [], { policy: defaultPolicy });
    expect(exposuresOf({ judged, earlier: [before!], lifecycle: [], period: { to: end } })[0]?.endpoints).toHaveLength(1);
    expect(exposuresOf({ judged, earlier: [], lifecycle: [], period: { to: end } })[0]?.endpoints).toHaveLength(0);
  });
});

describe('a model in an inference component', () => {
  const component = (minute: number, modelName: string) =>
    did(minute, 'CreateInferenceComponent', { inferenceComponentName: 'ic', endpointName: 'e', specification: { modelName } });
  const updated = (minute: number, request: Json) => did(minute, 'UpdateInferenceComponent', { inferenceComponentName: 'ic', ...request });
  const toAnother = { specification: { modelName: 'm2' } };

  test.each<[string, Json[], string]>([
    ['is on its endpoint', [], 'open'],
    ['until it is deleted', [gone(5, 'InferenceComponent', 'ic')], '12:05 deleted by DeleteInferenceComponent'],
    ['until the endpoint is', [gone(6, 'Endpoint', 'e')], '12:06 deleted by DeleteEndpoint'],
    ['until it takes another model', [safeModel(3, 'm2'), updated(5, toAnother)], '12:05 switched by UpdateInferenceComponent'],
    ['and stays when an update names no model', [updated(5, { runtimeConfig: { copyCount: 2 } })], 'open'],
    ['and stays when the endpoint is switched', [switched(5, 'c2')], 'open'],
  ])('%s', (_, values, expected) => {
    expect(reached(model(0), component(2, 'm'), ...values)).toEqual([`m on e via ic 12:02 to ${expected}`]);
  });

  test('an update of a component that is gone takes nothing anywhere', () => {
    const values = [safeModel(0, 'm2'), component(1, 'm2'), gone(2, 'InferenceComponent', 'ic'), model(3)];
    expect(reached(...values, updated(4, { specification: { modelName: 'm' } }))).toEqual([]);
  });

  test('an update takes a model to the endpoint that the component is on', () => {
    expect(reached(safeModel(0, 'm2'), component(1, 'm2'), model(2), updated(3, { specification: { modelName: 'm' } }))).toEqual([
      'm on e via ic 12:03 to open',
    ]);
  });
});

describe('an endpoint configuration', () => {
  const own = did(0, 'CreateEndpointConfig', {
    endpointConfigName: 'c',
    productionVariants: [{ variantName: 'v', instanceType: 'ml.g5.xlarge' }],
  });
  test('with a posture of its own is exposed on its endpoints', () => {
    expect(endings(own, endpoint(2, 'c'), gone(3, 'EndpointConfig', 'c'), gone(9, 'Endpoint', 'e'))).toEqual([
      '12:09 deleted by DeleteEndpoint',
    ]);
    expect(reached(own, endpoint(2, 'c'))).toEqual(['c on e via c 12:02 to open']);
  });
});

describe('many of one name', () => {
  test('take no more than their share of time', () => {
    const values = Array.from({ length: 4_000 }, (_, n) => model(n % 60));
    const started = performance.now();
    expect(exposures(...values)).toHaveLength(4_000);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

test('one per change, with all rules that it broke, in order of time', () => {
  const found = exposures(model(7, 'b', { enableNetworkIsolation: false }), job(3));
  expect(found.map(({ resourceName, rules, status, from }) => [resourceName, rules, status, from])).toEqual([
    ['t', ['vpc-required'], 'open', at(3)],
    ['b', ['vpc-required', 'network-isolation-required'], 'open', at(7)],
  ]);
});

test('nothing for what is compliant', () => {
  expect(exposures(safeModel(0), config(1, 'c', 'm'), endpoint(2, 'c'))).toEqual([]);
});
