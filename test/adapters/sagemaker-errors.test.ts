import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { unknown } from '../../src/core/posture.ts';
import type { ResourceType } from '../../src/core/resources/types.ts';
import { faults, type SageMakerCall, type StandInResource } from '../../stand-ins/sagemaker.ts';
import type { Fault } from '../../stand-ins/wire.ts';
import { type Bench, bench, placeOf } from '../support/sagemaker.ts';

/** What can go wrong on the wire, and what the port makes of it. */

let aws: Bench;
let job: StandInResource;
let serial = 0;
beforeAll(async () => {
  aws = await bench();
});
afterAll(() => aws.close());
beforeEach(() => {
  aws.aws.fail = undefined;
  (aws.aws.calls as SageMakerCall[]).length = 0;
  job = make('TrainingJob');
});

function make(type: ResourceType, status?: string): StandInResource {
  serial++;
  return aws.aws.create({ type, name: `job-${serial}`, ...(status && { status }) });
}

/** The first calls of an operation fail, and the others do not. */
function failing(operation: string, fault: Fault, times = Number.POSITIVE_INFINITY): void {
  let left = times;
  aws.aws.fail = (call) => {
    if (call.operation !== operation || left === 0) return undefined;
    left--;
    return fault;
  };
}

const error = (code: string, message = 'as it is', status = 400): Fault => ({ status, body: { __type: code, message } });
const adapter = () => aws.adapter({ answerWithin: 150 });

describe('Describe without an answer', () => {
  const cases: [string, Fault, string, number][] = [
    ['denied', faults.denied, 'access-denied', 1],
    ['credentials that are not valid', error('UnrecognizedClientException'), 'access-denied', 1],
    ['throttled', faults.throttled, 'throttled', 3],
    ['429', error('TooManyRequestsException', 'slow down', 429), 'throttled', 3],
    ['500', faults.internal, 'no-answer', 3],
    ['503 in HTML', faults.unavailable, 'no-answer', 3],
    ['200 in HTML', { status: 200, body: '<html>' }, 'no-answer', 1],
    ['200 without an ARN', { status: 200, body: {} }, 'opaque', 1],
    ['reset', 'reset', 'no-answer', 3],
    ['time-out', 'timeout', 'no-answer', 3],
    ['modelled not found', error('ResourceNotFound'), 'resource-gone', 1],
    ['unmodelled not found', error('ValidationException', 'Could not find model "x".'), 'resource-gone', 1],
    ['another ValidationException', error('ValidationException', '1 validation error detected'), 'opaque', 1],
  ];
  test.each(cases)('%s', async (_, fault, why, calls) => {
    failing('DescribeTrainingJob', fault);
    expect(await adapter().describe(placeOf(job))).toEqual(unknown(why as never));
    expect(aws.aws.calls).toHaveLength(calls);
  });

  test.each<[string, Fault]>([
    ['500', faults.internal],
    ['throttled', faults.throttled],
    ['reset', 'reset'],
    ['time-out', 'timeout'],
  ])('%s once is got over', async (_, fault) => {
    failing('DescribeTrainingJob', fault, 1);
    expect((await adapter().describe(placeOf(job))).known).toBe(true);
  });

  test('tags too', async () => {
    failing('ListTags', faults.denied);
    expect(await adapter().tags(job.arn, placeOf(job))).toEqual(unknown('access-denied'));
  });
});

