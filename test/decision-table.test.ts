import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Json } from '../scripts/decision-table/case.ts';
import { requests } from '../scripts/decision-table/requests.ts';
import { casesOf, decisionRows } from '../scripts/decision-table/table.ts';
import { decisionTableMarkdown } from '../scripts/docs-decision-table.ts';
import { operations } from '../src/core/resources/catalog.ts';
import type { Compliance, RuleId } from '../src/core/rule.ts';
import { rules } from '../src/core/rules/index.ts';
import { operationShape, type Shape } from './model/shapes.ts';

const decided = ['COMPLIANT', 'NON_COMPLIANT', 'INSUFFICIENT_DATA'] as const satisfies readonly Compliance[];

/** Cells that no request of the operation can reach, and why. */
const impossible: readonly {
  readonly operations: readonly string[];
  readonly rule: RuleId;
  readonly verdicts: readonly (typeof decided)[number][];
  readonly because: string;
}[] = [
  {
    operations: ['CreateUserProfile', 'UpdateUserProfile'],
    rule: 'private-subnets',
    verdicts: ['COMPLIANT', 'NON_COMPLIANT'],
    because: 'a user profile names security groups; its subnets are the domain’s',
  },
];

const rows = decisionRows();
const rowsOf = (eventName: string) => rows.filter(({ operation }) => operation.eventName === eventName);
const cell = (eventName: string, rule: RuleId, verdict: Compliance) => `${eventName}, ${rule}: ${verdict}`;

const seen = new Set(
  rows.flatMap(({ operation, verdicts }) => [...verdicts].map(([rule, verdict]) => cell(operation.eventName, rule, verdict))),
);
const isDecided = (eventName: string, rule: RuleId) => decided.some((verdict) => seen.has(cell(eventName, rule, verdict)));

/** Of each operation and rule that ever meet, the verdicts that no case has. */
const missing = operations.flatMap(({ eventName }) =>
  rules
    .filter(({ id }) => isDecided(eventName, id))
    .flatMap(({ id }) => decided.map((verdict) => cell(eventName, id, verdict)).filter((each) => !seen.has(each))),
);
const excused = impossible.flatMap(({ operations: names, rule, verdicts }) =>
  names.flatMap((eventName) => verdicts.map((verdict) => cell(eventName, rule, verdict))),
);

test('docs/decision-table.md is what the rules decide: after a change, run `npm run docs`', () => {
  const written = readFileSync(new URL('../docs/decision-table.md', import.meta.url), 'utf8');
  expect(written, 'docs/decision-table.md has drifted: run `npm run docs` and read the diff').toBe(decisionTableMarkdown());
});

describe('every cell is exercised', () => {
  test('an operation that a rule decides on has a case for every verdict, or a reason why not', () => {
    expect(missing.filter((each) => !excused.includes(each))).toEqual([]);
  });

  test('no reason is given for a cell that is reached, or that no rule decides on', () => {
    expect(excused.filter((each) => !missing.includes(each))).toEqual([]);
    expect(new Set(excused).size).toBe(excused.length);
  });

  test('a rule decides on the operations that carry its setting, whatever the cases are', () => {
    const settings: Partial<Record<RuleId, string>> = {
      'vpc-required': 'vpc',
      'network-isolation-required': 'networkIsolation',
      'inter-container-encryption-required': 'interContainerTraffic',
      'direct-internet-disabled': 'directInternetAccess',
      'vpc-only-domain': 'appNetworkAccessType',
      'vpc-prerequisites': 'vpc',
      'serverless-outside-vpc': 'serverlessVariant',
      'remote-debug-disabled': 'remoteDebug',
    };
    const pairs = Object.entries(settings).map(([rule, setting]) => [
      rule,
      operations.filter(({ posture }) => posture.settings.some((each) => each === setting)).map(({ eventName }) => eventName),
    ]);
    expect(
      pairs.map(([rule]) => [rule, operations.map(({ eventName }) => eventName).filter((name) => isDecided(name, rule as RuleId))]),
    ).toEqual(pairs);
  });

  test('every operation of the catalogue is in the table, and no other has requests', () => {
    const inCatalogue = operations.map(({ eventName }) => eventName);
    expect([...new Set(rows.map(({ operation }) => operation.eventName))]).toEqual(inCatalogue);
    expect(Object.keys(requests).filter((eventName) => !inCatalogue.includes(eventName))).toEqual([]);
  });

  test('every rule has a verdict in every row', () => {
    expect(rows.filter(({ verdicts }) => rules.some(({ id }) => !verdicts.has(id))).map(({ words }) => words)).toEqual([]);
  });
});

describe('nothing passes by absence', () => {
  test.each(operations.map(({ eventName }) => eventName))('%s left out whole is judged by no rule', (eventName) => {
    const row = rowsOf(eventName).at(-1);
    expect([...(row?.verdicts ?? [])].filter(([, verdict]) => verdict === 'COMPLIANT' || verdict === 'NON_COMPLIANT')).toEqual([]);
  });

  test('a request without a network member never satisfies a rule that asks where it runs', () => {
    const where = rules.map(({ id }) => id).filter((id) => id !== 'serverless-outside-vpc' && id !== 'remote-debug-disabled');
    const silent = rows.filter(({ words }) => words.endsWith('no network member'));
    expect(silent.length).toBeGreaterThan(20);
    expect(silent.filter(({ verdicts }) => where.some((id) => verdicts.get(id) === 'COMPLIANT'))).toEqual([]);
  });
});

describe('the requests', () => {
  test.each(operations.map((operation) => [operation.eventName, operation] as const))('of %s have a case each', (_, operation) => {
    const words = casesOf(operation).map((each) => each.words);
    expect(new Set(words).size).toBe(words.length);
  });

  test('have only members that the service model has', () => {
    const asked = operations.flatMap((operation) =>
      casesOf(operation).flatMap(({ request, before }) => [
        ...(request ? [{ eventName: operation.eventName, request }] : []),
        ...(before ? [before] : []),
      ]),
    );
    const strangers = asked.flatMap(({ eventName, request }) => unknownMembers(request, operationShape(eventName).input, eventName));
    expect([...new Set(strangers)]).toEqual([]);
  });
});

/** In CloudTrail's casing: the first letter is lowered, all others are the API's. */
const lowered = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

function unknownMembers(value: unknown, shape: Shape, at: string): string[] {
  if (Array.isArray(value)) return shape.kind === 'list' ? value.flatMap((each) => unknownMembers(each, shape.element, `${at}[]`)) : [at];
  if (typeof value !== 'object' || value === null || 'omitted' in value) return [];
  if (!('members' in shape)) return [at];
  return Object.entries(value as Json).flatMap(([name, inner]) => {
    const member = shape.members.find((each) => lowered(each.name) === name);
    return member ? unknownMembers(inner, member.shape, `${at}.${name}`) : [`${at}.${name}`];
  });
}
