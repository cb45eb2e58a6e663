import { eventPatternJson, tamperingPatternJson } from '../scripts/docs-pattern.ts';
import type { Answers } from './control-plane.ts';

/** A deployment that is well, as the control plane describes it: stage dev, account 111122223333, eu-west-1. Tests spoil a copy. */

const account = '111122223333';
const arn = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:${account}:${rest}`;
const queue = (name: string) => arn('sqs', name);

export const places = {
  topic: arn('sns', 'sagewarden-alerts'),
  table: 'sagewarden-dev-Ledger',
  secret: arn('secretsmanager', 'secret:sagewarden/slack-AbCdEf'),
  trail: arn('cloudtrail', 'trail/management'),
} as const;

const telling = { STAGE: 'dev', ALERT_TOPIC_ARN: places.topic };

const environments: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  monitor: {
    ...telling,
    LEDGER_TABLE: places.table,
    MEMBER_ROLE_NAME: 'sagewarden-member',
    MEMBER_EXTERNAL_ID: 'ours',
    ENFORCEMENT: 'dry-run',
  },
  reconcile: { ...telling, LEDGER_TABLE: places.table, TRAIL_SOURCE: 's3://trail/AWSLogs/' },
  heartbeat: { ...telling, LEDGER_TABLE: places.table, HEARTBEAT_HOURS: '24' },
  slack: { ...telling, SLACK_WEBHOOK: places.secret },
};

const sources: Readonly<Record<string, string>> = { monitor: queue('events'), slack: queue('slack') };

const functionOf = ({ FunctionName }: Readonly<Record<string, unknown>>) => String(FunctionName).replace('sagewarden-dev-', '');

const schedule = { State: 'ENABLED', ScheduleExpression: 'rate(1 hour)' };
const rules: Readonly<Record<string, object>> = {
  calls: { State: 'ENABLED', EventPattern: eventPatternJson() },
  tampering: { State: 'ENABLED', EventPattern: tamperingPatternJson() },
  reconcile: schedule,
  heartbeat: schedule,
};

/** The central bus has the same rules, with the queue as their target. */
const rulesOf = (target: string) =>
  /monitor$|:events$/.test(target) ? ['calls', 'tampering'] : [target.slice(target.lastIndexOf('-') + 1)];

const lets = (service: string) =>
  JSON.stringify({
    Statement: [
      { Effect: 'Deny', Principal: '*', Action: 'sqs:SendMessage' },
      { Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sqs:SendMessage' },
    ],
  });

const queues: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  events: { Policy: lets('events'), RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queue('dead'), maxReceiveCount: 8 }) },
  slack: { Policy: lets('sns'), RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queue('slack-dead'), maxReceiveCount: 40 }) },
  dead: { Policy: lets('events') },
  'slack-dead': {},
  failures: {},
};

export const healthy: Answers = {
  'sts:GetCallerIdentity': () => ({ Account: account, Arn: `arn:aws:sts::${account}:assumed-role/Admin/secret-caller`, UserId: 'A' }),
  'sts:AssumeRole': () => ({
    Credentials: { AccessKeyId: 'ASIA444455556666', SecretAccessKey: 's', SessionToken: 't', Expiration: '2099-01-01T00:00:00Z' },
  }),
  'lambda:GetFunctionConfiguration': (input) => {
    const Variables = environments[functionOf(input)];
    return Variables && { FunctionArn: arn('lambda', `function:${input.FunctionName}`), State: 'Active', Environment: { Variables } };
  },
  'lambda:GetFunctionEventInvokeConfig': (input) =>
    functionOf(input) === 'slack' ? undefined : { DestinationConfig: { OnFailure: { Destination: queue('failures') } } },
  'lambda:ListEventSourceMappings': (input) => {
    const source = sources[functionOf(input)];
    return { EventSourceMappings: source ? [{ EventSourceArn: source, State: 'Enabled' }] : [] };
  },
  'events:ListRuleNamesByTarget': ({ TargetArn }) => ({ RuleNames: rulesOf(String(TargetArn)) }),
  'events:DescribeRule': ({ Name }) => rules[String(Name)] && { Name, ...rules[String(Name)] },
  'events:ListTargetsByRule': ({ Rule }) => ({
    Targets: [
      ...['monitor', 'reconcile', 'heartbeat'].map((name) => ({ Id: name, Arn: arn('lambda', `function:sagewarden-dev-${name}`) })),
      { Id: 'events', Arn: queue('events') },
    ].map((target) => ({
      ...target,
      ...(Rule === 'calls' || Rule === 'tampering' ? { DeadLetterConfig: { Arn: queue('dead') } } : {}),
    })),
  }),
  's3:ListObjectsV2': () => ({ KeyCount: 1, Contents: { Key: 'AWSLogs/' } }),
  'cloudtrail:DescribeTrails': () => ({
    trailList: [
      { Name: 'elsewhere', TrailARN: `${places.trail}-us`, HomeRegion: 'us-east-1', IsMultiRegionTrail: false },
      { Name: 'management', TrailARN: places.trail, HomeRegion: 'us-east-1', IsMultiRegionTrail: true },
    ],
  }),
  'cloudtrail:GetTrailStatus': () => ({ IsLogging: true }),
  'cloudtrail:GetEventSelectors': () => ({ EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] }),
  'sns:ListSubscriptionsByTopic': () => ({
    Subscriptions: [
      { Protocol: 'email', Endpoint: 'security@example.com', SubscriptionArn: `${places.topic}:1` },
      { Protocol: 'sqs', Endpoint: queue('slack'), SubscriptionArn: `${places.topic}:2` },
      { Protocol: 'https', Endpoint: 'https://pager.example.com/in/s3cret-token', SubscriptionArn: 'PendingConfirmation' },
    ],
  }),
  'sns:Publish': () => ({ MessageId: '00000000-0000-4000-8000-000000000001' }),
  'sqs:GetQueueUrl': ({ QueueName }) =>
    queues[String(QueueName)] && { QueueUrl: `https://sqs.eu-west-1.amazonaws.com/${account}/${QueueName}` },
  'sqs:GetQueueAttributes': ({ QueueUrl }) => ({
    Attributes: {
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
      ...queues[String(QueueUrl).slice(String(QueueUrl).lastIndexOf('/') + 1)],
    },
  }),
  'dynamodb:DescribeTable': () => ({ Table: { TableStatus: 'ACTIVE' } }),
  'dynamodb:DescribeTimeToLive': () => ({ TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' } }),
  'dynamodb:GetItem': () => ({
    Item: { pk: { S: 'heartbeat' }, sk: { S: 'last' }, sentAt: { S: new Date(Date.now() - 3_600_000).toISOString() } },
  }),
};
