import { describe, expect, test } from 'vitest';
import { bundleHandler } from '../../scripts/deploy/bundle.ts';
import { commandsIn, type Need, needsOf } from '../../scripts/deploy/calls.ts';
import { packaged, readTemplate } from '../../scripts/deploy/package.ts';
import { everyMember, everything, listed, type Resource, roleStatements, type Statement, stackOf } from '../../scripts/deploy/template.ts';
import { ec2Operations } from '../../src/adapters/ec2.ts';
import { sageMakerActions } from '../../src/adapters/sagemaker/operations.ts';

const ec2Actions = ec2Operations.map((name) => `ec2:${name}`).sort();
const { template } = packaged();
/** Everything optional; the webhook once in Secrets Manager, once in SSM, as only one of them is in the environment; the trail read with and without Athena. */
const stacks = [
  stackOf(template, { ...everything, SlackWebhookParameter: '' }),
  stackOf(template, { ...everything, SlackWebhookSecret: '', AthenaTable: '' }),
];
const bucketKeys = { trail: String(everything.TrailKey), evidence: String(everything.EvidenceKey) };
const functions = Object.entries(stacks[0] ?? {}).flatMap(([id, { Type, Properties }]) =>
  Type === 'AWS::Lambda::Function' ? [[String(Properties.Handler).split('.')[0] ?? '', id] as const] : [],
);

describe.each(functions)('%s', (name, id) => {
  test('is allowed every AWS call that is in its bundle, and nothing else', async () => {
    const commands = commandsIn(await bundleHandler(`handlers/${name}.ts`));
    for (const stack of stacks) {
      const allowed = statementsOf(stack, id).flatMap(needsAllowed);
      const needs = [...needsOf(commands, environmentOf(stack, id), bucketKeys), ...needsOfLambda(stack, name, id)];
      expect(needs.filter((need) => !allowed.some((one) => covers(one, need))).map(text)).toEqual([]);
      expect(allowed.filter((one) => !needs.some((need) => covers(one, need))).map(text)).toEqual([]);
    }
  });
});

describe('every role', () => {
  const member = stackOf(readTemplate('iac/member-account.yml'), everyMember);
  const statements = [...roleStatements(stacks[0] ?? {}), ...roleStatements(stacks[1] ?? {}), ...roleStatements(member)].flatMap(
    ([role, all]) => all.map((statement) => ({ role, ...statement })),
  );

  test('allows actions by their whole names', () => {
    expect(statements.flatMap(({ Action }) => listed(Action)).filter((action) => !/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action))).toEqual([]);
  });

  test('names its resources, but for an action that takes none', () => {
    const broad = statements.filter(({ Resource }) => listed(Resource).includes('*')).flatMap(({ Action }) => listed(Action));
    expect([...new Set(broad)].sort()).toEqual([
      'cloudtrail:LookupEvents',
      ...ec2Actions.filter((action) => action !== 'ec2:DescribeVpcAttribute'),
    ]);
  });

  test('fits: 10,240 characters of inline policies', () => {
    for (const [role, all] of [...roleStatements(stacks[0] ?? {}), ...roleStatements(member)])
      expect([role, JSON.stringify(all).length < 10_000]).toEqual([role, true]);
  });

  test('lists no more of the trail’s bucket than its source names', () => {
    const [stack = {}] = stacks;
    for (const [, id] of functions) {
      const { TRAIL_SOURCE } = environmentOf(stack, id);
      if (!TRAIL_SOURCE) continue;
      const [list] = statementsOf(stack, id).filter(({ Sid }) => Sid === 'TrailList');
      expect([id, `s3://${everything.TrailBucket}/${everything.TrailPrefix}AWSLogs/`]).toEqual([id, TRAIL_SOURCE]);
      expect(list?.Condition).toEqual({ StringLike: { 's3:prefix': `${everything.TrailPrefix}AWSLogs/*` } });
    }
  });

  test('cannot stop, tag or delete in dry-run, and cannot delete unless it is said', () => {
    const acting = (parameters: Record<string, string>) =>
      [...roleStatements(stackOf(template, { ...everything, ...parameters })).values()]
        .flat()
        .flatMap(({ Action }) => listed(Action))
        .filter((action) => /^sagemaker:(Stop|AddTags|Delete)/.test(action));
    expect(acting({ Enforcement: 'dry-run' })).toEqual([]);
    expect(acting({ AllowDelete: 'no' }).filter((action) => action.startsWith('sagemaker:Delete'))).toEqual([]);
    expect(acting({ AllowDelete: 'no' })).toContain('sagemaker:StopTrainingJob');
  });
});

