import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inventory } from '../../src/adapters/sagemaker/list.ts';
import { type PacedOptions, pacedCall } from '../../src/adapters/sagemaker/paced.ts';
import { sageMakerBy } from '../../src/adapters/sagemaker.ts';
import { ListError, type Listed } from '../../src/app/posture/ports.ts';
import { lists } from '../../src/core/resources/list.ts';
import { type ResourceType, resourceTypes } from '../../src/core/resources/types.ts';
import { faults, type SageMakerCall } from '../../stand-ins/sagemaker.ts';
import { sdkOperations } from '../model/shapes.ts';
import { type Bench, bench, home } from '../support/sagemaker.ts';

let aws: Bench;
beforeAll(async () => {
  aws = await bench();
});
afterAll(() => aws.close());
beforeEach(() => {
  aws.aws.fail = undefined;
  for (const { arn } of [...aws.aws.resources]) aws.aws.remove(arn);
  (aws.aws.calls as SageMakerCall[]).length = 0;
});

const quick = { attempts: 4, base: 1, most: 4 };
const place = { account: home, region: 'eu-west-1' };
const open = (options: Partial<PacedOptions> = {}) => pacedCall({ homeAccount: home, retry: quick, ...options });

async function listed(type: ResourceType, since?: string, call = open()): Promise<Listed[]> {
  const found: Listed[] = [];
  for await (const each of inventory(call).list(place, type, since)) found.push(each);
  return found;
}

async function failure(type: ResourceType): Promise<ListError> {
  const error = await listed(type).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ListError);
  return error as ListError;
}

const domain = { DomainId: 'd-1' };
const needed: Partial<Record<ResourceType, Record<string, unknown>>> = {
  App: { ...domain, AppType: 'JupyterServer', UserProfileName: 'ann' },
  PipelineExecution: { PipelineName: 'pipe' },
  Space: domain,
  UserProfile: domain,
};

describe('every type that SageMaker lists', () => {
  test.each(resourceTypes.filter((type) => lists[type]))('%s: what is there is named, by its ARN, with its time', async (type) => {
    if (type === 'PipelineExecution') aws.aws.create({ type: 'Pipeline', name: 'pipe' });
    const createdAt = Date.parse('2026-07-01T12:00:00Z');
    const made = aws.aws.create({ type, name: 'Thing', request: needed[type] ?? {}, createdAt, status: 'InService' });
    const [found, ...others] = await listed(type);
    expect(others).toEqual([]);
    expect(found?.arn).toBe(type === 'InferenceExperiment' ? null : made.arn);
    expect(found?.creationTime).toBe('2026-07-01T12:00:00.000Z');
    expect(found?.status).toBe(lists[type]?.status === undefined ? null : 'InService');
  });

  test.each(resourceTypes.filter((type) => lists[type]))('%s: Describe finds it by what List says', async (type) => {
    if (type === 'PipelineExecution') aws.aws.create({ type: 'Pipeline', name: 'pipe' });
    aws.aws.create({ type, name: 'thing', request: needed[type] ?? {}, status: 'InService' });
    const [found] = await listed(type);
    const described = await sageMakerBy(open()).describe({ ...place, type, name: found?.name ?? '', arn: found?.arn ?? null });
    expect(described.known).toBe(true);
  });

  test('the requests are those of the service model', async () => {
    aws.aws.create({ type: 'Pipeline', name: 'pipe' });
    for (const type of resourceTypes) await listed(type, '2026-07-01T00:00:00Z');
    const strange = aws.aws.calls.flatMap(({ operation, input }) => {
      const members = sdkOperations.get(operation)?.input.members.map(({ name }) => name) ?? [];
      return Object.keys(input)
        .filter((name) => !members.includes(name))
        .map((name) => `${operation} ${name}`);
    });
    expect(strange).toEqual([]);
  });

  test('TrainingSession cannot be listed, and nothing is asked', async () => {
    expect(await listed('TrainingSession')).toEqual([]);
    expect(aws.aws.calls).toEqual([]);
  });
});

describe('pages', () => {
  test('all of them, in order of creation, a hundred at a time', async () => {
    for (let at = 0; at < 230; at++) aws.aws.create({ type: 'Model', name: `m-${at}`, createdAt: 1_000_000 - at * 1000 });
    const found = await listed('Model');
    expect(found.map(({ name }) => name)).toEqual(Array.from({ length: 230 }, (_, at) => `m-${229 - at}`));
    expect(aws.aws.calls.map(({ operation, input }) => [operation, input.MaxResults, input.SortOrder])).toEqual(
      Array(3).fill(['ListModels', 100, 'Ascending']),
    );
  });

  test.each(['TrainingJob', 'Pipeline', 'UserProfile', 'Workforce'] as const)(
    '%s: since, where the API filters and where not',
    async (type) => {
      const at = Date.parse('2026-07-01T00:00:00Z');
      for (const [name, createdAt] of Object.entries({ before: at - 1000, edge: at, after: at + 1000 }))
        aws.aws.create({ type, name, request: needed[type] ?? {}, createdAt });
      expect((await listed(type, '2026-07-01T00:00:00Z')).map(({ name }) => name)).toEqual(['edge', 'after']);
    },
  );

  test('packages in groups are listed too', async () => {
    aws.aws.create({ type: 'ModelPackage', name: 'grouped', request: { ModelPackageGroupName: 'g' } });
    expect(await listed('ModelPackage')).toHaveLength(1);
  });

  test('a token that comes again is no end, and no loop', async () => {
    aws.aws.fail = () => ({ status: 200, body: { Models: [], NextToken: 'again' } });
    expect(await failure('Model')).toMatchObject({ why: 'opaque', action: 'sagemaker:ListModels' });
    expect(aws.aws.calls).toHaveLength(2);
  });
});

