import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Format, filesOf, formats, materialOf } from '../../../src/app/prevent/formats.ts';
import { loadPolicy } from '../../../src/config.ts';
import type { Policy } from '../../../src/core/policy.ts';
import { type AllowLists, allowListsOf } from '../../../src/core/prevent/prevention.ts';

const asOf = '2026-08-01T00:00:00Z';
const policyOf = (document: object): Policy => loadPolicy(JSON.stringify({ version: 1, ...document }), 'test.yml', { now: asOf }).policy;
const everything = loadPolicy(readFileSync('test/fixtures/prevent/sagewarden.yml', 'utf8'), 'sagewarden.yml', { now: asOf }).policy;
const filesFor = (format: Format, policy: Policy, lists: AllowLists = allowListsOf(policy)) =>
  filesOf(format, policy, materialOf(policy, lists, asOf));
const onlyText = (format: Format, policy: Policy, lists?: AllowLists) => filesFor(format, policy, lists)[0]?.text ?? '';

describe.each([
  ['default', policyOf({})],
  ['everything', everything],
])('%s policy', (name, policy) => {
  test.each(formats)('%s', async (format) => {
    for (const file of filesFor(format, policy)) await expect(file.text).toMatchFileSnapshot(`../../golden/prevent/${name}/${file.name}`);
  });

  test('CloudFormation has the statements of the JSON documents, the allow-lists as parameters', () => {
    const template = parse(onlyText('cloudformation', policy));
    const { open, allowLists } = materialOf(policy, allowListsOf(policy), asOf);
    const resources: { Properties: { PolicyDocument: { Statement: Record<string, unknown>[] } } }[] = Object.values(template.Resources);
    const statements = resources.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    const byParameter = statements.map((each) => {
      const [condition, then] = (each['Fn::If'] ?? []) as [string, Record<string, unknown>];
      if (!condition) return each;
      const list = condition === 'HasAllowedSubnets' ? 'subnets' : 'securityGroups';
      const ids = open.allowLists[list];
      return JSON.parse(JSON.stringify(then), (_, value) => (/^Allowed/.test(value?.Ref) ? ids : value));
    });
    expect(byParameter).toEqual(open.documents.flatMap(({ Statement }) => Statement));
    expect(template.Parameters.AllowedSubnets.Default).toBe(allowLists.subnets.join(','));
  });
});

describe('conformance pack', () => {
  const identifiers = (policy: Policy) => {
    const pack: { Resources: Record<string, { Properties: { Source: { SourceIdentifier: string } } }> } = parse(
      onlyText('conformance-pack', policy) || 'Resources: {}',
    );
    return Object.values(pack.Resources).map(({ Properties }) => Properties.Source.SourceIdentifier);
  };
  const only = (...on: string[]) =>
    policyOf({
      rules: Object.fromEntries(
        [
          'vpc-required',
          'network-isolation-required',
          'inter-container-encryption-required',
          'direct-internet-disabled',
          'vpc-only-domain',
        ].map((id) => [id, on.includes(id)]),
      ),
    });

  test.each<[string, string[]]>([
    ['vpc-required', ['SAGEMAKER_MODEL_IN_VPC']],
    ['vpc-only-domain', ['SAGEMAKER_DOMAIN_IN_VPC']],
    ['direct-internet-disabled', ['SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS', 'SAGEMAKER_NOTEBOOK_INSTANCE_INSIDE_VPC']],
  ])('%s', (rule, expected) => expect(identifiers(only(rule))).toEqual(expected));

  test('says that jobs have no rule', () => {
    expect(onlyText('conformance-pack', only('vpc-required'))).toMatch(/^# {3}vpc-required: .*TrainingJob/m);
  });

  test('no rule that is on has a managed rule: no pack', () => {
    expect(
      filesFor(
        'conformance-pack',
        policyOf({ rules: Object.fromEntries(Object.entries(only().rules).map(([id]) => [id, id === 'remote-debug-disabled'])) }),
      ).length,
    ).toBe(0);
  });
});

test('names and ids never leave their quotes in HCL', () => {
  const policy = policyOf({
    exemptions: [
      {
        id: 'EX-1',
        rules: ['vpc-required'],
        match: { principal: 'arn:aws:iam::111122223333:role/\u0024{var.x}"%{if}*' },
        reason: 'r',
        approver: 'a',
        approved: '2026-01-01T00:00:00Z',
        expires: '2099-01-01T00:00:00Z',
      },
    ],
  });
  expect(onlyText('terraform', policy)).toContain('role/\u0024\u0024{$}{var.x}\\"%%{if}*"');
});
