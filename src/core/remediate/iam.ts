import type { PolicyDocument, Statement } from '../iam/policy-document.ts';
import { isObject, type JsonObject, member, text } from '../json.ts';
import { arnOf } from './arn.ts';
import { forms } from './forms.ts';
import type { Creation, Plan, Replacement } from './plan.ts';

/** What the one who runs the scripts may do: these resources, the way back and the deletion of the old included. */
export function operatorPolicy(plan: Plan): PolicyDocument {
  const { fix } = plan;
  const replacements = replacementsOf(plan);
  const statements = [
    ...replacements.flatMap(({ old, create }) => replacing(create, spelt(old), spelt(create))),
    ...(fix.kind === 'hosting'
      ? switching(
          plan,
          fix.endpoints.flatMap(({ endpoint }) => spelt(endpoint)),
          replacements,
        )
      : []),
    ...(fix.kind === 'hosting' ? [allow('ListWhatMayUseTheOld', ['sagemaker:ListEndpoints', 'sagemaker:ListEndpointConfigs'], '*')] : []),
    ...(fix.kind === 'domain'
      ? [
          allow('ChangeTheDomain', ['sagemaker:DescribeDomain', 'sagemaker:UpdateDomain'], fix.domain.arn),
          allow('ListItsApps', ['sagemaker:ListApps'], '*'),
        ]
      : []),
    ...stopping(plan),
    ...passing(replacements),
    ...keys(plan, replacements),
    allow(
      'CheckTheNetwork',
      ['ec2:DescribeRouteTables', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcEndpoints'],
      '*',
    ),
    allow('CheckTheVpc', ['ec2:DescribeVpcAttribute'], `arn:${plan.partition}:ec2:${plan.region}:${plan.account}:vpc/${plan.vpcId ?? '*'}`),
  ];
  return { Version: '2012-10-17', Statement: merged(statements) };
}

/**
 * What the execution role needs besides, so that SageMaker can put interfaces into the VPC. Source: developer guide, "sagemaker-roles",
 * CreateModel and CreateTrainingJob API: Execution Role Permissions. EC2's Describe operations know no resources.
 */
export function executionRolePolicy({ partition, region, account, network }: Plan): PolicyDocument {
  const ec2 = (resource: string) => `arn:${partition}:ec2:${region}:${account}:${resource}`;
  return {
    Version: '2012-10-17',
    Statement: [
      allow(
        'InterfacesInTheseSubnets',
        ['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface'],
        [
          ec2('network-interface/*'),
          ...network.subnets.map((id) => ec2(`subnet/${id}`)),
          ...network.securityGroupIds.map((id) => ec2(`security-group/${id}`)),
        ],
      ),
      allow(
        'InterfacesForSageMaker',
        ['ec2:CreateNetworkInterfacePermission', 'ec2:DeleteNetworkInterfacePermission'],
        ec2('network-interface/*'),
      ),
      allow(
        'SeeTheNetwork',
        [
          'ec2:DescribeDhcpOptions',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSecurityGroups',
          'ec2:DescribeSubnets',
          'ec2:DescribeVpcs',
        ],
        '*',
      ),
    ],
  };
}

export function replacementsOf({ fix }: Plan): readonly Replacement[] {
  if (fix.kind === 'hosting') return [...fix.models, ...fix.configs];
  if (fix.kind === 'job') return [...fix.models, fix.job];
  return fix.kind === 'notebook' ? [fix.notebook] : [];
}

const allow = (Sid: string, Action: readonly string[], Resource: string | readonly string[]): Statement => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
});

/** ARNs have names in lower case; which spelling IAM is asked about, for a name with capitals, is nowhere said. */
const spelt = ({ arn, name }: { readonly arn: string; readonly name: string }): readonly string[] => [
  ...new Set([arn, arn.toLowerCase().endsWith(`/${name.toLowerCase()}`) ? `${arn.slice(0, -name.length)}${name}` : arn]),
];