describe('the role in member accounts', () => {
  const roles = roleStatements(stackOf(readTemplate('iac/member-account.yml'), everyMember));

  test('is allowed what the adapters can call there, and event history, and nothing else', () => {
    const allowed = (roles.get('MemberRole') ?? []).flatMap(({ Action }) => listed(Action));
    const needed = [...new Set(Object.values(sageMakerActions).flat())].map((action) => `sagemaker:${action}`);
    expect(allowed.sort()).toEqual([...needed, ...ec2Actions, 'cloudtrail:LookupEvents'].sort());
  });

  test('is made in one Region, and observes unless more is said', () => {
    const template = readTemplate('iac/member-account.yml');
    expect(Object.keys(stackOf(template, { ...everyMember, RoleRegion: 'us-east-1' }))).not.toContain('MemberRole');
    const observing = roleStatements(stackOf(template, { ...everyMember, Enforcement: 'dry-run' })).get('MemberRole') ?? [];
    expect(observing.flatMap(({ Action }) => listed(Action)).filter((action) => /:(Stop|AddTags|Delete)/.test(action))).toEqual([]);
  });

  test('is trusted with the external id only, and to the named roles', () => {
    const { MemberRole } = stackOf(readTemplate('iac/member-account.yml'), everyMember);
    expect(MemberRole).toHaveProperty('Properties.AssumeRolePolicyDocument.Statement', [
      expect.objectContaining({
        Condition: {
          StringEquals: { 'sts:ExternalId': everyMember.ExternalId },
          ArnEquals: { 'aws:PrincipalArn': everyMember.CentralRoles },
        },
      }),
    ]);
  });
});

/** What Lambda itself does in the function's name: its log, its queue, its failures. */
function needsOfLambda(stack: Record<string, Resource>, name: string, id: string): Need[] {
  const log = `arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/sagewarden-dev-${name}:log-stream:one`;
  const needs = ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({ action, resource: log }));
  for (const { Type, Properties } of Object.values(stack)) {
    if (Type === 'AWS::Lambda::EventSourceMapping' && JSON.stringify(Properties.FunctionName).includes(id)) {
      for (const action of ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'])
        needs.push({ action, resource: String(Properties.EventSourceArn) });
    }
    if (Type === 'AWS::Lambda::EventInvokeConfig' && JSON.stringify(Properties.FunctionName).includes(id)) {
      const { OnFailure } = Properties.DestinationConfig as { OnFailure: { Destination: string } };
      needs.push({ action: 'sqs:SendMessage', resource: OnFailure.Destination });
    }
  }
  return needs;
}

function environmentOf(stack: Record<string, Resource>, id: string): Record<string, string> {
  return (stack[id]?.Properties.Environment as { Variables: Record<string, string> } | undefined)?.Variables ?? {};
}

function statementsOf(stack: Record<string, Resource>, id: string): Statement[] {
  const role = String(stack[id]?.Properties.Role).split('/').at(-1) ?? '';
  return roleStatements(stack).get(role) ?? [];
}

function needsAllowed({ Effect, Action, Resource }: Statement): Need[] {
  expect(Effect).toBe('Allow');
  return listed(Action).flatMap((action) => listed(Resource).map((resource) => ({ action, resource })));
}

const covers = (allowed: Need, need: Need): boolean =>
  allowed.action === need.action &&
  new RegExp(
    `^${allowed.resource
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  ).test(need.resource);

const text = ({ action, resource }: Need): string => `${action} on ${resource}`;
