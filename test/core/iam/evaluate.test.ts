import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Context, type ContextValue, type IamRequest, present } from '../../../src/core/iam/context.ts';
import { type Decision, evaluate } from '../../../src/core/iam/evaluate.ts';
import { type EvaluablePolicy, parsePolicy } from '../../../src/core/iam/parse.ts';
import { type Row, rows } from './documentation.ts';

const policyOf = (statements: object | readonly object[], version = '2012-10-17'): EvaluablePolicy => {
  const parsed = parsePolicy('policy', { Version: version, Statement: statements });
  if (!parsed.ok) throw new Error(parsed.problems.join('; '));
  return parsed.policy;
};

function contextOf(given: NonNullable<Row['context']>): Context {
  const values = new Map(Object.entries(given).map(([key, value]) => [key.toLowerCase(), value]));
  return (key): ContextValue => {
    const value = values.get(key);
    if (value === undefined) return { state: 'absent' };
    if (value === null) return { state: 'unknown', why: 'not-recorded' };
    return present(...(typeof value === 'string' ? [value] : value));
  };
}

const requestOf = ({ action, resource = 'arn:aws:x:::y', context = {} }: Pick<Row, 'action' | 'resource' | 'context'>): IamRequest => ({
  action,
  resource: { arn: resource, complete: true },
  context: contextOf(context),
});

test.each(rows.map((row): [string, Row] => [`${row.page.split('/').at(-1)}: ${row.what}`, row]))('%s', (_, row) => {
  const decision: Decision = evaluate([policyOf(row.statement, row.version)], requestOf(row));
  expect(decision.decision).toBe(row.decision);
});

test('the table has 60 rows at least, each of a page of AWS', () => {
  expect(rows.length).toBeGreaterThanOrEqual(60);
  for (const { page } of rows) expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/);
});

describe('what is not known', () => {
  const statement = (conditions: object) => ({ Sid: 'S', Effect: 'Deny', Action: 'x:Y', Resource: '*', Condition: conditions });
  const decide = (conditions: object, value: ContextValue) =>
    evaluate([policyOf(statement(conditions))], {
      action: 'x:Y',
      resource: { arn: 'arn:aws:x:::y', complete: true },
      context: () => value,
    });
  const falseOrAbsent: ContextValue = { state: 'unknown', why: 'default-or-not-sent', oneOf: [present('false'), { state: 'absent' }] };

  test.each<[string, object, Decision['decision']]>([
    ['Bool false holds for one of them only', { Bool: { k: 'false' } }, 'cannot-tell'],
    ['BoolIfExists false holds for both', { BoolIfExists: { k: 'false' } }, 'denied'],
    ['Bool true holds for neither', { Bool: { k: 'true' } }, 'no-statement'],
    ['StringNotEquals true holds for both', { StringNotEquals: { k: 'true' } }, 'denied'],
    ['Null asks for what is not known', { Null: { k: 'true' } }, 'cannot-tell'],
  ])('%s', (_, conditions, decision) => expect(decide(conditions, falseOrAbsent).decision).toBe(decision));

  test('the key and the reason are named', () => {
    expect(decide({ Bool: { 'aws:Key': 'false' } }, falseOrAbsent).open).toEqual([
      { policy: 'policy', statement: 'S', missing: [{ key: 'aws:Key', why: 'default-or-not-sent' }] },
    ]);
  });

  test('several values without a set operator: certain where they agree', () => {
    const several = present('a', 'b');
    expect(decide({ StringEquals: { k: 'c' } }, several).decision).toBe('no-statement');
    expect(decide({ StringLike: { k: '*' } }, several).decision).toBe('denied');
    expect(decide({ StringEquals: { k: 'a' } }, several).open[0]?.missing).toEqual([{ key: 'k', why: 'no-set-operator' }]);
  });

  test.each<[string, object, Decision['decision']]>([
    ['any resource', { Resource: '*' }, 'denied'],
    ['any domain', { Resource: 'arn:aws:sagemaker:*:*:domain/*' }, 'denied'],
    ['one domain', { Resource: 'arn:aws:sagemaker:eu-west-1:1:domain/d-1' }, 'cannot-tell'],
    ['a model', { Resource: 'arn:aws:sagemaker:eu-west-1:1:model/m' }, 'no-statement'],
    ['all but domains', { NotResource: 'arn:aws:sagemaker:*:*:domain/*' }, 'no-statement'],
  ])('a resource without its id, of a statement on %s', (_, resource, decision) => {
    const policy = policyOf({ Effect: 'Deny', Action: 'x:Y', ...resource });
    const request = { action: 'x:Y', resource: { arn: 'arn:aws:sagemaker:eu-west-1:1:domain/', complete: false }, context: contextOf({}) };
    expect(evaluate([policy], request).decision).toBe(decision);
  });
});