describe('Stop', () => {
  test.each<[string, Fault, unknown]>([
    ['denied', faults.denied, { outcome: 'failed', error: 'AccessDeniedException' }],
    ['throttled', faults.throttled, { outcome: 'retry', error: 'ThrottlingException' }],
    ['500', faults.internal, { outcome: 'retry', error: 'InternalFailure' }],
    ['reset', 'reset', { outcome: 'retry', error: 'ECONNRESET' }],
    ['time-out', 'timeout', { outcome: 'retry', error: 'ETIMEDOUT' }],
    ['expired credentials', error('ExpiredTokenException'), { outcome: 'retry', error: 'ExpiredTokenException' }],
    ['a refusal while it runs', error('ValidationException', 'no'), { outcome: 'failed', error: 'ValidationException' }],
    ['an error name of many lines', error('Bad\n\u001b[31m<x>'), { outcome: 'failed', error: 'Bad31mx' }],
  ])('%s', async (_, fault, expected) => {
    failing('StopTrainingJob', fault);
    expect(await adapter().stop(placeOf(job))).toEqual(expected);
    expect(job.stops).toBe(0);
  });

  test('what is gone was refused, not stopped', async () => {
    expect(await adapter().stop({ ...placeOf(job), name: 'never-was' })).toEqual({ outcome: 'failed', error: 'ResourceNotFound' });
  });

  test.each<[ResourceType, string]>([
    ['TrainingJob', 'Completed'],
    ['TrainingJob', 'Failed'],
    ['TrainingJob', 'Stopping'],
    ['TransformJob', 'Stopped'],
    ['ProcessingJob', 'Completed'],
    ['HyperParameterTuningJob', 'Completed'],
    ['AutoMLJob', 'Failed'],
    ['CompilationJob', 'COMPLETED'],
    ['InferenceRecommendationsJob', 'STOPPED'],
    ['PipelineExecution', 'Succeeded'],
    ['NotebookInstance', 'Stopped'],
    ['NotebookInstance', 'Deleting'],
    ['MonitoringSchedule', 'Failed'],
    ['InferenceExperiment', 'Cancelled'],
    ['TrainingSession', 'Expired'],
  ])('%s that is %s: already finished', async (type, status) => {
    const made = make(type, status);
    expect(await adapter().stop(placeOf(made))).toEqual({ outcome: 'already-finished' });
    expect(made.stops).toBe(0);
  });

  test.each<[ResourceType, string]>([
    ['NotebookInstance', 'Pending'],
    ['NotebookInstance', 'Updating'],
    ['InferenceExperiment', 'Creating'],
  ])('%s that is %s: not yet', async (type, status) => {
    const made = make(type, status);
    expect(await adapter().stop(placeOf(made))).toEqual({ outcome: 'retry', error: 'ValidationException' });
    aws.aws.move(made.arn, type === 'NotebookInstance' ? 'InService' : 'Running');
    expect(await adapter().stop(placeOf(made))).toEqual({ outcome: 'done' });
  });

  test('a finished job, where Describe is denied: its refusal says so itself', async () => {
    failing('DescribeTrainingJob', faults.denied);
    aws.aws.move(job.arn, 'Completed');
    expect(await adapter().stop(placeOf(job))).toEqual({ outcome: 'already-finished' });
  });

  test('an answer that was lost: done, once', async () => {
    failing('StopTrainingJob', 'reset-after', 1);
    expect(await adapter().stop(placeOf(job))).toEqual({ outcome: 'done' });
    expect(job.stops).toBe(1);
    expect(aws.aws.calls.map(({ operation }) => operation)).toEqual(['StopTrainingJob', 'StopTrainingJob', 'DescribeTrainingJob']);
  });

  test('every answer lost: it can be sent again, and then it is found to have ended', async () => {
    failing('StopTrainingJob', 'reset-after');
    expect(await adapter().stop(placeOf(job))).toEqual({ outcome: 'retry', error: 'ECONNRESET' });
    aws.aws.fail = undefined;
    expect(await adapter().stop(placeOf(job))).toEqual({ outcome: 'already-finished' });
    expect(job.stops).toBe(1);
  });

  test('an inference experiment without a Describe is not stopped blindly', async () => {
    const made = make('InferenceExperiment');
    failing('DescribeInferenceExperiment', faults.denied);
    expect(await adapter().stop(placeOf(made))).toEqual({ outcome: 'failed', error: 'AccessDeniedException' });
    expect(aws.aws.calls.some(({ operation }) => operation === 'StopInferenceExperiment')).toBe(false);
  });
});

describe('AddTags and Delete', () => {
  const tag = { key: 'sagewarden', value: 'outside' };

  test.each<[string, Fault, unknown]>([
    ['throttled', faults.throttled, { outcome: 'retry', error: 'ThrottlingException' }],
    ['denied', faults.denied, { outcome: 'failed', error: 'AccessDeniedException' }],
    ['time-out', 'timeout', { outcome: 'retry', error: 'ETIMEDOUT' }],
  ])('%s', async (_, fault, expected) => {
    failing('AddTags', fault);
    expect(await adapter().tag(job.arn, placeOf(job), tag)).toEqual(expected);
    const model = make('Model');
    failing('DeleteModel', fault);
    expect(await adapter().delete(placeOf(model))).toEqual(expected);
  });

  test('a deletion whose answer was lost: it is gone', async () => {
    const model = make('Model');
    failing('DeleteModel', 'reset-after', 1);
    expect(await adapter().delete(placeOf(model))).toEqual({ outcome: 'already-finished' });
    expect(aws.aws.resources.includes(model)).toBe(false);
  });

  test('what can be stopped is not deleted', async () => {
    expect(await adapter().delete(placeOf(job))).toEqual({ outcome: 'failed', error: 'NotSupported' });
  });
});

test('slow is not lost', async () => {
  failing('DescribeTrainingJob', { delay: 60 });
  expect((await adapter().describe(placeOf(job))).known).toBe(true);
});
