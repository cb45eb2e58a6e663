import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { plannedTypes, withoutNetwork } from '../../../src/app/prevent/plan/attributes.ts';
import { PlanError, readPlan } from '../../../src/app/prevent/plan/document.ts';
import { judgePlan, type PlanJudgement } from '../../../src/app/prevent/plan/judge.ts';
import { loadPolicy } from '../../../src/config.ts';
import type { Policy } from '../../../src/core/policy.ts';

const asOf = '2026-08-01T00:00:00Z';
const policyOf = (document: object): Policy => loadPolicy(JSON.stringify({ version: 1, ...document }), 'test.yml', { now: asOf }).policy;
const byDefault = policyOf({});
const planOf = (changes: unknown[], members: object = {}) =>
  JSON.stringify({ format_version: '1.2', terraform_version: '1.11.4', planned_values: {}, resource_changes: changes, ...members });
const resource = (type: string, change: object, members: object = {}) => ({
  address: `${type}.x`,
  mode: 'managed',
  type,
  name: 'x',
  change: { actions: ['create'], before: null, after_unknown: {}, after_sensitive: {}, ...change },
  ...members,
});
const judged = (changes: unknown[], policy = byDefault): PlanJudgement => judgePlan(readPlan(planOf(changes)), policy, asOf);

const vpc = { subnets: ['subnet-0123456789abcdef0'], security_group_ids: ['sg-0123456789abcdef0'] };
const good = { name: 'm', enable_network_isolation: true, vpc_config: [vpc] };

/** Each rule that does not pass and applies: its compliance, and why where it could not be seen. */
function outcome(type: string, after: object, unknownAfter: object = {}, policy = byDefault): Record<string, string> {
  const [one] = judged([resource(type, { after, after_unknown: unknownAfter })], policy).resources;
  return Object.fromEntries(
    (one?.findings ?? []).flatMap(({ rule, verdict }) => {
      if (verdict.compliance === 'NOT_APPLICABLE') return [];
      return [[rule, verdict.compliance === 'INSUFFICIENT_DATA' ? verdict.missing.why : verdict.compliance]];
    }),
  );
}

describe('a plan that Terraform 1.11 wrote, with modules, for_each, and every action', () => {
  const policy = loadPolicy(readFileSync('test/fixtures/prevent/sagewarden.yml', 'utf8'), 'x', { now: asOf }).policy;
  const judgement = judgePlan(readPlan(readFileSync('test/fixtures/prevent/plan.json', 'utf8')), policy, asOf);

  test('each resource', () => {
    const lines = [
      ...judgement.resources.map(({ action, address, class: verdict }) => `${action} ${address} ${verdict}`),
      `unchanged ${judgement.unchanged} deleted ${judgement.deleted}`,
    ];
    expect(`${lines.toSorted().join('\n')}\n`).toBe(readFileSync('test/fixtures/prevent/judged.txt', 'utf8'));
  });

  test('a sensitive value is not told', () => {
    const sensitive = judgement.resources.find(({ address }) => address.includes('sensitive'));
    expect(sensitive?.class).toBe('non-compliant');
    expect(JSON.stringify(judgement)).not.toContain('sg-00000000000000bad');
    expect(JSON.stringify(sensitive)).toContain('(sensitive)');
  });
});