function replacing({ type, request }: Creation, old: readonly string[], made: readonly string[]): Statement[] {
  const { create, cli } = forms[type];
  // SageMaker's actions are named as its operations; both AutoML versions have actions of their own.
  const describe = create.replace(/^Create/, 'Describe');
  const tagged = Array.isArray(request.Tags);
  return [
    allow(`See${type}`, [`sagemaker:${describe}`], [...old, ...made]),
    allow(`Create${type}`, [`sagemaker:${create}`, ...(tagged ? ['sagemaker:AddTags'] : [])], made),
    ...(cli.delete ? [allow(`Delete${type}`, [`sagemaker:Delete${type}`], [...old, ...made])] : []),
  ];
}

function switching(plan: Plan, endpoints: readonly string[], replacements: readonly Replacement[]): Statement[] {
  const configs = replacements
    .filter(({ create }) => create.type === 'EndpointConfig')
    .flatMap(({ old, create }) => [...spelt(old), ...spelt(create)]);
  return [
    allow('SeeEndpoints', ['sagemaker:DescribeEndpoint'], arnOf(plan, 'Endpoint', '*')),
    allow('SeeEndpointConfigs', ['sagemaker:DescribeEndpointConfig'], arnOf(plan, 'EndpointConfig', '*')),
    ...(endpoints.length > 0 ? [allow('SwitchEndpoints', ['sagemaker:UpdateEndpoint'], [...endpoints, ...configs])] : []),
  ];
}

function stopping({ fix }: Plan): Statement[] {
  if (fix.kind === 'job') return [allow('StopTheOldJob', [`sagemaker:Stop${fix.job.old.type}`], spelt(fix.job.old))];
  if (fix.kind === 'notebook')
    return [allow('StopTheOldNotebook', ['sagemaker:StopNotebookInstance'], [...spelt(fix.notebook.old), ...spelt(fix.notebook.create)])];
  return [];
}

/** To SageMaker, and to nobody else. */
function passing(replacements: readonly Replacement[]): Statement[] {
  const roles = [...new Set(replacements.flatMap(({ create }) => rolesIn(create.request)))].sort();
  if (roles.length === 0) return [];
  return [
    { ...allow('PassTheRole', ['iam:PassRole'], roles), Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } } },
  ];
}

function rolesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(rolesIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, each]) => {
    if (name === 'Environment' || name === 'HyperParameters' || name === 'Tags') return [];
    return (name === 'RoleArn' || name === 'ExecutionRoleArn') && typeof each === 'string' ? [each] : rolesIn(each);
  });
}

/** The volume's key of a config or a notebook is used in the caller's name (API reference, CreateEndpointConfig). */
function keys({ partition, region, account }: Plan, replacements: readonly Replacement[]): Statement[] {
  const named = [...new Set(replacements.flatMap(({ create }) => keyIn(create.request)))].sort();
  const arn = (key: string) =>
    key.startsWith('arn:') ? key : `arn:${partition}:kms:${region}:${account}:${key.startsWith('alias/') ? 'key/*' : `key/${key}`}`;
  return named.map((key, index): Statement => {
    const alias = /(?:^|:)(alias\/.+)$/.exec(key)?.[1];
    const through = { StringEquals: { 'kms:ViaService': `sagemaker.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}` } };
    return {
      ...allow(
        `UseTheKey${index + 1}`,
        ['kms:CreateGrant', 'kms:DescribeKey'],
        alias ? `arn:${partition}:kms:${region}:${account}:key/*` : arn(key),
      ),
      Condition: alias ? { ...through, 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': alias } } : through,
    };
  });
}

function keyIn(request: JsonObject): string[] {
  const key = text(request, 'KmsKeyId');
  const volume = member(request, 'ResourceConfig');
  return [key, isObject(volume) ? text(volume, 'VolumeKmsKeyId') : undefined].filter((each) => each !== undefined);
}

/** One statement for the same actions. */
function merged(statements: readonly Statement[]): Statement[] {
  const bySid = new Map<string, Statement>();
  for (const statement of statements) {
    const same = bySid.get(statement.Sid);
    const resources = [...(same ? [same.Resource].flat() : []), ...[statement.Resource].flat()];
    const actions = [...(same ? [same.Action].flat() : []), ...[statement.Action].flat()];
    bySid.set(statement.Sid, { ...statement, Action: [...new Set(actions)].sort(), Resource: [...new Set(resources)].sort() });
  }
  return [...bySid.values()];
}
