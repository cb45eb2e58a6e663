/** A CloudFormation template, read as a stack would have it: conditions decided, references replaced by what they would be. */

type Json = null | boolean | number | string | Json[] | { [member: string]: Json };

export interface Template {
  readonly Parameters?: Record<string, { Default?: string | number; AllowedPattern?: string }>;
  readonly Conditions?: Record<string, Json>;
  readonly Resources: Record<string, Resource>;
  readonly Outputs?: Record<string, Json>;
}

export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties: Record<string, Json>;
}

const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': '111122223333',
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': 'stack',
};

/** Resource part of an ARN, by type; the logical id stands for the name. */
const arns: Readonly<Record<string, (id: string) => string>> = {
  'AWS::SNS::Topic': (id) => `arn:aws:sns:eu-west-1:111122223333:${id}`,
  'AWS::SQS::Queue': (id) => `arn:aws:sqs:eu-west-1:111122223333:${id}`,
  'AWS::DynamoDB::Table': (id) => `arn:aws:dynamodb:eu-west-1:111122223333:table/${id}`,
  'AWS::S3::Bucket': (id) => `arn:aws:s3:::${id}`,
  'AWS::KMS::Key': (id) => `arn:aws:kms:eu-west-1:111122223333:key/${id}`,
  'AWS::Events::EventBus': (id) => `arn:aws:events:eu-west-1:111122223333:event-bus/${id}`,
  'AWS::Athena::WorkGroup': (id) => `arn:aws:athena:eu-west-1:111122223333:workgroup/${id}`,
  'AWS::IAM::Role': (id) => `arn:aws:iam::111122223333:role/${id}`,
};

const nothing = Symbol('AWS::NoValue');

export function stackOf(template: Template, parameters: Readonly<Record<string, string>>): Record<string, Resource> {
  const evaluate = evaluator(template, parameters);
  const made = Object.entries(template.Resources).filter(([, { Condition }]) => !Condition || evaluate.condition(Condition));
  return Object.fromEntries(
    made.map(([id, resource]) => [
      id,
      { ...resource, Properties: (evaluate.value(resource.Properties ?? {}) ?? {}) as Record<string, Json> },
    ]),
  );
}

function evaluator({ Parameters = {}, Conditions = {}, Resources }: Template, given: Readonly<Record<string, string>>) {
  const ref = (name: string): Json | typeof nothing => {
    if (name === 'AWS::NoValue') return nothing;
    if (name in pseudo) return pseudo[name] ?? null;
    if (name in Parameters) return given[name] ?? String(Parameters[name]?.Default ?? '');
    const type = Resources[name]?.Type;
    if (!type) throw new Error(`Ref to ${name}, which is not there`);
    return type === 'AWS::SNS::Topic' ? attribute(name, 'Arn') : name;
  };
  const attribute = (id: string, name: string): string => {
    const type = Resources[id]?.Type;
    if (!type) throw new Error(`GetAtt of ${id}, which is not there`);
    return name === 'Arn' ? (arns[type]?.(id) ?? `arn:aws:${id}`) : id;
  };
  const substitute = (text: string): string =>
    text.replace(/\$\{([^!}][^}]*)\}/g, (_, name: string) => {
      const [id = '', member] = name.split('.');
      return String(member ? attribute(id, member) : ref(id));
    });
  const condition = (name: string): boolean => truth(Conditions[name] ?? null);
  const truth = (node: Json): boolean => {
    const [[operator, operand] = ['', null]] = Object.entries(node as Record<string, Json>);
    const operands = operand as Json[];
    if (operator === 'Condition') return condition(String(operand));
    if (operator === 'Fn::Not') return !truth(operands[0] ?? null);
    if (operator === 'Fn::And') return operands.every(truth);
    if (operator === 'Fn::Or') return operands.some(truth);
    if (operator === 'Fn::Equals') return String(value(operands[0] ?? null)) === String(value(operands[1] ?? null));
    throw new Error(`condition ${operator}`);
  };
  const call = (name: string, operand: Json): Json | typeof nothing | undefined => {
    if (name === 'Ref') return ref(String(operand));
    if (name === 'Fn::Sub') return substitute(String(operand));
    const [first = null, second = null, third = null] = Array.isArray(operand) ? operand : [];
    if (name === 'Fn::Split') return String(value(second)).split(String(first));
    if (name === 'Fn::Join') return (value(second) as Json[]).join(String(first));
    if (name === 'Fn::Select') return (value(second) as Json[])[Number(first)] ?? null;
    if (name === 'Fn::GetAtt') return attribute(String(first), String(second));
    return name === 'Fn::If' ? value(condition(String(first)) ? second : third) : undefined;
  };
  const value = (node: Json): Json | typeof nothing => {
    if (Array.isArray(node)) return node.map(value).filter((one): one is Json => one !== nothing);
    if (node === null || typeof node !== 'object') return node;
    const entries = Object.entries(node);
    const [[name, operand] = ['', null]] = entries;
    const called = entries.length === 1 ? call(name, operand) : undefined;
    if (called !== undefined) return called;
    return Object.fromEntries(
      entries.flatMap(([member, one]) => {
        const made = value(one);
        return made === nothing ? [] : [[member, made] as const];
      }),
    );
  };
  return { condition, value };
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Json;
}