describe('resource types', () => {
  const network = policyOf({
    rules: {
      'approved-network': { subnets: ['subnet-0123456789abcdef0'], securityGroups: ['sg-0123456789abcdef0'] },
      'serverless-outside-vpc': true,
    },
  });
  const pass = 'COMPLIANT';
  const fail = 'NON_COMPLIANT';
  const variant = { model_name: 'm', serverless_config: [] };
  test.each<[string, string, object, object, Record<string, string>]>([
    ['model', 'aws_sagemaker_model', good, {}, { 'vpc-required': pass, 'network-isolation-required': pass, 'approved-network': pass }],
    [
      'model without',
      'aws_sagemaker_model',
      { name: 'm', enable_network_isolation: null, vpc_config: [] },
      {},
      { 'vpc-required': fail, 'network-isolation-required': fail },
    ],
    [
      'another subnet',
      'aws_sagemaker_model',
      { ...good, vpc_config: [{ ...vpc, subnets: ['subnet-00000000000000bad'] }] },
      {},
      { 'vpc-required': pass, 'network-isolation-required': pass, 'approved-network': fail },
    ],
    [
      'flag after apply',
      'aws_sagemaker_model',
      { vpc_config: [vpc] },
      { enable_network_isolation: true },
      { 'vpc-required': pass, 'network-isolation-required': 'after-apply', 'approved-network': pass },
    ],
    [
      'block after apply',
      'aws_sagemaker_model',
      { enable_network_isolation: true },
      { vpc_config: true },
      { 'vpc-required': 'after-apply', 'network-isolation-required': pass, 'approved-network': 'after-apply' },
    ],
    [
      'ids after apply',
      'aws_sagemaker_model',
      { ...good, vpc_config: [{ security_group_ids: vpc.security_group_ids }] },
      { vpc_config: [{ subnets: true, security_group_ids: [false] }] },
      { 'vpc-required': 'after-apply', 'network-isolation-required': pass, 'approved-network': 'after-apply' },
    ],
    [
      'one id after apply',
      'aws_sagemaker_model',
      good,
      { vpc_config: [{ subnets: [false, true] }] },
      { 'vpc-required': 'after-apply', 'network-isolation-required': pass, 'approved-network': 'after-apply' },
    ],
    ['endpoint config', 'aws_sagemaker_endpoint_configuration', { production_variants: [variant] }, {}, { 'serverless-outside-vpc': pass }],
    [
      'its model after apply',
      'aws_sagemaker_endpoint_configuration',
      { production_variants: [{ serverless_config: [] }] },
      { production_variants: [{ model_name: true }] },
      { 'serverless-outside-vpc': pass },
    ],
    [
      'serverless',
      'aws_sagemaker_endpoint_configuration',
      { production_variants: [{ ...variant, serverless_config: [{ memory_size_in_mb: 1024 }] }] },
      {},
      { 'serverless-outside-vpc': fail },
    ],
    [
      'serverless after apply',
      'aws_sagemaker_endpoint_configuration',
      { production_variants: [{ model_name: 'm' }] },
      { production_variants: [{ serverless_config: true }] },
      {
        'vpc-required': 'after-apply',
        'network-isolation-required': 'after-apply',
        'approved-network': 'after-apply',
        'serverless-outside-vpc': 'after-apply',
      },
    ],
    [
      'notebook',
      'aws_sagemaker_notebook_instance',
      { direct_internet_access: 'Disabled', subnet_id: 'subnet-0123456789abcdef0', security_groups: ['sg-0123456789abcdef0'] },
      {},
      { 'direct-internet-disabled': pass, 'approved-network': pass },
    ],
    [
      'notebook by default',
      'aws_sagemaker_notebook_instance',
      { direct_internet_access: 'Enabled' },
      { security_groups: true },
      { 'direct-internet-disabled': fail, 'approved-network': 'after-apply' },
    ],
    [
      'domain',
      'aws_sagemaker_domain',
      {
        app_network_access_type: 'VpcOnly',
        vpc_id: 'vpc-0123456789abcdef0',
        subnet_ids: ['subnet-0123456789abcdef0'],
        default_user_settings: [{ security_groups: ['sg-00000000000000bad'] }],
      },
      {},
      { 'vpc-only-domain': pass, 'approved-network': fail },
    ],
    [
      'domain, public',
      'aws_sagemaker_domain',
      { app_network_access_type: 'PublicInternetOnly', subnet_ids: ['subnet-0123456789abcdef0'] },
      {},
      { 'vpc-only-domain': fail, 'approved-network': pass },
    ],
    ['schedule', 'aws_sagemaker_monitoring_schedule', { monitoring_schedule_config: [{ monitoring_job_definition_name: 'd' }] }, {}, {}],
    [
      'its definition after apply',
      'aws_sagemaker_monitoring_schedule',
      { monitoring_schedule_config: [{}] },
      { monitoring_schedule_config: [{ monitoring_job_definition_name: true }] },
      {},
    ],
    [
      'definition',
      'aws_sagemaker_data_quality_job_definition',
      {
        network_config: [{ enable_network_isolation: true, enable_inter_container_traffic_encryption: false, vpc_config: [vpc] }],
        job_resources: [{ cluster_config: [{ instance_count: 2 }] }],
      },
      {},
      { 'vpc-required': pass, 'network-isolation-required': pass, 'inter-container-encryption-required': fail, 'approved-network': pass },
    ],
    [
      'its count after apply',
      'aws_sagemaker_data_quality_job_definition',
      { network_config: [{ enable_network_isolation: true, vpc_config: [vpc] }], job_resources: [{ cluster_config: [{}] }] },
      { job_resources: [{ cluster_config: [{ instance_count: true }] }] },
      {
        'vpc-required': pass,
        'network-isolation-required': pass,
        'inter-container-encryption-required': 'after-apply',
        'approved-network': pass,
      },
    ],
    [
      'profile',
      'aws_sagemaker_user_profile',
      { user_settings: [{ security_groups: ['sg-00000000000000bad'] }] },
      {},
      { 'approved-network': fail },
    ],
    [
      'workforce',
      'aws_sagemaker_workforce',
      { workforce_vpc_config: [{ subnets: ['subnet-00000000000000bad'] }] },
      {},
      { 'approved-network': fail },
    ],
    [
      'pipeline after apply',
      'aws_sagemaker_pipeline',
      {},
      { pipeline_definition: true },
      {
        'vpc-required': 'after-apply',
        'network-isolation-required': 'after-apply',
        'inter-container-encryption-required': 'after-apply',
        'approved-network': 'after-apply',
      },
    ],
  ])('%s', (_, type, after, unknownAfter, expected) => {
    expect(outcome(type, after, unknownAfter, network)).toEqual(expected);
  });

  test('one that is not known here, or of another provider, is no pass', () => {
    const { resources } = judged([
      resource('aws_sagemaker_new_thing', { after: {} }),
      resource('awscc_sagemaker_model', { after: {} }),
      resource('aws_s3_bucket', { after: {} }),
    ]);
    expect(resources.map(({ type, class: verdict }) => [type, verdict])).toEqual([
      ['aws_sagemaker_new_thing', 'not-evaluable'],
      ['awscc_sagemaker_model', 'not-evaluable'],
    ]);
  });

  test('every SageMaker resource of the provider, 5.100, is known', () => {
    const all: string[] = JSON.parse(readFileSync('test/fixtures/prevent/provider-resources.json', 'utf8'));
    expect([...Object.keys(plannedTypes), ...withoutNetwork].toSorted()).toEqual(all.toSorted());
  });
});