describe('properties', () => {
  const keys = ['aws:a', 'aws:b'];
  const values = fc.constantFrom('', 'a', 'b', 'true', 'false', '1', '*');
  const operators = fc.constantFrom(
    ...['StringEquals', 'StringNotEquals', 'StringLike', 'Bool', 'NumericLessThan', 'ArnNotLike', 'Null'],
    ...['StringEqualsIfExists', 'ForAnyValue:StringNotEquals', 'ForAllValues:StringLike', 'ForAllValues:StringNotEquals'],
  );
  const conditions = fc.dictionary(operators, fc.dictionary(fc.constantFrom(...keys), fc.array(values, { minLength: 1, maxLength: 3 })));
  const statements = (effect: fc.Arbitrary<string>) =>
    fc.record({
      Effect: effect,
      Action: fc.constantFrom('x:Y', 'x:*', '*', 'z:Q'),
      Resource: fc.constantFrom('*', 'arn:aws:x:::y'),
      Condition: conditions,
    });
  const any = statements(fc.constantFrom('Allow', 'Deny'));
  const known = fc.dictionary(fc.constantFrom(...keys), fc.array(values, { maxLength: 3 }));
  const decide = (list: readonly object[], context: NonNullable<Row['context']>) =>
    evaluate([policyOf(list)], requestOf({ action: 'x:Y', context }));

  test('Deny wins: what one statement denies is denied, whatever stands beside it, in whatever order', () => {
    fc.assert(
      fc.property(statements(fc.constant('Deny')), fc.array(any, { maxLength: 4 }), fc.nat(4), known, (deny, others, at, context) => {
        fc.pre(decide([deny], context).decision === 'denied');
        expect(decide([...others.slice(0, at), deny, ...others.slice(at)], context).decision).toBe('denied');
      }),
    );
  });

  test('one Deny more never un-denies, and never allows', () => {
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 4 }), statements(fc.constant('Deny')), known, (list, deny, context) => {
        const before = decide(list, context).decision;
        const after = decide([...list, deny], context).decision;
        if (before === 'denied') expect(after).toBe('denied');
        if (before !== 'allowed') expect(after).not.toBe('allowed');
      }),
    );
  });

  test('what is said of a key that is not known holds for every value that it may have', () => {
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 3 }), known, fc.constantFrom(...keys), (list, context, key) => {
        const { decision } = decide(list, { ...context, [key]: null });
        fc.pre(decision !== 'cannot-tell');
        expect(decide(list, context).decision).toBe(decision);
      }),
    );
  });

  test('a pattern of many asterisks is matched in time', () => {
    const pattern = `${'*a'.repeat(500)}b`;
    const policy = policyOf({ Effect: 'Deny', Action: 'x:Y', Resource: '*', Condition: { StringLike: { k: pattern } } });
    const started = performance.now();
    expect(evaluate([policy], requestOf({ action: 'x:Y', context: { k: 'a'.repeat(5000) } })).decision).toBe('no-statement');
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('a document that is none', () => {
  test.each<[string, unknown, string]>([
    ['no object', [], 'the document: found [], expected a JSON object with Version and Statement'],
    ['Version', { Version: '2020-01-01', Statement: [] }, 'Version: found 2020-01-01, expected 2012-10-17 or 2008-10-17'],
    ['no statement', { Version: '2012-10-17', Statement: [] }, 'Statement: found [], expected one statement at least'],
    ['Effect', { Statement: { Effect: 'deny', Action: '*', Resource: '*' } }, 'Statement[0].Effect: found deny, expected Allow or Deny'],
    [
      'no Action',
      { Statement: { Effect: 'Deny', Resource: '*' } },
      'Statement[0]: found no Action, expected Action or NotAction, and not both',
    ],
    [
      'a resource policy',
      { Statement: { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' } },
      'Statement[0].Principal: found *, expected an SCP or an identity-based policy, which have none',
    ],
    [
      'an operator',
      { Statement: { Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringEqualz: { k: 'v' } } } },
      'Statement[0].Condition: found StringEqualz, expected a condition operator of IAM, such as StringEquals, Null or ForAnyValue:StringLike',
    ],
    [
      'a value',
      { Statement: { Effect: 'Deny', Action: '*', Resource: '*', Condition: { Null: { k: {} } } } },
      'Statement[0].Condition.Null.k: found {}, expected a string or a list of strings',
    ],
  ])('%s', (_, document, problem) => {
    const parsed = parsePolicy('p', document);
    expect(parsed.ok ? [] : parsed.problems).toContain(problem);
  });
});
