import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sageMakerActions } from '../../src/adapters/sagemaker/operations.ts';
import { describedPosture } from '../../src/core/described.ts';
import { type Known, known, unknown } from '../../src/core/posture.ts';
import { operations } from '../../src/core/resources/catalog.ts';
import { isDeletable, resources } from '../../src/core/resources/resources.ts';
import { type ResourceType, resourceTypes } from '../../src/core/resources/types.ts';
import type { SageMakerCall } from '../../stand-ins/sagemaker.ts';
import { type Shape, sdkOperations } from '../model/shapes.ts';
import { creates, recordOf, sampleRequest, valuesOf } from '../support/described.ts';
import { changeOf } from '../support/records.ts';
import { type Bench, bench, home, placeOf } from '../support/sagemaker.ts';

let aws: Bench;
beforeAll(async () => {
  aws = await bench();
});
afterAll(() => aws.close());
beforeEach(() => {
  aws.aws.fail = undefined;
  (aws.aws.calls as SageMakerCall[]).length = 0;
});

/** Members of a create request by which the resource is found later, or whose form matters here. */
const needed: Partial<Record<ResourceType, Record<string, unknown>>> = {
  App: { DomainId: 'd-1', AppType: 'JupyterServer', UserProfileName: 'ann', SpaceName: undefined },
  InferenceExperiment: { ModelVariants: [{ VariantName: 'a' }, { VariantName: 'b' }] },
  Job: { JobCategory: 'AgentRFT' },
  PipelineExecution: { PipelineName: 'pipe' },
  Space: { DomainId: 'd-1' },
  UserProfile: { DomainId: 'd-1' },
};

let serial = 0;
function create(type: ResourceType, request: Record<string, unknown> = {}) {
  serial++;
  return aws.aws.create({ type, name: `Thing-${serial}`, request: { ...request, ...needed[type] } });
}

/** Does a request fit the input of its operation in the SDK's model? Those that the SDK lacks are not held against it. */
function misfits({ operation, input }: SageMakerCall): string[] {
  const shape = sdkOperations.get(operation)?.input;
  if (!shape) return [];
  const missing = shape.members
    .filter(({ name, required }) => required && input[name] === undefined)
    .map(({ name }) => `${name} is missing`);
  const strange = Object.entries(input).flatMap(([name, value]) => {
    const member = shape.members.find((each) => each.name === name);
    return member ? fits(member.shape, value) : [`${name} is not known`];
  });
  return [...missing, ...strange];
}

function fits(shape: Shape, value: unknown): string[] {
  return shape.kind === 'string' && shape.values && !shape.values.includes(String(value)) ? [`${String(value)} is no value`] : [];
}

describe('every type of the catalogue', () => {
  test.each(creates.map(({ eventName, resource }) => [eventName, resource] as const))(
    '%s: Describe gives the posture that the record gives',
    async (eventName, type) => {
      const request = { ...sampleRequest(eventName, 7), ...needed[type] };
      const made = create(type, request);
      const described = await aws.adapter().describe(placeOf(made));
      if (!described.known) throw new Error(described.why);
      expect(described.value.arn).toBe(made.arn);
      expect(Date.now() - Date.parse(described.value.creationTime ?? '')).toBeLessThan(60_000);
      const isTold = resources[type].status !== undefined || type === 'TrainingSession' || type === 'Workforce';
      expect(described.value.status).toBe(isTold ? made.status : null);
      expect(valuesOf(describedPosture(type, described.value.answer))).toEqual(valuesOf(changeOf(recordOf(eventName, request)).posture));
      expect(aws.aws.calls.map(({ operation }) => operation)).toEqual([resources[type].describe]);
      expect(aws.aws.calls.flatMap(misfits)).toEqual([]);
    },
  );

  test.each(resourceTypes)('%s: what is not there is gone', async (type) => {
    const made = create(type);
    const place = { ...placeOf(made), name: `${made.name}-x`, arn: made.arn.replace(/\/([^/]*)$/, '/$1x') };
    expect(await aws.adapter().describe(place)).toEqual(unknown('resource-gone'));
  });

  test.each(resourceTypes)('%s: stopped, tagged and deleted, as far as its API goes', async (type) => {
    const made = create(type);
    const place = placeOf(made);
    const adapter = aws.adapter();
    const { stop, taggable } = resources[type];
    expect(await adapter.tag(made.arn, place, { key: 'k', value: 'v' })).toEqual(
      taggable ? { outcome: 'done' } : { outcome: 'failed', error: 'NotSupported' },
    );
    expect(await adapter.stop(place)).toEqual(stop ? { outcome: 'done' } : { outcome: 'failed', error: 'NotSupported' });
    expect(made.stops).toBe(stop ? 1 : 0);
    expect(await adapter.delete(place)).toEqual(isDeletable(type) ? { outcome: 'done' } : { outcome: 'failed', error: 'NotSupported' });
    expect(aws.aws.resources.includes(made)).toBe(!isDeletable(type));
    expect(aws.aws.calls.flatMap(misfits)).toEqual([]);
  });
});