test.each<[string, string[], string | undefined, number, number]>([
  ['create', ['create'], 'create', 0, 0],
  ['replace', ['delete', 'create'], 'replace', 0, 0],
  ['create before destroy', ['create', 'delete'], 'replace', 0, 0],
  ['update', ['update'], 'update', 0, 0],
  ['no-op', ['no-op'], undefined, 1, 0],
  ['delete', ['delete'], undefined, 0, 1],
  ['forget', ['forget'], undefined, 0, 1],
])('action %s', (_, actions, action, unchanged, deleted) => {
  const judgement = judged([
    resource('aws_sagemaker_model', { actions, after: actions[0] === 'delete' && actions.length === 1 ? null : good }),
  ]);
  expect([judgement.resources[0]?.action, judgement.unchanged, judgement.deleted]).toEqual([action, unchanged, deleted]);
});

test('data sources are not judged', () => {
  expect(judged([resource('aws_sagemaker_model', { after: {} }, { mode: 'data' })])).toEqual({
    resources: [],
    unchanged: 0,
    deleted: 0,
    incomplete: false,
  });
});

test('an exemption by tag holds; one by account, which a plan does not say, does not', () => {
  const exemption = (match: object) => ({
    id: 'EX',
    rules: ['vpc-required'],
    match,
    reason: 'r',
    approver: 'a',
    approved: '2026-01-01T00:00:00Z',
    expires: '2027-01-01T00:00:00Z',
  });
  const model = resource('aws_sagemaker_model', { after: { enable_network_isolation: true, tags: { team: 'research' } } });
  const classOf = (match: object) => judged([model], policyOf({ exemptions: [exemption(match)] })).resources[0]?.class;
  expect([classOf({ tag: { key: 'team', value: 'research' } }), classOf({ account: '111122223333' })]).toEqual(['exempt', 'non-compliant']);
});

test.each<[string, string, RegExp]>([
  ['nothing', '', /not JSON/],
  ['a plan file', 'PK\u0003\u0004', /a plan file: run terraform show -json/],
  ['messages', '{"@level":"info"}\n{"@level":"info"}\n', /several JSON values/],
  ['a list', '[]', /not JSON|no format_version/],
  ['another document', '{"Records":[]}', /no format_version/],
  ['a state', '{"format_version":"1.0","terraform_version":"1.11.4","values":{}}', /a state, not a plan/],
  ['a state file', '{"version":4,"terraform_version":"1.11.4","resources":[]}', /no format_version/],
  ['an older format', '{"format_version":"0.2","planned_values":{}}', /format_version "0.2" is not read/],
  ['a later format', '{"format_version":"2.0","planned_values":{}}', /format_version "2.0" is not read/],
  ['no list', planOf([]).replace('[]', '{}'), /resource_changes is no list/],
  ['no change', planOf([{ address: 'a', type: 'aws_sagemaker_model' }]), /resource_changes\[0\] has no change/],
  ['no address', planOf([{ change: { actions: [] } }]), /resource_changes\[0\] has no address/],
  ['no actions', planOf([{ address: 'a', type: 't', change: {} }]), /resource_changes\[0\] has no actions/],
])('%s is refused', (_, text, message) => {
  expect(() => readPlan(text)).toThrow(PlanError);
  expect(() => readPlan(text)).toThrow(message);
});

test('a plan without any change, or that failed', () => {
  expect(readPlan('{"format_version":"1.2","planned_values":{}}').changes).toEqual([]);
  expect(judgePlan(readPlan(planOf([], { errored: true })), byDefault, asOf).incomplete).toBe(true);
});
