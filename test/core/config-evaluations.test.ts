import { expect, it, test } from 'vitest';
import { checkOf, publishedChecks, ruleOf } from '../../src/core/config-evaluations/checks.ts';
import type { Evaluation } from '../../src/core/config-evaluations/model.ts';
import { evaluationOf, evaluationsOf } from '../../src/core/config-evaluations/read.ts';
import { EvaluationComparer, type JudgedResource } from '../../src/core/config-evaluations.ts';
import { guidance } from '../../src/core/guidance/index.ts';
import type { Finding } from '../../src/core/judge.ts';
import type { ResourceType } from '../../src/core/resources/types.ts';
import type { Compliance, RuleId } from '../../src/core/rule.ts';

const place = { account: '111122223333', region: 'eu-west-1' };
const evaluatedAt = '2026-10-01T00:00:00.000Z';
const arnTypes: Partial<Record<ResourceType, string>> = {
  Model: 'model',
  NotebookInstance: 'notebook-instance',
  Domain: 'domain',
  DataQualityJobDefinition: 'data-quality-job-definition',
  TrainingJob: 'training-job',
};

const finding = (rule: RuleId, compliance: Compliance, found = 'none', exempt = false): Finding => ({
  rule,
  severity: 'high',
  verdict:
    compliance === 'NON_COMPLIANT'
      ? { compliance, because: [{ setting: 'vpc', at: 'VpcConfig', found, expected: 'VpcConfig' }] }
      : compliance === 'INSUFFICIENT_DATA'
        ? { compliance, missing: { setting: 'vpc', at: 'VpcConfig', why: 'access-denied' } }
        : { compliance },
  exemption: exempt ? { id: 'EX-1', status: 'applied' } : null,
});

const resource = (type: ResourceType, name: string, findings: readonly Finding[], more: Partial<JudgedResource> = {}): JudgedResource => ({
  ...place,
  type,
  name,
  arn: `arn:aws:sagemaker:eu-west-1:111122223333:${arnTypes[type]}/${name.toLowerCase()}`,
  creationTime: '2026-09-01T00:00:00Z',
  describedAt: '2026-10-02T00:00:00Z',
  findings,
  ...more,
});

const evaluation = (check: string | null, resourceId: string, result: Compliance, more: Partial<Evaluation> = {}): Evaluation => ({
  source: 'aws-config',
  check,
  name: check ?? 'custom',
  pack: null,
  ...place,
  resourceType: 'AWS::SageMaker::Model',
  resourceId,
  result,
  evaluatedAt,
  suppressed: false,
  ...more,
});

function compare(resources: readonly JudgedResource[], evaluations: readonly Evaluation[], off: readonly RuleId[] = []) {
  const comparer = new EvaluationComparer(evaluations, (rule) => !off.includes(rule));
  for (const each of resources) comparer.take(each);
  return comparer.finish();
}

const inVpc = 'SAGEMAKER_MODEL_IN_VPC';
const isolation = 'sagemaker-data-quality-job-isolation'.toUpperCase().replaceAll('-', '_');
const notebook = { resourceType: 'AwsSageMakerNotebookInstance', source: 'security-hub' as const };

