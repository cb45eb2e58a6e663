import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadPolicy } from '../../../src/config.ts';
import { evaluate } from '../../../src/core/iam/evaluate.ts';
import { parsePolicy } from '../../../src/core/iam/parse.ts';
import { requestOf } from '../../../src/core/iam/request-context.ts';
import { judge } from '../../../src/core/judge.ts';
import type { Policy } from '../../../src/core/policy.ts';
import { maxBytes, minified, TooLong } from '../../../src/core/prevent/pack.ts';
import { type AllowLists, allowListsOf, type Prevention, preventionOf } from '../../../src/core/prevent/prevention.ts';
import { read } from '../../../src/core/read.ts';
import { recordsIn } from '../../../src/core/record.ts';
import type { RuleId } from '../../../src/core/rule.ts';
import { call, changeOf } from '../../support/records.ts';

const asOf = '2026-08-01T00:00:00Z';
const none: AllowLists = { subnets: [], securityGroups: [] };
const policyOf = (document: object): Policy => loadPolicy(JSON.stringify({ version: 1, ...document }), 'test.yml', { now: asOf }).policy;
const ofFile = (path: string): Policy => loadPolicy(readFileSync(path, 'utf8'), path, { now: asOf }).policy;
const byDefault = policyOf({});
const everything = ofFile('test/fixtures/prevent/sagewarden.yml');
const reference: Record<string, string[] | null> = JSON.parse(readFileSync('test/fixtures/iam-condition-keys.json', 'utf8')).operations;

const prevention = (policy: Policy): Prevention => preventionOf(policy, allowListsOf(policy), asOf);

const parsed = ({ documents }: Prevention) =>
  documents.map((document, index) => {
    const each = parsePolicy(String(index), document);
    if (!each.ok) throw new Error(each.problems.join());
    return each.policy;
  });

/** What the documents refuse, and what the rules find and no exemption accepts. */
function decide(policy: Policy, prevented: Prevention, record: unknown): { denied: string[]; failing: RuleId[] } {
  const subject = changeOf(record);
  const { decision, by } = evaluate(parsed(prevented), requestOf(subject));
  const findings = judge(subject, { policy });
  return {
    denied: decision === 'denied' ? by.map(({ statement }) => statement) : [],
    failing: findings.flatMap(({ rule, verdict, exemption }) =>
      verdict.compliance === 'NON_COMPLIANT' && exemption?.status !== 'applied' ? [rule] : [],
    ),
  };
}

test.each([
  ['default', byDefault],
  ['everything', everything],
])('the statements of the %s policy', async (name, policy) => {
  const { documents, uncovered, notExpressed } = prevention(policy);
  await expect(`${JSON.stringify({ documents, uncovered, notExpressed }, null, 2)}\n`).toMatchFileSnapshot(
    `../../golden/prevent/${name}.json`,
  );
});

describe.each([
  ['default', byDefault],
  ['everything', everything],
])('%s policy', (_, policy) => {
  const { documents, statements } = prevention(policy);
  const all = documents.flatMap(({ Statement }) => Statement);

  test('only Deny, on every resource, with a condition, each Sid once', () => {
    expect(all.length).toBe(statements.length);
    expect(new Set(all.map(({ Sid }) => Sid)).size).toBe(all.length);
    for (const { Sid, Effect, Resource, Condition } of all) {
      expect([Sid, Effect, Resource]).toEqual([expect.stringMatching(/^[A-Za-z0-9]+$/), 'Deny', '*']);
      expect(Object.keys(Condition ?? {}).length).toBeGreaterThan(0);
    }
  });

  test('every action supports every SageMaker key of its statement', () => {
    for (const { Action, Condition = {} } of all) {
      const keys = Object.values(Condition).flatMap((tested) => Object.keys(tested).filter((key) => key.startsWith('sagemaker:')));
      expect(keys.length).toBeGreaterThan(0);
      for (const action of [Action].flat()) {
        for (const key of keys) expect(reference[action.replace('sagemaker:', '')], `${action} ${key}`).toContain(key);
      }
    }
  });

  test('no document is longer than a service control policy may be', () => {
    for (const document of documents) expect(Buffer.byteLength(minified(document))).toBeLessThanOrEqual(maxBytes);
  });
});

