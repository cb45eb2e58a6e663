import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultPolicy } from '../../src/config.ts';
import type { Change } from '../../src/core/change.ts';
import { judge } from '../../src/core/judge.ts';
import { resolveLineage } from '../../src/core/lineage.ts';
import type { Policy } from '../../src/core/policy.ts';
import { read } from '../../src/core/read.ts';
import { recordsIn } from '../../src/core/record.ts';
import { operations } from '../../src/core/resources/catalog.ts';
import { rules } from '../../src/core/rules/index.ts';
import { record } from '../support/records.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Every rule on: properties hold for all of them. */
const everyRule: Policy = {
  ...defaultPolicy,
  rules: Object.fromEntries(rules.map(({ id }) => [id, { ...defaultPolicy.rules[id], enabled: true }])) as unknown as Policy['rules'],
};

/** Names that mean something here, so that random objects often do. */
const names = fc.constantFrom(
  ...[
    'vpcConfig',
    'subnets',
    'securityGroupIds',
    'enableNetworkIsolation',
    'networkConfig',
    'trainingJobDefinition',
    'trainingJobDefinitions',
    'instanceGroups',
  ],
  ...[
    'overrideVpcConfig',
    'productionVariants',
    'modelName',
    'monitoringScheduleConfig',
    'monitoringJobDefinition',
    'securityConfig',
    'autoMLJobConfig',
    'omitted',
  ],
  ...[
    'enableInterContainerTrafficEncryption',
    'resourceConfig',
    'instanceCount',
    'directInternetAccess',
    'appNetworkAccessType',
    'pipelineDefinition',
    'jobConfigDocument',
  ],
  ...[
    'inputConfig',
    'labelingJobAlgorithmsConfig',
    'labelingJobResourceConfig',
    'remoteDebugConfig',
    'enableRemoteDebug',
    'subnetId',
    'tags',
    'Get',
    '__proto__',
    'x',
  ],
);
const leaf = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    false,
    '',
    'Enabled',
    'Disabled',
    'VpcOnly',
    'PublicInternetOnly',
    'subnet-1',
    'sg-1',
    0,
    1,
    2,
    -1,
    1.5,
    'true',
    '{"Steps":[{"Type":"Training","Arguments":{}}]}',
  ),
  fc.string({ maxLength: 8 }),
);
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(names, tie('json'), { maxKeys: 5 }),
  ),
}));
const request = fc.oneof(
  { weight: 5, arbitrary: fc.dictionary(names, json, { maxKeys: 6 }) as fc.Arbitrary<Json> },
  { weight: 1, arbitrary: json },
);
const eventName = fc.constantFrom(...operations.map((operation) => operation.eventName));

const changesOf = (value: unknown): Change[] =>
  [...recordsIn(value)].flatMap((parsed) => {
    const reading = read(parsed);
    return reading.kind === 'change' ? [reading.change] : [];
  });
const verdictsOf = (value: unknown) =>
  changesOf(value).map((change) => judge(change, { policy: everyRule }).map(({ rule, verdict }) => `${rule} ${verdict.compliance}`));

describe('on any JSON', () => {
  test('recordsIn, read, resolveLineage and judge never throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), json), (value) => {
        for (const change of resolveLineage(changesOf(value))) judge(change, { policy: everyRule });
        for (const change of resolveLineage(changesOf({ Records: [value] }))) judge(change, { policy: everyRule });
      }),
      { numRuns: 2000 },
    );
  });

  test('any request, response or identity in a record of ours gives a reading and a verdict', () => {
    fc.assert(
      fc.property(eventName, request, json, json, (name, requestParameters, responseElements, userIdentity) => {
        const value = record(name, { requestParameters, responseElements, userIdentity, serviceEventDetails: responseElements });
        const readings = [...recordsIn(value)].map(read);
        expect(readings).toHaveLength(1);
        expect(['change', 'failed-attempt']).toContain(readings[0]?.kind);
        verdictsOf(value);
      }),
      { numRuns: 4000 },
    );
  });

  test('deep nesting is no way in', () => {
    const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(() => verdictsOf(JSON.parse(deep(5000)))).not.toThrow();
    const steps = (depth: number): string => (depth === 0 ? '[]' : `[{"Type":"Condition","Arguments":{"IfSteps":${steps(depth - 1)}}}]`);
    expect(() =>
      verdictsOf(record('CreatePipeline', { requestParameters: { pipelineDefinition: `{"Steps":${steps(500)}}` } })),
    ).not.toThrow();
  });
});

test('nothing unknown is ever COMPLIANT', () => {
  const unknowns = fc.constantFrom<Json>(null, {}, { omitted: true }, { omitted: true, originalSize: 1, reason: 'r' }, '', 'not json', []);
  fc.assert(
    fc.property(eventName, unknowns, fc.boolean(), (name, requestParameters, isServiceEvent) => {
      const value = record(name, { requestParameters, ...(isServiceEvent && { eventType: 'AwsServiceEvent' }) });
      expect(
        verdictsOf(value)
          .flat()
          .filter((verdict) => verdict.endsWith(' COMPLIANT')),
      ).toEqual([]);
    }),
  );
});

describe('a verdict does not change with', () => {
  const unaffected = (transform: (value: Json) => Json) => {
    fc.assert(
      fc.property(eventName, request, (name, requestParameters) => {
        const value = record(name, { requestParameters });
        expect(verdictsOf(transform(value as Json))).toEqual(verdictsOf(value));
      }),
      { numRuns: 2000 },
    );
  };

  test('key order', () => unaffected((value) => mapObjects(value, (entries) => entries.toReversed())));
  test('the casing of keys', () => unaffected((value) => mapObjects(value, (entries) => recase(entries, (key) => key.toUpperCase()))));
  test('the casing of first letters', () =>
    unaffected((value) => mapObjects(value, (entries) => recase(entries, (key) => key.charAt(0).toUpperCase() + key.slice(1)))));
  test('unrelated members', () =>
    unaffected((value) =>
      mapObjects(value, (entries) => (entries.length === 0 ? entries : [['unrelatedMember', 'sagemaker.amazonaws.com'], ...entries])),
    ));
});

function mapObjects(value: Json, change: (entries: [string, Json][]) => [string, Json][]): Json {
  if (Array.isArray(value)) return value.map((element) => mapObjects(element, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(change(Object.entries(value).map(([key, inner]) => [key, mapObjects(inner, change)])));
}

/** Expressions of a pipeline definition (`Get`) are words of its language, not members of a request. */
function recase(entries: [string, Json][], spell: (key: string) => string): [string, Json][] {
  return entries.map(([key, value]) => [key === 'Get' ? key : spell(key), value]);
}
