import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { evaluationActions, evaluationService } from '../../src/adapters/evaluation-service.ts';
import { type ConfigServiceStandIn, faults, start as startConfig } from '../../stand-ins/config-service.ts';
import { type SecurityHubStandIn, start as startHub } from '../../stand-ins/securityhub.ts';
import { awsEnvironment, setEnvironment } from '../support/environment.ts';

const place = { account: '111122223333', region: 'eu-west-1' };
const at = '2026-11-01T10:00:00.000Z';
let config: ConfigServiceStandIn;
let hub: SecurityHubStandIn;
beforeAll(async () => {
  config = await startConfig();
  hub = await startHub(place);
});
afterAll(async () => {
  await config.close();
  await hub.close();
});
awsEnvironment();
beforeEach(() => {
  setEnvironment({ AWS_ENDPOINT_URL_CONFIG_SERVICE: config.url, AWS_ENDPOINT_URL_SECURITYHUB: hub.url });
  Object.assign(config, { fail: undefined, rules: [] });
  Object.assign(hub, { fail: undefined, controls: [] });
});

const models = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ type: 'AWS::SageMaker::Model', id: `m-${n}`, compliance: 'COMPLIANT' as const, at }));
const ask = () => evaluationService({ homeAccount: place.account }).ask(place);
const control = (id: string, name: string, more = {}) => ({
  AwsAccountId: place.account,
  Region: place.region,
  GeneratorId: `security-control/${id}`,
  RecordState: 'ACTIVE',
  UpdatedAt: at,
  Compliance: { Status: 'FAILED', SecurityControlId: id },
  Workflow: { Status: 'NEW' },
  Resources: [{ Type: 'AwsSageMakerNotebookInstance', Id: `arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/${name}` }],
  ...more,
});

test('every page of rules, results, packs and findings', async () => {
  config.rules = [
    { name: 'any-name', identifier: 'SAGEMAKER_MODEL_IN_VPC', results: models(5) },
    { name: 's3-bucket-versioning', identifier: 'S3_BUCKET_VERSIONING_ENABLED', results: models(1) },
    { name: 'own', identifier: 'arn:aws:lambda:...', owner: 'CUSTOM_LAMBDA', results: models(1) },
    {
      name: 'isolation-conformance-pack-abcd1234',
      identifier: 'SAGEMAKER_MODEL_ISOLATION_ENABLED',
      pack: 'best-practices',
      results: models(3),
    },
  ];
  hub.controls = [1, 2, 3].map((n) => control('SageMaker.1', `n-${n}`));
  const { evaluations, unasked } = await ask();
  expect(unasked).toEqual([]);
  expect(evaluations.map(({ source, check, pack, resourceId }) => [source, check, pack, resourceId.split('/').at(-1)]).sort()).toEqual(
    [
      ...[0, 1, 2, 3, 4].map((n) => ['aws-config', 'SAGEMAKER_MODEL_IN_VPC', null, `m-${n}`]),
      ...[0, 1, 2].map((n) => ['conformance-pack', 'SAGEMAKER_MODEL_ISOLATION_ENABLED', 'best-practices', `m-${n}`]),
      ...[1, 2, 3].map((n) => ['security-hub', 'SageMaker.1', null, `n-${n}`]),
    ].sort(),
  );
  expect(
    evaluations.every(({ account, region, evaluatedAt }) => account === place.account && region === place.region && evaluatedAt === at),
  ).toBe(true);
});

test('asks Security Hub for its controls of SageMaker alone, and not for what is archived', async () => {
  hub.controls = [
    control('SageMaker.1', 'here'),
    control('SageMaker.1', 'archived', { RecordState: 'ARCHIVED' }),
    control('SageMaker.1', 'elsewhere', { Region: 'us-east-1' }),
    control('EC2.1', 'other'),
    control('SageMaker.2', 'quiet', { Workflow: { Status: 'SUPPRESSED' } }),
  ];
  const { evaluations } = await ask();
  expect(evaluations.map(({ check, resourceId, suppressed, result }) => [check, resourceId.split('/')[1], suppressed, result])).toEqual([
    ['SageMaker.1', 'here', false, 'NON_COMPLIANT'],
    ['SageMaker.2', 'quiet', true, 'NON_COMPLIANT'],
  ]);
});

test.each(evaluationActions.filter((action) => action.startsWith('config:')))('%s denied: said, and the rest is asked', async (action) => {
  config.rules = [
    { name: 'sagemaker-model-in-vpc', identifier: 'SAGEMAKER_MODEL_IN_VPC', results: models(1) },
    { name: 'isolation', identifier: 'SAGEMAKER_MODEL_ISOLATION_ENABLED', pack: 'best-practices', results: models(1) },
  ];
  hub.controls = [control('SageMaker.1', 'n')];
  config.fail = ({ operation }) => (`config:${operation}` === action ? faults.denied : undefined);
  const { evaluations, unasked } = await ask();
  expect(unasked).toEqual([{ ...place, action, why: 'access-denied' }]);
  expect(evaluations.map(({ check }) => check)).toContain('SageMaker.1');
});

test('a throttle is waited for', async () => {
  config.rules = [{ name: 'sagemaker-model-in-vpc', identifier: 'SAGEMAKER_MODEL_IN_VPC', results: models(1) }];
  let throttled = 0;
  config.fail = () => (throttled++ < 2 ? faults.throttled : undefined);
  const { evaluations, unasked } = await ask();
  expect({ checks: evaluations.map(({ check }) => check), unasked }).toEqual({ checks: ['SAGEMAKER_MODEL_IN_VPC'], unasked: [] });
});

test('Security Hub that is not enabled is no failure of a permission', async () => {
  hub.fail = () => ({ status: 401, body: {}, headers: { 'x-amzn-errortype': 'InvalidAccessException' } });
  expect((await ask()).unasked).toEqual([{ ...place, action: 'securityhub:GetFindings', why: 'not-enabled' }]);
});

test('another account is not asked with the credentials of this one', async () => {
  const { unasked } = await evaluationService({ homeAccount: '444455556666' }).ask(place);
  expect(unasked.map(({ why }) => why)).toEqual(evaluationActions.map(() => 'access-denied'));
});
