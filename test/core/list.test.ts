import { describe, expect, test } from 'vitest';
import { type ListOperation, listActions, lists } from '../../src/core/resources/list.ts';
import { resourceTypes } from '../../src/core/resources/types.ts';
import { type Shape, type Structure, sdkOperations } from '../model/shapes.ts';

const rows = resourceTypes.flatMap((type) => {
  const row = lists[type];
  return row ? [[type, row] as const] : [];
});

function misfits(row: ListOperation): string[] {
  const shape = sdkOperations.get(row.operation);
  if (!shape) return ['no such operation'];
  const element = elementOf(shape.output, row.items);
  if (!element) return [`no list ${row.items}`];
  const inputs = [
    'NextToken',
    'MaxResults',
    ...(row.after ? [row.after] : []),
    ...(row.sortBy ? ['SortBy'] : []),
    ...(row.ordered ? ['SortOrder'] : []),
    ...row.inputs.flatMap((input) => Object.keys(input)),
    ...(row.of ? [row.of.member] : []),
  ];
  const outputs = [row.name, row.arn, row.created, row.status, ...(row.arnOf ?? []).flatMap((names) => names.split('|'))];
  const given = new Set([...Object.keys(row.inputs[0] ?? {}), ...(row.of ? [row.of.member] : [])]);
  return [
    ...inputs.filter((name) => !has(shape.input, name)).map((name) => `request: no ${name}`),
    ...outputs.filter((name) => name !== undefined && !has(element, name)).map((name) => `answer: no ${name}`),
    ...shape.input.members.filter(({ name, required }) => required && !given.has(name)).map(({ name }) => `request: ${name} is missing`),
    ...(row.sortBy && !valuesOf(shape.input, 'SortBy').includes(row.sortBy) ? [`request: SortBy is not ${row.sortBy}`] : []),
  ];
}

const has = (structure: Structure, name: string) => structure.members.some((member) => member.name === name);

function elementOf(output: Structure, name: string): Structure | undefined {
  const shape: Shape | undefined = output.members.find((member) => member.name === name)?.shape;
  return shape?.kind === 'list' && 'members' in shape.element ? shape.element : undefined;
}

function valuesOf(input: Structure, name: string): readonly string[] {
  const shape = input.members.find((member) => member.name === name)?.shape;
  return shape?.kind === 'string' ? (shape.values ?? []) : [];
}

describe('the table of listings and the installed service model', () => {
  test.each(rows)('%s', (_, row) => {
    expect(misfits(row)).toEqual([]);
  });

  test('what filters by time or sorts is asked to', () => {
    const idle = rows.flatMap(([type, row]) => {
      const input = sdkOperations.get(row.operation)?.input;
      if (!input) return [type];
      const filters = ['CreationTimeAfter', 'CreatedAfter'].find((name) => has(input, name));
      return filters === row.after && has(input, 'SortOrder') === row.ordered && has(input, 'SortBy') === (row.sortBy !== undefined)
        ? []
        : [type];
    });
    expect(idle).toEqual([]);
  });

  test('only what the model has no List for is said not to be listed', () => {
    const without = resourceTypes.filter((type) => lists[type] === null);
    expect(without).toEqual(['TrainingSession']);
    expect(without.filter((type) => sdkOperations.has(`List${type}s`))).toEqual([]);
  });

  test('the permissions of a type that is listed by its owner are both', () => {
    expect(listActions('PipelineExecution')).toEqual(['sagemaker:ListPipelines', 'sagemaker:ListPipelineExecutions']);
    expect(listActions('TrainingSession')).toEqual([]);
  });

  test.each([
    ['another operation', { operation: 'ListModel' as const }, ['no such operation']],
    ['another list', { items: 'ModelSummaries' }, ['no list ModelSummaries']],
    ['another name', { name: 'Name' }, ['answer: no Name']],
    ['a filter that is none', { after: 'CreatedAfter' as const }, ['request: no CreatedAfter']],
    ['an order that is none', { sortBy: 'CREATION_TIME' }, ['request: SortBy is not CREATION_TIME']],
  ])('the check sees %s', (_, wrong, found) => {
    const model = lists.Model;
    expect(model && misfits({ ...model, ...wrong })).toEqual(found);
  });
});