describe('identifiers', () => {
  test('a space’s app is found where no user profile has its name', async () => {
    const made = aws.aws.create({ type: 'App', name: 'default', request: { DomainId: 'd-1', AppType: 'JupyterLab', SpaceName: 'lab' } });
    expect((await aws.adapter().describe(placeOf(made))).known).toBe(true);
    expect(aws.aws.calls.map(({ input }) => [input.UserProfileName, input.SpaceName])).toEqual([
      ['lab', undefined],
      [undefined, 'lab'],
    ]);
  });

  test.each<[ResourceType, string]>([
    ['App', 'default'],
    ['Domain', 'by-name'],
    ['Job', 'job'],
    ['PipelineExecution', 'display name'],
    ['Space', 'lab'],
    ['UserProfile', 'ann'],
    ['Model', ''],
  ])('%s, without what its API wants: not asked, and not known', async (type, name) => {
    const place = { type, name, arn: null, account: home, region: 'eu-west-1' };
    const adapter = aws.adapter();
    expect(await adapter.describe(place)).toEqual(unknown('not-recorded'));
    expect(await adapter.delete(place)).toEqual({ outcome: 'failed', error: isDeletable(type) ? 'NotIdentified' : 'NotSupported' });
    expect(aws.aws.calls).toEqual([]);
  });

  test('a domain by its id, and a retried execution by its ARN, in place of a name', async () => {
    const domain = create('Domain');
    const execution = create('PipelineExecution');
    const adapter = aws.adapter();
    const id = domain.arn.split('/')[1] ?? '';
    expect((await adapter.describe({ ...placeOf(domain), name: id, arn: null })).known).toBe(true);
    expect((await adapter.describe({ ...placeOf(execution), name: execution.arn, arn: null })).known).toBe(true);
  });

  test('a record cannot choose the host', async () => {
    const place = { type: 'Model', name: 'm', arn: null, account: home, region: 'evil.example/' } as const;
    expect(await aws.adapter().describe(place)).toEqual(unknown('not-recorded'));
    expect(await aws.adapter().stop({ ...place, type: 'TrainingJob', account: '1/../2' })).toEqual({
      outcome: 'failed',
      error: 'InvalidPlace',
    });
    expect(aws.aws.calls).toEqual([]);
  });
});

describe('what has been deleted', () => {
  test('an app that still answers as Deleted is gone', async () => {
    const made = create('App');
    aws.aws.move(made.arn, 'Deleted');
    expect(await aws.adapter().describe(placeOf(made))).toEqual(unknown('resource-gone'));
  });
});

describe('tags', () => {
  const valueIn = (told: Known<unknown>) => (told.known ? told.value : told.why);

  test('all pages of them', async () => {
    const tags = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key-${index}`, `${index}`]));
    const made = aws.aws.create({ type: 'Model', name: 'tagged', tags });
    expect(await aws.adapter().tags(made.arn, placeOf(made))).toEqual(known(tags, 'describe'));
    expect(aws.aws.calls).toHaveLength(3);
  });

  test.each([
    ['legal as it is', 'Größe 1_.:/=+-@', 'Größe 1_.:/=+-@'],
    ['markup and control characters', '<b>\u001b[31m"x"&\u202e', '_b___31m_x___'],
    ['too long', 'x'.repeat(300), 'x'.repeat(256)],
    ['cut within a letter of two units', `${'x'.repeat(255)}𝒳`, 'x'.repeat(255)],
  ])('%s', async (_, value, expected) => {
    const made = create('TrainingJob');
    expect(await aws.adapter().tag(made.arn, placeOf(made), { key: 'sagewarden:finding', value })).toEqual({ outcome: 'done' });
    const told = valueIn(await aws.adapter().tags(made.arn, placeOf(made))) as Record<string, string>;
    expect(told).toEqual({ 'sagewarden:finding': expected });
  });

  test('the fifty-first is refused', async () => {
    const tags = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key-${index}`, '']));
    const made = aws.aws.create({ type: 'Model', name: 'full', tags });
    expect(await aws.adapter().tag(made.arn, placeOf(made), { key: 'one-more', value: 'v' })).toEqual({
      outcome: 'failed',
      error: 'TooManyTags',
    });
    expect(await aws.adapter().tag(made.arn, placeOf(made), { key: 'key-7', value: 'v' })).toEqual({ outcome: 'done' });
  });
});

describe('actions', () => {
  test('the table of actions has every operation that the adapter calls, and no other', async () => {
    const called = new Map<keyof typeof sageMakerActions, Set<string>>();
    for (const type of resourceTypes) {
      const made = create(type);
      const adapter = aws.adapter();
      const place = placeOf(made);
      const calls: [keyof typeof sageMakerActions, () => Promise<unknown>][] = [
        ['describe', () => adapter.describe(place)],
        ['tags', () => adapter.tags(made.arn, place)],
        ['stop', () => adapter.stop(place)],
        ['stop', () => adapter.stop(place)],
        ['tag', () => adapter.tag(made.arn, place, { key: 'k', value: 'v' })],
        ['delete', () => adapter.delete(place)],
      ];
      for (const [capability, act] of calls) {
        const from = aws.aws.calls.length;
        await act();
        const names = called.get(capability) ?? new Set();
        called.set(capability, names);
        for (const { operation } of aws.aws.calls.slice(from)) names.add(operation);
      }
    }
    for (const [capability, names] of called)
      expect([capability, [...names].sort()]).toEqual([capability, [...sageMakerActions[capability]].sort()]);
  });

  test('all of them are operations of the service', () => {
    const lacking = Object.values(sageMakerActions)
      .flat()
      .filter((name) => !sdkOperations.has(name));
    // botocore 1.44 has these; the JavaScript SDK lags the service.
    expect([...new Set(lacking)].sort()).toEqual(['DescribeTrainingSession', 'StopTrainingSession']);
    expect(operations.every(({ resource }) => sageMakerActions.describe.includes(resources[resource].describe))).toBe(true);
  });
});