test('what has a network in its API and no key in IAM is listed', () => {
  const { uncovered } = preventionOf(byDefault, { subnets: ['subnet-0123456789abcdef0'], securityGroups: [] }, asOf);
  const operations = new Set(uncovered.filter(({ why }) => why === 'no-condition-key').map(({ operation }) => operation));
  expect([...operations].toSorted()).toEqual([
    'CreateAIBenchmarkJob',
    'CreateCompilationJob',
    'CreateInferenceRecommendationsJob',
    'CreateLabelingJob',
    'CreateOptimizationJob',
    'CreateTrainingSession',
    'CreateWorkforce',
    'UpdateWorkforce',
  ]);
});

describe('a setting that stands in several places of a request', () => {
  const policy = policyOf({
    rules: { 'inter-container-encryption-required': { always: true }, 'serverless-outside-vpc': true, 'remote-debug-disabled': true },
  });
  const given: AllowLists = { subnets: ['subnet-0123456789abcdef0'], securityGroups: [] };
  const { uncovered } = preventionOf(policy, given, asOf);

  test('is listed, with every rule whose statement tests it', () => {
    const found = uncovered.filter(({ why }) => why === 'places-differ').map(({ rule, operation }) => `${rule} ${operation}`);
    expect(found).toEqual([
      'vpc-required CreateCluster',
      'vpc-required CreateEndpointConfig',
      'vpc-required CreateHyperParameterTuningJob',
      'network-isolation-required CreateEndpointConfig',
      'network-isolation-required CreateHyperParameterTuningJob',
      'inter-container-encryption-required CreateHyperParameterTuningJob',
      'approved-network CreateCluster',
      'approved-network CreateHyperParameterTuningJob',
      'approved-network UpdateCluster',
      'serverless-outside-vpc CreateEndpointConfig',
    ]);
  });

  const rest = { enableInterContainerTrafficEncryption: true };
  const good = { vpcConfig: { subnets: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'] } };
  test.each<[string, object]>([
    ['CreateHyperParameterTuningJob', { trainingJobDefinitions: [{ ...good, ...rest, enableNetworkIsolation: true }, rest] }],
    [
      'CreateCluster',
      {
        ...good,
        instanceGroups: [
          { instanceGroupName: 'a' },
          { instanceGroupName: 'b', overrideVpcConfig: { subnets: ['subnet-1'], securityGroupIds: ['sg-1'] } },
        ],
      },
    ],
    [
      'CreateEndpointConfig',
      { productionVariants: [{ modelName: 'm' }, { serverlessConfig: { memorySizeInMB: 2048 } }], ...good, enableNetworkIsolation: true },
    ],
  ])('%s: no document tells whether it would deny one whose places differ', (eventName, requestParameters) => {
    const documents = parsed(preventionOf(policy, given, asOf));
    const { decision } = evaluate(documents, requestOf(changeOf(call(eventName, { ...requestParameters }))));
    expect(decision).toBe('cannot-tell');
  });

  test('is not listed where its statement has nothing to ask', () => {
    const { uncovered: off } = prevention(policyOf({ scope: { excludeOperations: ['CreateCluster'] } }));
    expect(off.map(({ operation }) => operation)).not.toContain('CreateCluster');
  });
});

/** Every record under events/ that is a change. */
const events = readdirSync('events', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.json'))
  .flatMap((path) =>
    [...recordsIn(JSON.parse(readFileSync(`events/${path}`, 'utf8')))].flatMap((each) => {
      const reading = read(each);
      return reading.kind === 'change' ? [{ path, reading }] : [];
    }),
  );

test('of every event: denied is what a rule finds, and what a rule finds is denied or listed', () => {
  const policy = policyOf({
    rules: { 'inter-container-encryption-required': { always: true }, 'serverless-outside-vpc': true, 'remote-debug-disabled': true },
  });
  const prevented = prevention(policy);
  const listed = new Set(prevented.uncovered.map(({ rule, operation }) => `${rule} ${operation}`));
  const counts = { denied: 0, passed: 0, listed: 0 };
  for (const { path, reading } of events) {
    const record = reading.change;
    if (record.via === 'service') continue;
    const { decision } = evaluate(parsed(prevented), requestOf(record));
    const findings = judge(record, { policy });
    const failing = findings.filter(({ verdict }) => verdict.compliance === 'NON_COMPLIANT').map(({ rule }) => rule);
    const unseen = findings.some(({ verdict }) => verdict.compliance === 'INSUFFICIENT_DATA');
    if (decision === 'denied') {
      counts.denied++;
      expect(failing.length, `${path}: denied without a finding`).toBeGreaterThan(0);
    } else if (failing.length > 0 && decision !== 'cannot-tell') {
      counts.listed++;
      for (const rule of failing) expect(listed, `${path}: ${rule} neither denied nor listed`).toContain(`${rule} ${record.eventName}`);
    } else if (!unseen) counts.passed++;
  }
  expect(counts.denied).toBeGreaterThan(20);
  expect(counts.passed).toBeGreaterThan(20);
  expect(counts.listed).toBeGreaterThan(5);
});

const vpcConfig = { subnets: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'] };
const variant = (members: object) => ({ endpointConfigName: 'e', productionVariants: [{ variantName: 'v', ...members }] });
const schedule = (members: object) => ({ monitoringScheduleName: 's', monitoringScheduleConfig: members });

test.each<[string, string, object, string[]]>([
  [
    'a model without anything',
    'CreateModel',
    { modelName: 'm' },
    ['VpcRequiredSubnets', 'VpcRequiredSecurityGroups', 'NetworkIsolationRequired'],
  ],
  ['isolation left out', 'CreateModel', { vpcConfig }, ['NetworkIsolationRequired']],
  ['isolation false', 'CreateModel', { vpcConfig, enableNetworkIsolation: false }, ['NetworkIsolationRequired']],
  ['all that is asked', 'CreateModel', { vpcConfig, enableNetworkIsolation: true }, []],
  ['an endpoint config that names a model', 'CreateEndpointConfig', variant({ modelName: 'm' }), []],
  [
    'one that does not',
    'CreateEndpointConfig',
    variant({}),
    ['VpcRequiredSubnetsNoModel', 'VpcRequiredSecurityGroupsNoModel', 'NetworkIsolationRequiredNoModel'],
  ],
  ['a schedule that names a definition', 'CreateMonitoringSchedule', schedule({ monitoringJobDefinitionName: 'd' }), []],
  ['a notebook by default', 'CreateNotebookInstance', { notebookInstanceName: 'n' }, ['DirectInternetDisabled']],
  ['a notebook with Enabled', 'CreateNotebookInstance', { directInternetAccess: 'Enabled' }, ['DirectInternetDisabled']],
  ['a notebook with Disabled', 'CreateNotebookInstance', { directInternetAccess: 'Disabled' }, []],
  ['a domain by default', 'CreateDomain', { vpcId: 'vpc-1' }, ['VpcOnlyDomain']],
  ['an update that leaves the domain’s access', 'UpdateDomain', { domainId: 'd-1' }, []],
  ['an update to public', 'UpdateDomain', { domainId: 'd-1', appNetworkAccessType: 'PublicInternetOnly' }, ['VpcOnlyDomainUpdate']],
  ['AutoML, whose instances nobody knows', 'CreateAutoMLJobV2', { securityConfig: { vpcConfig } }, ['InterContainerEncryption']],
  [
    'one instance, not encrypted',
    'CreateTrainingJob',
    { vpcConfig, enableNetworkIsolation: true, resourceConfig: { instanceCount: 1 } },
    [],
  ],
])('%s', (_, eventName, requestParameters, denied) => {
  expect(decide(byDefault, prevention(byDefault), call(eventName, { ...requestParameters })).denied).toEqual(denied);
});

describe('allow-lists', () => {
  const given: AllowLists = { subnets: ['subnet-0123456789abcdef0'], securityGroups: ['sg-0123456789abcdef0'] };
  const only = preventionOf(byDefault, given, asOf);
  test.each<[string, object, string[]]>([
    ['approved', { vpcConfig }, []],
    [
      'one subnet of two is not',
      { vpcConfig: { ...vpcConfig, subnets: [...vpcConfig.subnets, 'subnet-00000000000000bad'] } },
      ['ApprovedSubnets'],
    ],
    ['a group is not', { vpcConfig: { ...vpcConfig, securityGroupIds: ['sg-00000000000000bad'] } }, ['ApprovedSecurityGroups']],
    ['none at all is vpc-required’s', {}, ['VpcRequiredSubnets', 'VpcRequiredSecurityGroups']],
  ])('%s', (_, requestParameters, denied) => {
    expect(decide(byDefault, only, call('CreateModel', { enableNetworkIsolation: true, ...requestParameters })).denied).toEqual(denied);
  });

  test('an empty list is any network, and no statement', () => {
    const { statements } = preventionOf(byDefault, none, asOf);
    expect(statements.some(({ allowList }) => allowList)).toBe(false);
  });

  test('one that no document has room for', () => {
    const subnets = Array.from({ length: 200 }, (_, index) => `subnet-${index.toString(16).padStart(17, '0')}`);
    expect(() => preventionOf(byDefault, { ...none, subnets }, asOf)).toThrow(TooLong);
  });
});

describe('exemptions', () => {
  const exemption = (members: object) => ({
    id: 'EX-1',
    rules: ['vpc-required'],
    reason: 'r',
    approver: 'a@example.com',
    approved: '2026-01-01T00:00:00Z',
    expires: '2027-01-01T00:00:00Z',
    ...members,
  });
  const model = (name = 'm', members: object = {}) => ({
    ...call('CreateModel', { modelName: name, enableNetworkIsolation: true }),
    ...members,
  });
  const tagged = (value: string) => call('CreateModel', { modelName: 'm', enableNetworkIsolation: true, tags: [{ key: 'team', value }] });
  const role = (name: string) => ({
    userIdentity: {
      type: 'AssumedRole',
      arn: `arn:aws:sts::111122223333:assumed-role/${name}/s`,
      sessionContext: { sessionIssuer: { type: 'Role', arn: `arn:aws:iam::111122223333:role/${name}` } },
    },
  });
  const research = { principal: 'arn:aws:iam::111122223333:role/Research*' };

  test.each<[string, object[], object, boolean]>([
    ['principal', [exemption({ match: research })], model(), false],
    ['another principal', [exemption({ match: research })], model('m', role('Other')), true],
    ['a pattern that is no ARN', [exemption({ match: { principal: '*Oth*' } })], model('m', role('Other')), false],
    ['account', [exemption({ match: { account: '111122223333' } })], model(), false],
    ['another account', [exemption({ match: { account: '444455556666' } })], model(), true],
    ['region', [exemption({ match: { region: 'eu-west-1' } })], model(), false],
    ['another region', [exemption({ match: { region: 'eu-west-1' } })], model('m', { awsRegion: 'us-east-1' }), true],
    ['both of two conditions', [exemption({ match: { ...research, region: 'eu-west-1' } })], model(), false],
    ['one of two conditions', [exemption({ match: { ...research, region: 'us-east-1' } })], model(), true],
    ['tag', [exemption({ match: { tag: { key: 'team', value: 'data*' } } })], tagged('data-1'), false],
    ['another value', [exemption({ match: { tag: { key: 'team', value: 'data*' } } })], tagged('other'), true],
    ['no tag', [exemption({ match: { tag: { key: 'team', value: 'data*' } } })], model(), true],
    ['resource type', [exemption({ match: { resourceType: 'Model' } })], model(), false],
    ['another type', [exemption({ match: { resourceType: 'TrainingJob' } })], model(), true],
    ['operation', [exemption({ match: { operation: 'CreateModel' } })], model(), false],
    ['after it has expired', [exemption({ match: research })], model('m', { eventTime: '2027-01-01T00:00:00Z' }), true],
    ['before it is approved', [exemption({ match: research, approved: '2026-09-01T00:00:00Z' })], model(), true],
    [
      'when it is approved',
      [exemption({ match: research, approved: '2026-09-01T00:00:00Z' })],
      model('m', { eventTime: '2026-09-01T00:00:00Z' }),
      false,
    ],
    [
      'the second of two',
      [exemption({ match: { region: 'us-east-1' } }), exemption({ id: 'EX-2', match: research, expires: '2028-01-01T00:00:00Z' })],
      model('m', { eventTime: '2027-06-01T00:00:00Z' }),
      false,
    ],
    ['under another rule', [exemption({ match: research, rules: ['network-isolation-required'] })], model(), true],
  ])('%s', (_, exemptions, record, denied) => {
    const policy = policyOf({ exemptions });
    const decided = decide(policy, prevention(policy), record);
    expect(decided.denied.length > 0).toBe(denied);
    expect(decided.failing.length > 0).toBe(denied);
  });

  test.each<[string, object[], object[]]>([
    ['a name', [exemption({ match: { name: 'exp-*' } })], [{ exemption: 'EX-1', rule: 'vpc-required', why: 'name' }]],
    [
      'expired',
      [exemption({ match: research, expires: '2026-07-01T00:00:00Z' })],
      [{ exemption: 'EX-1', rule: 'vpc-required', why: 'expired' }],
    ],
    [
      'of a baseline',
      [exemption({ match: { name: 'x' }, baseline: { events: ['00000000-0000-4000-8000-000000000001'] } })],
      [{ exemption: 'EX-1', rule: 'vpc-required', why: 'baseline' }],
    ],
  ])('what no condition can say is said: %s', (_, exemptions, said) => {
    const policy = policyOf({ exemptions });
    const { notExpressed, statements } = prevention(policy);
    expect(notExpressed).toEqual(said);
    expect(statements.map(({ statement }) => statement)).toEqual(prevention(byDefault).statements.map(({ statement }) => statement));
  });

  test('ten principals with ten dates take eleven ways of not being exempt, not a thousand', () => {
    const exemptions = Array.from({ length: 10 }, (_, index) =>
      exemption({
        id: `EX-${index}`,
        match: { principal: `arn:aws:iam::111122223333:role/R${index}` },
        expires: `2027-01-${10 + index}T00:00:00Z`,
      }),
    );
    const { statements, notExpressed } = prevention(policyOf({ exemptions }));
    expect(notExpressed).toEqual([]);
    expect(
      statements.filter(({ statement }) => statement.Sid.startsWith('VpcRequiredSubnets') && !statement.Sid.includes('NoModel')),
    ).toHaveLength(11);
  });

  test('too many ways: the exemption is said to be left out', () => {
    const exemptions = Array.from({ length: 6 }, (_, index) =>
      exemption({
        id: `EX-${index}`,
        match: { account: `11112222333${index}`, region: `eu-west-${index}`, tag: { key: `t${index}`, value: 'x' } },
      }),
    );
    const { notExpressed } = prevention(policyOf({ exemptions }));
    expect(notExpressed.length).toBeGreaterThan(0);
    expect(new Set(notExpressed.map(({ why }) => why))).toEqual(new Set(['too-many']));
  });
});

test('what is out of scope is not denied', () => {
  const policy = policyOf({ scope: { accounts: ['444455556666'], regions: [], excludeOperations: ['CreateTrainingJob'] } });
  const prevented = prevention(policy);
  expect(decide(policy, prevented, call('CreateModel', {})).denied).toEqual([]);
  expect(prevented.statements.flatMap(({ statement }) => statement.Action)).not.toContain('sagemaker:CreateTrainingJob');
});