test.each<[string, JudgedResource, Evaluation, string]>([
  [
    'empty subnets',
    resource('Model', 'm', [finding('vpc-required', 'NON_COMPLIANT', 'subnets: none')]),
    evaluation(inVpc, 'm', 'COMPLIANT'),
    'asks-only-existence',
  ],
  [
    'no VpcConfig at all',
    resource('Model', 'm', [finding('vpc-required', 'NON_COMPLIANT')]),
    evaluation(inVpc, 'm', 'COMPLIANT'),
    'unaccounted',
  ],
  [
    'created after the evaluation',
    resource('Model', 'm', [finding('vpc-required', 'NON_COMPLIANT', 'subnets: none')], { creationTime: '2026-10-01T00:00:01Z' }),
    evaluation(inVpc, 'm', 'COMPLIANT'),
    'older-than-resource',
  ],
  [
    'exempt',
    resource('Model', 'm', [finding('vpc-required', 'NON_COMPLIANT', 'none', true)]),
    evaluation(inVpc, 'm', 'NON_COMPLIANT'),
    'exempt-here',
  ],
  [
    'suppressed',
    resource('Model', 'm', [finding('network-isolation-required', 'NON_COMPLIANT', 'false')]),
    evaluation('SageMaker.5', 'm', 'NON_COMPLIANT', { source: 'security-hub', suppressed: true }),
    'suppressed-there',
  ],
  [
    'not described',
    resource('Model', 'm', [finding('vpc-required', 'INSUFFICIENT_DATA')]),
    evaluation(inVpc, 'm', 'COMPLIANT'),
    'not-evaluable-here',
  ],
  [
    'not evaluated',
    resource('Model', 'm', [finding('vpc-required', 'COMPLIANT')]),
    evaluation(inVpc, 'm', 'INSUFFICIENT_DATA'),
    'not-evaluated-there',
  ],
  [
    'not applicable here',
    resource('Model', 'm', [finding('vpc-required', 'NOT_APPLICABLE')]),
    evaluation(inVpc, 'm', 'COMPLIANT'),
    'not-applicable-here',
  ],
  [
    'isolation that is absent',
    resource('DataQualityJobDefinition', 'q', [finding('network-isolation-required', 'NON_COMPLIANT', 'false')]),
    evaluation(isolation, 'q', 'COMPLIANT', { resourceType: 'AWS::SageMaker::DataQualityJobDefinition' }),
    'absent-is-not-false',
  ],
  [
    'one instance, and a policy that wants encryption always',
    resource('DataQualityJobDefinition', 'q', [finding('inter-container-encryption-required', 'NON_COMPLIANT', 'false')]),
    evaluation('SageMaker.9', 'q', 'COMPLIANT', { resourceType: 'AWS::SageMaker::DataQualityJobDefinition' }),
    'single-instance',
  ],
  [
    'one instance of a schedule, where AWS asks for encryption always',
    resource('MonitoringSchedule', 's', [finding('inter-container-encryption-required', 'COMPLIANT')]),
    evaluation('SageMaker.22', 's', 'NON_COMPLIANT', { resourceType: 'AWS::SageMaker::MonitoringSchedule' }),
    'single-instance-there',
  ],
  [
    'a notebook in a VPC, and on the internet',
    resource('NotebookInstance', 'lab', [finding('direct-internet-disabled', 'NON_COMPLIANT', 'Enabled')]),
    evaluation('SageMaker.2', 'lab', 'COMPLIANT', notebook),
    'asks-about-vpc-only',
  ],
  [
    'a notebook in a subnet that is not on their list',
    resource('NotebookInstance', 'lab', [finding('direct-internet-disabled', 'COMPLIANT')]),
    evaluation('SageMaker.2', 'lab', 'NON_COMPLIANT', notebook),
    'approved-subnets-there',
  ],
  [
    'a domain that may have been updated since',
    resource('Domain', 'd-1', [finding('vpc-only-domain', 'COMPLIANT')]),
    evaluation('SAGEMAKER_DOMAIN_IN_VPC', 'd-1', 'NON_COMPLIANT', { resourceType: 'AWS::SageMaker::Domain' }),
    'may-have-changed',
  ],
])('disagree: %s', (_, ours, theirs, reason) => {
  const { disagree, agree, theirsOnly } = compare([ours], [theirs]);
  expect(disagree.map((each) => each.reason)).toEqual([reason]);
  expect({ agree, theirsOnly }).toEqual({ agree: [], theirsOnly: [] });
});

test.each([
  ['both pass', finding('vpc-required', 'COMPLIANT'), evaluation(inVpc, 'm', 'COMPLIANT')],
  ['both fail', finding('vpc-required', 'NON_COMPLIANT'), evaluation(inVpc, 'm', 'NON_COMPLIANT')],
  ['both accept it', finding('vpc-required', 'NON_COMPLIANT', 'none', true), evaluation(inVpc, 'm', 'NON_COMPLIANT', { suppressed: true })],
  ['by ARN', finding('vpc-required', 'COMPLIANT'), evaluation(inVpc, 'arn:aws:sagemaker:eu-west-1:111122223333:model/m', 'COMPLIANT')],
  ['wherever that is', finding('vpc-required', 'COMPLIANT'), evaluation(inVpc, 'm', 'COMPLIANT', { account: null, region: null })],
])('agree: %s', (_, ours, theirs) => {
  const { agree, disagree, theirsOnly, oursOnly } = compare([resource('Model', 'M', [ours])], [theirs]);
  expect(agree.map(({ check, compliant, nonCompliant }) => [check, compliant + nonCompliant])).toEqual([[inVpc, 1]]);
  expect([disagree, theirsOnly, oursOnly]).toEqual([[], [], []]);
});

test.each<[string, Evaluation, readonly RuleId[], string]>([
  ['of what is not there', evaluation(inVpc, 'gone', 'COMPLIANT'), [], 'resource-not-listed'],
  ['of elsewhere', evaluation(inVpc, 'm', 'COMPLIANT', { region: 'us-east-1' }), [], 'resource-not-listed'],
  ['that asks for something else', evaluation('SageMaker.3', 'm', 'COMPLIANT'), [], 'no-rule-of-ours'],
  ['of a rule of their own', evaluation(null, 'm', 'COMPLIANT'), [], 'no-rule-of-ours'],
  ['of a rule that is off here', evaluation(inVpc, 'm', 'COMPLIANT'), ['vpc-required'], 'rule-off-here'],
  ['of one of several', evaluation(inVpc, 'm', 'COMPLIANT', { account: null, region: null }), [], 'ambiguous-place'],
])('theirs only: %s', (_, theirs, off, reason) => {
  const both = [resource('Model', 'm', []), resource('Model', 'm', [], { region: 'eu-central-1' })];
  const { theirsOnly, disagree } = compare(both, [theirs], off);
  expect(theirsOnly.map((each) => each.reason)).toEqual([reason]);
  expect(disagree).toEqual([]);
});