/** Role name of the template -> the statements of its policies, those of AWS::IAM::RolePolicy too. */
export function roleStatements(stack: Readonly<Record<string, Resource>>): Map<string, Statement[]> {
  const roles = new Map<string, Statement[]>();
  const statements = (document: unknown) => (document as { Statement: Statement[] }).Statement;
  for (const [id, { Type, Properties }] of Object.entries(stack)) {
    if (Type === 'AWS::IAM::Role') {
      const policies = (Properties.Policies ?? []) as unknown as { PolicyDocument: unknown }[];
      roles.set(
        id,
        policies.flatMap((policy) => statements(policy.PolicyDocument)),
      );
    }
  }
  for (const { Type, Properties } of Object.values(stack)) {
    if (Type === 'AWS::IAM::RolePolicy') roles.get(String(Properties.RoleName))?.push(...statements(Properties.PolicyDocument));
  }
  return roles;
}

export const listed = (one: string | readonly string[]): readonly string[] => (typeof one === 'string' ? [one] : one);

/** Everything optional is there. */
export const everything: Readonly<Record<string, string>> = {
  AlertEmail: 'alerts@example.com',
  OperationsEmail: 'operations@example.com',
  SlackWebhookSecret: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:slack-AbCdEf',
  SlackWebhookParameter: 'arn:aws:ssm:eu-west-1:111122223333:parameter/slack',
  AmazonQ: 'yes',
  SecurityHub: 'yes',
  TrailBucket: 'trail-bucket',
  TrailPrefix: 'org/',
  TrailKey: 'arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-4000-8000-000000000001',
  EvidenceBucket: 'evidence-bucket',
  EvidenceKey: 'arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-4000-8000-000000000002',
  ContinuousEvidence: 'yes',
  AthenaTable: 'trails.logs',
  OrganizationId: 'o-exampleorgid',
  MemberRoleName: 'sagewarden-member',
  MemberExternalId: 'example-external-id',
  RunbookUrl: 'https://example.com/runbook.md',
  ReservedConcurrency: '5',
  Enforcement: 'enforce',
  AllowDelete: 'yes',
};

/** The same for iac/member-account.yml. */
export const everyMember: Readonly<Record<string, string>> = {
  CentralBusArn: 'arn:aws:events:eu-west-1:444455556666:event-bus/sagewarden-prod',
  CentralAccount: '444455556666',
  CentralRoles: 'arn:aws:iam::444455556666:role/sagewarden-prod-eu-west-1-monitor',
  RoleName: 'sagewarden-member',
  RoleRegion: 'eu-west-1',
  ExternalId: 'example-external-id',
  Enforcement: 'enforce',
  AllowDelete: 'yes',
};
