import { stringify } from 'yaml';
import type { Policy } from '../../core/policy.ts';
import { configRulesFor, withoutConfigRule } from '../../core/prevent/config-rules.ts';
import { type Artifact, commented, script } from './artifact.ts';

/** A conformance pack of the managed rules that exist, and in its head what has none. */
export function conformancePack(policy: Policy): Artifact[] {
  const rules = configRulesFor(policy);
  const name = 'sagewarden-conformance-pack.yaml';
  const resources = Object.fromEntries(
    rules.map(({ identifier }) => [
      logicalId(identifier),
      {
        Type: 'AWS::Config::ConfigRule',
        Properties: { ConfigRuleName: configName(identifier), Source: { Owner: 'AWS', SourceIdentifier: identifier } },
      },
    ]),
  );
  const left = withoutConfigRule(policy).map(({ rule, resourceTypes }) => `  ${rule}: ${resourceTypes.join(', ') || 'every type'}`);
  const head = `AWS Config detects after the fact, and what it records is not everything: it has no managed rule for
${left.join('\n')}
A managed rule may ask less than ours: SAGEMAKER_MODEL_IN_VPC asks only that there is a VpcConfig. Not every Region has every rule.`;
  if (rules.length === 0) return [];
  return [
    {
      name,
      text: `${commented(head)}\n${stringify({ Resources: resources }, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false })}`,
    },
    script(
      'attach-conformance-pack.sh',
      `# In an account and Region where AWS Config records. For a whole organization: put-organization-conformance-pack, with --organization-conformance-pack-name.
aws configservice put-conformance-pack --conformance-pack-name sagewarden --template-body file://${name}`,
    ),
  ];
}

const configName = (identifier: string): string => identifier.toLowerCase().replaceAll('_', '-');

/** SAGEMAKER_MODEL_IN_VPC -> SagemakerModelInVpc */
const logicalId = (identifier: string): string =>
  identifier
    .toLowerCase()
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