it('ours only, by why', () => {
  const { oursOnly } = compare(
    [
      resource('TrainingJob', 't', [finding('vpc-required', 'NON_COMPLIANT')]),
      resource('Model', 'new', [finding('vpc-required', 'COMPLIANT')], { creationTime: '2026-10-01T12:00:00Z' }),
      resource('Model', 'missed', [finding('vpc-required', 'NON_COMPLIANT'), finding('network-isolation-required', 'COMPLIANT')]),
      resource('Model', 'unknown', [finding('vpc-required', 'INSUFFICIENT_DATA')]),
    ],
    [evaluation(inVpc, 'other', 'COMPLIANT')],
  );
  expect(oursOnly).toEqual([
    { rule: 'network-isolation-required', type: 'Model', reason: 'check-not-there', resources: 1, nonCompliant: 0 },
    { rule: 'vpc-required', type: 'Model', reason: 'not-evaluated', resources: 1, nonCompliant: 1 },
    { rule: 'vpc-required', type: 'Model', reason: 'younger-than-evaluations', resources: 1, nonCompliant: 0 },
    { rule: 'vpc-required', type: 'TrainingJob', reason: 'no-check-for-type', resources: 1, nonCompliant: 1 },
  ]);
});

it('takes the latest of several evaluations, and of equal age the one that fails', () => {
  const ours = resource('Model', 'm', [finding('vpc-required', 'NON_COMPLIANT')]);
  const older = evaluation(inVpc, 'm', 'COMPLIANT', { evaluatedAt: '2026-09-15T00:00:00.000Z' });
  const newer = evaluation(inVpc, 'm', 'NON_COMPLIANT');
  for (const order of [
    [older, newer],
    [newer, older],
    [newer, evaluation(inVpc, 'm', 'COMPLIANT')],
  ]) {
    const { evaluations, agree, disagree } = compare([ours], order);
    expect([evaluations, agree.length, disagree.length]).toEqual([1, 1, 0]);
  }
});

test.each([
  ['sagemaker-model-in-vpc', inVpc],
  ['securityhub-sagemaker-notebook-no-direct-internet-access-5d8a1c2b', 'SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS'],
  ['sagemaker-model-isolation-enabled-conformance-pack-a1b2c3d4e', 'SAGEMAKER_MODEL_ISOLATION_ENABLED'],
  ['told', inVpc],
  ['s3-bucket-versioning-enabled', null],
  ['my-sagemaker-model-in-vpc', null],
])('the Config rule %s is %s', (name, check) => {
  expect(checkOf(name, new Map([['told', inVpc]]))).toBe(check);
});

it('has a rule of ours for every published check, and a meaning for every one that a rule names', () => {
  for (const { config, control } of publishedChecks) {
    expect(ruleOf(config), config).toBeDefined();
    if (control !== undefined) expect(ruleOf(control), control).toBe(ruleOf(config));
  }
  const named = Object.values(guidance).flatMap(({ mappings }) =>
    mappings.filter(({ framework }) => /^(AWS Config|Security Hub)( \(implied\))?$/.test(framework)).flatMap(({ ids }) => ids),
  );
  const meant = new Set(publishedChecks.flatMap(({ config, control }) => [config, control]));
  expect(
    named.map((id) => (id.startsWith('SageMaker.') ? id : id.toUpperCase().replaceAll('-', '_'))).filter((id) => !meant.has(id)),
  ).toEqual([]);
});

it('reads a finding of a standard that is not consolidated, and none of other products', () => {
  const asff = {
    AwsAccountId: place.account,
    Region: place.region,
    GeneratorId: 'aws-foundational-security-best-practices/v/1.0.0/SageMaker.1',
    UpdatedAt: evaluatedAt,
    Compliance: { Status: 'PASSED' },
    Resources: [{ Type: 'AwsSageMakerNotebookInstance', Id: 'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/lab' }],
  };
  expect(evaluationsOf(asff)).toMatchObject([{ check: 'SageMaker.1', result: 'COMPLIANT', ...place, evaluatedAt }]);
  expect(evaluationsOf({ ...asff, Compliance: { Status: 'WARNING' } })).toMatchObject([{ result: 'INSUFFICIENT_DATA' }]);
  expect(evaluationsOf({ ...asff, GeneratorId: 'sagewarden/vpc-required' })).toEqual([]);
  expect(evaluationsOf({ ...asff, RecordState: 'ARCHIVED' })).toEqual([]);
  expect(evaluationsOf({ ...asff, Resources: [{ Type: 'AwsAccount', Id: 'AWS::::Account:111122223333' }] })).toEqual([]);
});

test.each([
  ['seconds', 1_790_812_800],
  ['text', '2026-10-01T00:00:00+00:00'],
  ['a Date', new Date('2026-10-01T00:00:00Z')],
])('a time as %s', (_, ResultRecordedTime) => {
  const EvaluationResultQualifier = { ConfigRuleName: 'r', ResourceType: 'AWS::SageMaker::Model', ResourceId: 'm' };
  const result = { EvaluationResultIdentifier: { EvaluationResultQualifier }, ComplianceType: 'COMPLIANT', ResultRecordedTime };
  expect(evaluationOf(result, { names: new Map() })?.evaluatedAt).toBe(evaluatedAt);
});
