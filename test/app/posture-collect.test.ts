import { describe, expect, test } from 'vitest';
import { openAnswerStore } from '../../src/adapters/answer-store.ts';
import type { SageMaker } from '../../src/app/ports.ts';
import { collect } from '../../src/app/posture/collect.ts';
import { type Inventory, ListError, type Listed } from '../../src/app/posture/ports.ts';
import { known } from '../../src/core/posture.ts';
import type { ResourceType } from '../../src/core/resources/types.ts';
import { folder } from '../support/cli.ts';

const place = { account: '111122223333', region: 'eu-west-1' };
const clock = { now: () => Date.parse('2026-07-01T00:00:00Z') };
const arnOf = (type: ResourceType, name: string) => `arn:aws:sagemaker:eu-west-1:111122223333:${type.toLowerCase()}/${name.toLowerCase()}`;

type Named = Partial<Record<ResourceType, readonly (string | ListError)[]>>;

/** Lists what it is given, a step each; Describe answers in the opposite order of the questions, and tells the ARN in lower case. */
function sageMaker(named: Named) {
  const asked: string[] = [];
  const inventory: Inventory = {
    async *list(_, type): AsyncGenerator<Listed> {
      asked.push(`List ${type}`);
      for (const name of named[type] ?? []) {
        await new Promise(setImmediate);
        if (name instanceof ListError) throw name;
        const arn = type === 'InferenceExperiment' ? null : arnOf(type, name).replace(name.toLowerCase(), name);
        yield { name, arn, creationTime: null, status: null };
      }
    },
  };
  const describing: Pick<SageMaker, 'describe'> = {
    async describe({ type, name }) {
      asked.push(`${type} ${name}`);
      await new Promise((resolve) => setTimeout(resolve, 20 - asked.length));
      return known({ arn: arnOf(type, name), creationTime: null, status: null, answer: { Name: name } }, 'describe');
    },
  };
  return { asked, inventory, sageMaker: describing };
}

const run = (types: readonly ResourceType[]) => ({ types: [...types] });

async function collected(named: Named, types: readonly ResourceType[], dir = folder()) {
  const aws = sageMaker(named);
  const store = openAnswerStore(dir, [place], run(types));
  await collect({ places: [place], types }, { ...aws, clock, store });
  const lines = [...store.lines()].map(({ type, name }) => `${type} ${name}`);
  const listings = store.listings().map(({ type, listed, why }) => ({ type, listed, why }));
  store.close();
  return { asked: aws.asked, lines, listings };
}

describe('what is listed', () => {
  test.each(['Model', 'InferenceExperiment'] as const)(
    '%s: a resource that List names twice is asked for and counted once',
    async (type) => {
      const { asked, lines, listings } = await collected({ [type]: ['a', 'b', 'a', 'c', 'b'] }, [type]);
      expect(lines).toEqual(['a', 'b', 'c'].map((name) => `${type} ${name}`));
      // An experiment has no setting of its own: List is all that is asked.
      expect(asked.filter((each) => each.startsWith(type))).toHaveLength(type === 'Model' ? 3 : 0);
      expect(listings).toEqual([{ type, listed: 3, why: null }]);
    },
  );

  test('namesakes of two types are two resources', async () => {
    const { lines } = await collected({ Model: ['a'], TrainingJob: ['a'] }, ['Model', 'TrainingJob']);
    expect(lines).toEqual(['Model a', 'TrainingJob a']);
  });

  test('the next types are listed while one is described, and lines stay in order', async () => {
    const types = ['Model', 'TrainingJob', 'TransformJob'] as const;
    const named = { Model: ['a', 'b'], TrainingJob: ['c'], TransformJob: ['d', 'e'] };
    const { asked, lines, listings } = await collected(named, types);
    expect(asked.slice(0, 3).sort()).toEqual(['List Model', 'List TrainingJob', 'List TransformJob']);
    expect(lines).toEqual(['Model a', 'Model b', 'TrainingJob c', 'TransformJob d', 'TransformJob e']);
    expect(listings.map(({ type, listed }) => [type, listed])).toEqual([...types].map((type) => [type, named[type].length]));
  });

  test('a listing that does not answer leaves the others', async () => {
    const denied = new ListError('access-denied', 'sagemaker:ListModels');
    const { lines, listings } = await collected({ Model: ['a', denied], TrainingJob: ['c'] }, ['Model', 'TrainingJob']);
    expect(lines).toEqual(['Model a', 'TrainingJob c']);
    expect(listings.map(({ why }) => why)).toEqual(['access-denied', null]);
  });

  test('a defect is thrown, also of a type that is listed ahead', async () => {
    const broken = { Model: ['a'], TrainingJob: [new TypeError('broken') as unknown as string] };
    await expect(collected(broken, ['Model', 'TrainingJob'])).rejects.toThrow();
  });
});

describe('a run that is taken up again', () => {
  test.each(['NotebookInstance', 'Model'] as const)('%s: what was answered for is not asked again', async (type) => {
    const dir = folder();
    const killed = sageMaker({ [type]: ['Alice', 'bob'] });
    const store = openAnswerStore(dir, [place], run([type]));
    const put = (line: Parameters<typeof store.put>[0]) => {
      store.put(line);
      throw new Error('killed');
    };
    const dying = { ...store, put };
    await expect(collect({ places: [place], types: [type] }, { ...killed, clock, store: dying })).rejects.toThrow('killed');
    store.close();
    const { asked, lines, listings } = await collected({ [type]: ['Alice', 'bob'] }, [type], dir);
    expect(asked).toEqual([`List ${type}`, `${type} bob`]);
    expect(lines).toEqual([`${type} Alice`, `${type} bob`]);
    expect(listings).toEqual([{ type, listed: 2, why: null }]);
  });
});
