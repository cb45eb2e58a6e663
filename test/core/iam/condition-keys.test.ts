import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type ConditionKey, conditionKeys, operationsWith } from '../../../src/core/iam/condition-keys.ts';
import { operations } from '../../../src/core/resources/catalog.ts';

/** `null`: the reference does not list the action. */
const reference: Record<string, string[] | null> = JSON.parse(readFileSync('test/fixtures/iam-condition-keys.json', 'utf8')).operations;

test('every operation of the catalogue is in the copy of the reference', () => {
  expect(operations.map(({ eventName }) => eventName).toSorted()).toEqual(Object.keys(reference).toSorted());
});

test.each(operations.map(({ eventName, iamConditionKeys }) => [eventName, iamConditionKeys] as const))(
  '%s has the keys that the reference gives it',
  (eventName, keys) => {
    expect(keys.toSorted()).toEqual((reference[eventName] ?? []).toSorted());
  },
);

test('every key of the catalogue has a type, and some operation', () => {
  const used = new Set(operations.flatMap(({ iamConditionKeys }) => iamConditionKeys));
  expect([...used].toSorted()).toEqual(Object.keys(conditionKeys).toSorted());
  for (const key of Object.keys(conditionKeys) as ConditionKey[]) expect(operationsWith(key).length).toBeGreaterThan(0);
});