describe('a List that does not answer is never an empty one', () => {
  test.each([
    ['denied', faults.denied, 'access-denied', 1],
    ['throttled for good', faults.throttled, 'throttled', 4],
    ['down', faults.unavailable, 'no-answer', 4],
    ['an answer without a list', { status: 200, body: {} }, 'opaque', 1],
    ['an answer whose list is none', { status: 200, body: { Models: 'none' } }, 'opaque', 1],
    ['an item without a name', { status: 200, body: { Models: [{}] } }, 'opaque', 1],
    ['refused', { status: 400, body: { __type: 'ValidationException', message: 'no' } }, 'opaque', 1],
    ['unknown to the Region', { status: 400, body: { __type: 'UnknownOperationException', message: '' } }, 'not-offered', 1],
  ])('%s', async (_, fault, why, attempts) => {
    aws.aws.fail = () => fault;
    expect(await failure('Model')).toMatchObject({ why, action: 'sagemaker:ListModels' });
    expect(aws.aws.calls).toHaveLength(attempts);
  });

  test('what it named before it broke off stays, and it is said', async () => {
    for (let at = 0; at < 150; at++) aws.aws.create({ type: 'Model', name: `m-${at}` });
    aws.aws.fail = ({ input }) => (input.NextToken === undefined ? undefined : faults.denied);
    const found: Listed[] = [];
    const reading = (async () => {
      for await (const each of inventory(open()).list(place, 'Model')) found.push(each);
    })();
    await expect(reading).rejects.toMatchObject({ why: 'access-denied' });
    expect(found).toHaveLength(100);
  });

  test('a category of jobs that the Region does not have leaves the others', async () => {
    aws.aws.create({ type: 'Job', name: 'job', request: { JobCategory: 'DataTransformation' } });
    const message = "Value 'AgentRFT' at 'jobCategory' failed to satisfy constraint: Member must satisfy enum value set: [X]";
    aws.aws.fail = ({ input }) =>
      input.JobCategory === 'AgentRFT' ? { status: 400, body: { __type: 'ValidationException', message } } : undefined;
    expect(await listed('Job')).toHaveLength(1);
  });

  test('a pipeline that goes meanwhile takes its executions with it', async () => {
    aws.aws.create({ type: 'Pipeline', name: 'gone' });
    aws.aws.create({ type: 'Pipeline', name: 'pipe' });
    aws.aws.create({ type: 'PipelineExecution', name: 'run', request: { PipelineName: 'pipe' } });
    aws.aws.fail = ({ input }) =>
      input.PipelineName === 'gone' ? { status: 400, body: { __type: 'ResourceNotFound', message: 'gone' } } : undefined;
    expect(await listed('PipelineExecution')).toHaveLength(1);
  });
});

describe('the rate', () => {
  test('List and Describe of a place share one limit, which throttling halves', async () => {
    for (let at = 0; at < 12; at++) aws.aws.create({ type: 'Model', name: `m-${at}` });
    const call = open({ atOnce: 8, retry: { attempts: 10, base: 1, most: 4 } });
    const found = await listed('Model', undefined, call);
    // The first four, which are sent together, are refused; then it takes its time. Until it has answered nobody else has a turn.
    let [refused, together, isAnswered] = [0, 0, false];
    aws.aws.fail = () => {
      if (refused < 4) {
        refused++;
        return faults.throttled;
      }
      if (!isAnswered) together++;
      setTimeout(() => {
        isAnswered = true;
      }, 100);
      return { delay: 100 };
    };
    const described = await Promise.all(found.map(({ name, arn }) => sageMakerBy(call).describe({ ...place, type: 'Model', name, arn })));
    expect(described.every(({ known }) => known)).toBe(true);
    expect(together).toBe(2);
  });

  test('an account without a role is not asked with the credentials of another', async () => {
    const there = { account: '444455556666', region: 'eu-west-1' };
    const iterator = inventory(open()).list(there, 'Model')[Symbol.asyncIterator]();
    await expect(iterator.next()).rejects.toMatchObject({ why: 'access-denied', action: 'sagemaker:ListModels' });
    expect(aws.aws.calls).toEqual([]);
  });

  test('a member account is asked by its role, in its partition', async () => {
    const there = { account: '444455556666', region: 'us-gov-west-1' };
    aws.sts.roles = [{ arn: 'arn:aws-us-gov:iam::444455556666:role/Audit', externalId: '7f3' }];
    aws.aws.create({ type: 'Model', name: 'theirs', ...there });
    const call = open({ role: { name: 'Audit', externalId: '7f3' } });
    const found: Listed[] = [];
    for await (const each of inventory(call).list(there, 'Model')) found.push(each);
    expect(found.map(({ arn }) => arn)).toEqual(['arn:aws-us-gov:sagemaker:us-gov-west-1:444455556666:model/theirs']);
    expect(aws.aws.calls.map(({ account }) => account)).toEqual(['444455556666']);
  });
});
