import { stringify } from 'yaml';
import type { AllowLists, DenyStatement } from '../../core/prevent/prevention.ts';
import { type Artifact, commented, description, type Material, script } from './artifact.ts';
import { inDocuments } from './documents.ts';

const inputs = { subnets: 'AllowedSubnets', securityGroups: 'AllowedSecurityGroups' } as const;
const given = { subnets: 'HasAllowedSubnets', securityGroups: 'HasAllowedSecurityGroups' } as const;
const nouns = { subnets: 'subnets', securityGroups: 'security groups' } as const;

/** A template with the managed policies; the allow-lists are parameters, the policies' ARNs outputs. */
export function cloudFormation(material: Material): Artifact[] {
  const documents = inDocuments(material.open);
  const ids = documents.map((_, index) => (documents.length === 1 ? '' : String(index + 1)));
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: description,
    Parameters: Object.fromEntries(lists.map((list) => [inputs[list], parameter(list, material.allowLists)])),
    Conditions: Object.fromEntries(
      lists.map((list) => [given[list], { 'Fn::Not': [{ 'Fn::Equals': [{ 'Fn::Join': ['', { Ref: inputs[list] }] }, ''] }] }]),
    ),
    Resources: Object.fromEntries(
      documents.map((statements, index) => [
        `PreventionPolicy${ids[index]}`,
        {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { Description: description, PolicyDocument: { Version: '2012-10-17', Statement: statements.map(asStatement) } },
        },
      ]),
    ),
    Outputs: Object.fromEntries(
      ids.map((id) => [
        `PolicyArn${id}`,
        { Description: 'To attach to every role that creates SageMaker resources.', Value: { Ref: `PreventionPolicy${id}` } },
      ]),
    ),
  };
  const name = 'sagewarden-prevention.yaml';
  const head = `${description}
An empty list allows any network. attach-cloudformation.sh deploys this and attaches what it puts out.`;
  return [
    { name, text: `${commented(head)}\n${stringify(template, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false })}` },
    attach(name, ids),
  ];
}

const lists = Object.keys(inputs) as (keyof AllowLists)[];

function parameter(list: keyof AllowLists, allowLists: AllowLists): Record<string, string> {
  return {
    Type: 'CommaDelimitedList',
    Description: `The ${nouns[list]} that may be used, by id. Empty: any.`,
    Default: allowLists[list].join(','),
  };
}

/** Nothing is unlike `*`: without a list the statement is there, so that no document is empty, and never holds. */
function asStatement({ statement, allowList }: DenyStatement): unknown {
  if (!allowList) return statement;
  const { 'ForAnyValue:StringNotEquals': tested = {}, ...others } = statement.Condition ?? {};
  const testing = (operator: string, values: unknown) => ({
    ...statement,
    Condition: { [operator]: Object.fromEntries(Object.keys(tested).map((key) => [key, values])), ...others },
  });
  return {
    'Fn::If': [
      given[allowList],
      testing('ForAnyValue:StringNotEquals', { Ref: inputs[allowList] }),
      testing('ForAnyValue:StringNotLike', '*'),
    ],
  };
}

function attach(name: string, ids: readonly string[]): Artifact {
  const commands = ids.map(
    (id) => `policy_arn=$(aws cloudformation describe-stacks --stack-name sagewarden-prevention \\
  --query "Stacks[0].Outputs[?OutputKey=='PolicyArn${id}'].OutputValue" --output text)
for role in "$@"; do aws iam attach-role-policy --role-name "$role" --policy-arn "$policy_arn"; done`,
  );
  return script(
    'attach-cloudformation.sh',
    `# To every role that creates SageMaker resources: people's, pipelines' and execution roles. For other allow-lists than the template's:
# --parameter-overrides AllowedSubnets=subnet-1,subnet-2 AllowedSecurityGroups=sg-1
: "\${1:?"usage: $0 ROLE_NAME..."}"
aws cloudformation deploy --template-file ${name} --stack-name sagewarden-prevention --capabilities CAPABILITY_IAM --no-fail-on-empty-changeset
${commands.join('\n')}`,
  );
}
