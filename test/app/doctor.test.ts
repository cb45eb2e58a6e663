import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { awsDeployment } from '../../src/adapters/deployment.ts';
import { dynamoLedger } from '../../src/adapters/ledger.ts';
import { snsPublisher, snsTopic } from '../../src/adapters/sns.ts';
import { snsMessage } from '../../src/alert/sns.ts';
import { type Check, exitCodeOf } from '../../src/app/doctor/check.ts';
import { logsSageMakerWrites } from '../../src/app/doctor/trail.ts';
import { type DoctorOptions, doctor } from '../../src/app/doctor.ts';
import { type Answers, type ControlPlane, type ControlPlaneOptions, start } from '../../stand-ins/control-plane.ts';
import { healthy, places } from '../../stand-ins/deployment.ts';

/** The real SDK and the real Slack client, over HTTP. */

let slack: Server;
let slackStatus = 400;
const posted: string[] = [];
const hook = () => `http://127.0.0.1:${(slack.address() as AddressInfo).port}/services/T0/B0/SECRET`;

beforeAll(async () => {
  slack = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    posted.push(body);
    response.writeHead(slackStatus).end(slackStatus === 400 ? 'no_text' : 'no_service');
  });
  await new Promise<void>((done) => slack.listen(0, '127.0.0.1', done));
});

afterAll(() => {
  slack.close();
});

const before = { ...process.env };
let plane: ControlPlane | undefined;
afterEach(() => {
  plane?.close();
  process.env = { ...before };
  slackStatus = 400;
  posted.length = 0;
});

async function ask(answers: Answers = {}, fail: ControlPlaneOptions['fail'] = undefined, options: Partial<DoctorOptions> = {}) {
  plane = await start({
    answers: { 'secretsmanager:GetSecretValue': () => ({ SecretString: JSON.stringify({ url: hook() }) }), ...healthy, ...answers },
    ...(fail && { fail }),
  });
  Object.assign(process.env, plane.env, { AWS_MAX_ATTEMPTS: '1' });
  return doctor(
    {
      stack: 'sagewarden-dev',
      stage: 'dev',
      accounts: ['111122223333', '444455556666'],
      policySha256: 'p',
      mode: 'dry-run',
      testAlert: false,
      ...options,
    },
    {
      deployment: await awsDeployment({ slack: { allowLoopback: true } }),
      clock: Date,
      ledger: (table) => dynamoLedger({ table, leaseSeconds: 45, ttlDays: 400, groupWindowSeconds: 3600 }),
      publisher: (topic) => snsPublisher(snsTopic(topic), (alert) => snsMessage(alert)),
    },
  );
}

const by = (checks: readonly Check[], id: string) => checks.find((check) => check.id === id);
const spoiled = (operation: string, change: (answer: never, input: Readonly<Record<string, unknown>>) => unknown): Answers => ({
  [operation]: (input) => {
    const answer = healthy[operation]?.(input);
    return answer === undefined ? undefined : change(structuredClone(answer) as never, input);
  },
});
const nothing = (operation: string): Answers => ({ [operation]: () => undefined });

describe('a deployment that is well', () => {
  test('gives yes to everything, and nothing was changed or told', async () => {
    const checks = await ask();
    expect(checks.filter(({ answer }) => answer !== 'yes')).toEqual([]);
    expect(checks.map(({ id }) => id)).toEqual([
      'trail',
      'functions',
      'rule',
      'central-bus',
      'enforcement',
      'trail-files',
      'schedules',
      'topic',
      'webhook',
      'queues',
      'ledger',
      'heartbeat',
      'member-roles',
    ]);
    expect(exitCodeOf(checks)).toBe(0);
    const asked = new Set(plane?.requests.map(({ operation }) => operation.split(':')[1]));
    for (const operation of asked) expect(operation).toMatch(/^(Get|List|Describe|AssumeRole)/);
    expect(posted).toEqual(['{}']);
  });

  test('may have no central bus, and read event history', async () => {
    const withoutBus = ({ EventBusName, ...input }: Readonly<Record<string, unknown>>) =>
      EventBusName ? undefined : healthy['events:ListRuleNamesByTarget']?.(input);
    const withoutBucket = spoiled('lambda:GetFunctionConfiguration', (f: { Environment: { Variables: object } }) => ({
      ...f,
      Environment: { Variables: { ...f.Environment.Variables, TRAIL_SOURCE: 'lookup:' } },
    }));
    const checks = await ask({ 'events:ListRuleNamesByTarget': withoutBus, ...withoutBucket });
    expect(checks.filter(({ answer }) => answer !== 'yes')).toEqual([]);
    expect(by(checks, 'central-bus')?.detail).toContain('no central bus');
    expect(plane?.requests.some(({ operation }) => operation === 's3:ListObjectsV2')).toBe(false);
  });

  test('may stop and tag where the policy says enforce', async () => {
    const asked = { mode: 'enforce' } as const;
    expect(by(await ask({}, undefined, asked), 'enforcement')).toMatchObject({
      answer: 'no',
      fix: 'npm run deploy -- --stage dev --region eu-west-1 --param=enforcement=enforce',
    });
    plane?.close();
    const granting = spoiled('lambda:GetFunctionConfiguration', (f: { Environment: { Variables: object } }) => ({
      ...f,
      Environment: { Variables: { ...f.Environment.Variables, ENFORCEMENT: 'enforce' } },
    }));
    expect(by(await ask(granting, undefined, asked), 'enforcement')?.answer).toBe('yes');
  });

  test('is told where alerts go, without an address or token in clear', async () => {
    const checks = await ask();
    expect(by(checks, 'topic')?.detail).toBe('email s…@example.com, sqs slack; not confirmed: https pager.example.com');
    expect(JSON.stringify(checks)).not.toMatch(/SECRET|s3cret|security@|secret-caller/);
  });

  test('takes the test alert, through its own topic', async () => {
    const checks = await ask({}, undefined, { testAlert: true });
    expect(by(checks, 'test-alert')).toMatchObject({
      answer: 'yes',
      detail: expect.stringMatching(/^test-alert:.*look for it in email s…@example.com, sqs slack$/),
    });
    const published = plane?.requests.find(({ operation }) => operation === 'sns:Publish')?.input;
    expect(published).toMatchObject({ TopicArn: places.topic, Subject: expect.stringMatching(/test: nothing happened/i) });
  });
});

describe('each no has its fix', () => {
  type Case = [id: string, name: string, answers: Answers, detail: RegExp, fix: RegExp];
  test.each<Case>([
    ['trail', 'no trail', { 'cloudtrail:DescribeTrails': () => ({ trailList: [] }) }, /no trail records eu-west-1/, /create-trail/],
    [
      'trail',
      'not logging',
      { 'cloudtrail:GetTrailStatus': () => ({ IsLogging: false }) },
      /management is not logging/,
      /start-logging --name arn:/,
    ],
    [
      'trail',
      'cannot deliver',
      { 'cloudtrail:GetTrailStatus': () => ({ IsLogging: true, LatestDeliveryError: 'AccessDenied' }) },
      /cannot deliver/,
      /bucket/,
    ],
    [
      'trail',
      'reads only',
      { 'cloudtrail:GetEventSelectors': () => ({ EventSelectors: [{ ReadWriteType: 'ReadOnly' }] }) },
      /leaves SageMaker/,
      /put-event-selectors/,
    ],
    [
      'functions',
      'nothing deployed',
      nothing('lambda:GetFunctionConfiguration'),
      /sagewarden-dev-monitor is not there/,
      /npm run deploy -- --stage dev --region eu-west-1/,
    ],
    [
      'functions',
      'without its topic',
      spoiled('lambda:GetFunctionConfiguration', (f: { Environment: unknown }) => ({
        ...f,
        Environment: { Variables: { LEDGER_TABLE: 't', TRAIL_SOURCE: 'lookup:', SLACK_WEBHOOK: places.secret } },
      })),
      /monitor has no ALERT_TOPIC_ARN/,
      /deploy/,
    ],
    [
      'functions',
      'failed update',
      spoiled('lambda:GetFunctionConfiguration', (f: object) => ({ ...f, LastUpdateStatus: 'Failed' })),
      /LastUpdateStatus Failed/,
      /deploy/,
    ],
    ['rule', 'no rule', { 'events:ListRuleNamesByTarget': () => ({ RuleNames: [] }) }, /no rule/, /deploy/],
    [
      'rule',
      'disabled',
      spoiled('events:DescribeRule', (rule: object) => ({ ...rule, State: 'DISABLED' })),
      /calls, tampering is disabled/,
      /enable-rule --name calls/,
    ],
    [
      'rule',
      'an older pattern',
      spoiled('events:DescribeRule', (rule: { Name: string; EventPattern?: string }) =>
        rule.EventPattern ? { ...rule, EventPattern: rule.EventPattern.replace('"CreateModel",', '') } : rule,
      ),
      /lacks CreateModel$/,
      /deploy/,
    ],
    [
      'rule',
      'without service events',
      spoiled('events:DescribeRule', (rule: { EventPattern?: string }) =>
        rule.EventPattern ? { ...rule, EventPattern: rule.EventPattern.replace(/,\s*"AWS Service Event via CloudTrail"/, '') } : rule,
      ),
      /lacks CreateAIBenchmarkJob, CreateAlgorithm, CreateApp and \d+ more/,
      /deploy/,
    ],
    [
      'rule',
      'without the log control',
      { 'events:ListRuleNamesByTarget': () => ({ RuleNames: ['calls'] }) },
      /no pattern has StopLogging/,
      /deploy/,
    ],
    [
      'rule',
      'a source that can be forged',
      spoiled('events:DescribeRule', (rule: { EventPattern?: string }) =>
        rule.EventPattern
          ? { ...rule, EventPattern: rule.EventPattern.replace('"aws.sagemaker"', '"aws.sagemaker", "test.sagemaker"') }
          : rule,
      ),
      /test\.sagemaker/,
      /deploy/,
    ],
    [
      'central-bus',
      'disabled',
      spoiled('events:DescribeRule', (rule: object, { EventBusName }) => (EventBusName ? { ...rule, State: 'DISABLED' } : rule)),
      /^calls, tampering is disabled/,
      /enable-rule --name calls --event-bus-name sagewarden-dev$/,
    ],
    [
      'central-bus',
      'without the log control',
      spoiled('events:ListRuleNamesByTarget', (names: object, { EventBusName }) => (EventBusName ? { RuleNames: ['calls'] } : names)),
      /no pattern has StopLogging/,
      /deploy/,
    ],
    [
      'central-bus',
      'no rule',
      spoiled('events:ListRuleNamesByTarget', (names: object, { EventBusName }) => (EventBusName ? { RuleNames: [] } : names)),
      /^no rule of the bus sagewarden-dev has the monitor as its target/,
      /deploy/,
    ],
    [
      'queues',
      'refuses the central bus',
      spoiled('sqs:GetQueueAttributes', (q: { Attributes: object }, { QueueUrl }) =>
        String(QueueUrl).endsWith('/events') ? { Attributes: { ...q.Attributes, Policy: '{}' } } : q,
      ),
      /the policy of events does not let events\.amazonaws\.com send/,
      /deploy/,
    ],
    [
      'trail-files',
      'a prefix that nothing has',
      { 's3:ListObjectsV2': () => ({ KeyCount: 0 }) },
      /nothing lies under s3:\/\/trail\/AWSLogs\//,
      /trailPrefix/,
    ],
    ['trail-files', 'no bucket', nothing('s3:ListObjectsV2'), /there is no bucket trail/, /trailBucket/],
    [
      'schedules',
      'disabled',
      spoiled('events:DescribeRule', (rule: { Name: string }) => (rule.Name === 'heartbeat' ? { ...rule, State: 'DISABLED' } : rule)),
      /heartbeat, which starts heartbeat, is disabled/,
      /enable-rule --name heartbeat/,
    ],
    [
      'topic',
      'nobody',
      { 'sns:ListSubscriptionsByTopic': () => ({ Subscriptions: [] }) },
      /nobody is subscribed/,
      /aws sns subscribe --topic-arn/,
    ],
    [
      'topic',
      'nobody confirmed',
      {
        'sns:ListSubscriptionsByTopic': () => ({
          Subscriptions: [{ Protocol: 'email', Endpoint: 'a@b.c', SubscriptionArn: 'PendingConfirmation' }],
        }),
      },
      /no subscription is confirmed: email a…@b\.c/,
      /follow the link/,
    ],
    ['topic', 'gone', nothing('sns:ListSubscriptionsByTopic'), /is not there/, /deploy/],
    ['webhook', 'no secret', nothing('secretsmanager:GetSecretValue'), /no webhook address in arn:/, /put the URL/],
    [
      'webhook',
      'no address in it',
      { 'secretsmanager:GetSecretValue': () => ({ SecretString: 'hunter2' }) },
      /holds no address/,
      /new webhook/,
    ],
    [
      'queues',
      'gone',
      spoiled('sqs:GetQueueUrl', (url: object, { QueueName }) => (QueueName === 'dead' ? undefined : url)),
      /dead is not there/,
      /deploy/,
    ],
    [
      'queues',
      'refuses SNS',
      spoiled('sqs:GetQueueAttributes', (q: { Attributes: object }, { QueueUrl }) =>
        String(QueueUrl).endsWith('/slack')
          ? {
              Attributes: {
                ...q.Attributes,
                Policy: JSON.stringify({ Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sqs:SendMessage' }] }),
              },
            }
          : q,
      ),
      /the policy of slack does not let sns\.amazonaws\.com send/,
      /deploy/,
    ],
    [
      'queues',
      'dead letters',
      spoiled('sqs:GetQueueAttributes', (q: { Attributes: object }, { QueueUrl }) =>
        String(QueueUrl).endsWith('slack-dead') ? { Attributes: { ...q.Attributes, ApproximateNumberOfMessages: '3' } } : q,
      ),
      /3 messages wait in slack-dead/,
      /start-message-move-task --source-arn arn:aws:sqs.*slack-dead/,
    ],
    [
      'queues',
      'not read',
      spoiled('lambda:ListEventSourceMappings', (m: { EventSourceMappings: object[] }) => ({
        EventSourceMappings: m.EventSourceMappings.map((each) => ({ ...each, State: 'Disabled' })),
      })),
      /monitor does not read events/,
      /deploy/,
    ],
    [
      'queues',
      'a rule without dead letters',
      spoiled('events:ListTargetsByRule', (t: { Targets: object[] }) => ({
        Targets: t.Targets.map((each) => ({ ...each, DeadLetterConfig: undefined })),
      })),
      /has no dead-letter queue/,
      /deploy/,
    ],
    ['ledger', 'gone', nothing('dynamodb:DescribeTable'), /is not there/, /deploy/],
    [
      'ledger',
      'for ever',
      { 'dynamodb:DescribeTimeToLive': () => ({ TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } }) },
      /DISABLED/,
      /deploy/,
    ],
    [
      'heartbeat',
      'never',
      { 'dynamodb:GetItem': () => ({}) },
      /no heartbeat was ever sent/,
      /aws logs tail \/aws\/lambda\/sagewarden-dev-heartbeat/,
    ],
    [
      'heartbeat',
      'silent',
      { 'dynamodb:GetItem': () => ({ Item: { sentAt: { S: new Date(Date.now() - 26 * 3_600_000).toISOString() } } }) },
      /one is due every 24 hours/,
      /logs tail/,
    ],
    [
      'member-roles',
      'none',
      spoiled('lambda:GetFunctionConfiguration', (f: { Environment: { Variables: object } }) => ({
        ...f,
        Environment: { Variables: { ...f.Environment.Variables, MEMBER_ROLE_NAME: undefined } },
      })),
      /no role to take/,
      /memberRoleName/,
    ],
  ])('%s: %s', async (id, _, answers, detail, fix) => {
    const checks = await ask(answers);
    const check = by(checks, id);
    expect([check?.answer, check?.detail, check?.fix]).toEqual(['no', expect.stringMatching(detail), expect.stringMatching(fix)]);
    expect(check?.fix).not.toContain('\n');
    expect(exitCodeOf(checks)).toBe(1);
  });

  test.each([403, 404, 410])('webhook: Slack answers %i', async (status) => {
    slackStatus = status;
    expect(by(await ask(), 'webhook')).toMatchObject({ answer: 'no', detail: `Slack does not take it: ${status} no_service` });
  });

  test('test-alert: nobody gets it', async () => {
    const checks = await ask({ 'sns:ListSubscriptionsByTopic': () => ({ Subscriptions: [] }) }, undefined, { testAlert: true });
    expect(by(checks, 'test-alert')).toMatchObject({ answer: 'no', detail: expect.stringContaining('reaches nobody') });
  });
});

describe('what cannot be asked is unknown, never a yes', () => {
  test.each([
    ['cloudtrail:DescribeTrails', 'trail', 'cloudtrail:DescribeTrails'],
    ['lambda:GetFunctionConfiguration', 'functions', 'lambda:GetFunctionConfiguration'],
    ['events:DescribeRule', 'rule', 'events:DescribeRule'],
    ['sns:ListSubscriptionsByTopic', 'topic', 'sns:ListSubscriptionsByTopic'],
    ['secretsmanager:GetSecretValue', 'webhook', 'secretsmanager:GetSecretValue'],
    ['s3:ListObjectsV2', 'trail-files', 's3:ListBucket'],
    ['sqs:GetQueueAttributes', 'queues', 'sqs:GetQueueAttributes'],
    ['dynamodb:DescribeTimeToLive', 'ledger', 'dynamodb:DescribeTimeToLive'],
  ])('%s denied: the permission is named', async (operation, id, action) => {
    const code = { sns: 'AuthorizationError', s3: 'AccessDenied' }[operation.split(':')[0] ?? ''] ?? 'AccessDeniedException';
    const checks = await ask({}, (asked) => (asked === operation ? { status: 403, code } : undefined));
    expect(by(checks, id)).toMatchObject({
      answer: 'unknown',
      detail: `${action} was denied`,
      fix: expect.stringContaining(`allow ${action}`),
    });
    expect([1, 3]).toContain(exitCodeOf(checks));
    expect(JSON.stringify(checks)).not.toContain('secret-caller');
  });

  test('a trail that does not answer for itself, and another that is well: that is enough', async () => {
    const answers = spoiled('cloudtrail:DescribeTrails', (found: { trailList: object[] }) => ({
      trailList: [
        {
          Name: 'organisation',
          TrailARN: 'arn:aws:cloudtrail:eu-west-1:999999999999:trail/o',
          HomeRegion: 'eu-west-1',
          IsMultiRegionTrail: true,
        },
        ...found.trailList,
      ],
    }));
    const refuse: ControlPlaneOptions['fail'] = (operation, { Name }) =>
      operation === 'cloudtrail:GetTrailStatus' && String(Name).includes('999999999999')
        ? { status: 400, code: 'AccessDeniedException' }
        : undefined;
    expect(by(await ask(answers, refuse), 'trail')?.answer).toBe('yes');
    plane?.close();
    const bothBad = { ...answers, 'cloudtrail:GetEventSelectors': () => ({ EventSelectors: [{ ReadWriteType: 'ReadOnly' }] }) };
    expect(by(await ask(bothBad, refuse), 'trail')).toMatchObject({
      answer: 'unknown',
      fix: 'ask again as the account that owns the trail',
    });
  });

  test('a role that trusts the functions only', async () => {
    const checks = await ask({}, (asked) => (asked === 'sts:AssumeRole' ? { status: 403, code: 'AccessDenied' } : undefined));
    expect(by(checks, 'member-roles')).toMatchObject({ answer: 'unknown', detail: expect.stringContaining('444455556666 (refused)') });
    expect(exitCodeOf(checks)).toBe(3);
  });

  test('Slack that does not answer', async () => {
    slackStatus = 503;
    expect(by(await ask(), 'webhook')?.answer).toBe('unknown');
  });

  test('connections that break', async () => {
    const checks = await ask({}, (asked) => (asked.startsWith('events:') ? 'reset' : undefined));
    expect(by(checks, 'rule')).toMatchObject({ answer: 'unknown', detail: expect.stringMatching(/^events:ListRuleNamesByTarget: /) });
  });
});

describe('event selectors', () => {
  const management = { Field: 'eventCategory', Equals: ['Management'] };
  const advanced = (...fields: object[]) => ({ AdvancedEventSelectors: [{ FieldSelectors: fields }] });
  test.each<[string, unknown, boolean | undefined]>([
    ['all', { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] }, true],
    [
      'writes',
      {
        EventSelectors: [
          { ReadWriteType: 'WriteOnly', IncludeManagementEvents: true, ExcludeManagementEventSources: ['kms.amazonaws.com'] },
        ],
      },
      true,
    ],
    ['data events only', { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: false }] }, false],
    ['one of two', { EventSelectors: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }, { ReadWriteType: 'All' }] }, true],
    ['advanced', advanced(management), true],
    ['advanced, writes', advanced(management, { Field: 'readOnly', Equals: ['false'] }), true],
    ['advanced, reads', advanced(management, { Field: 'readOnly', Equals: ['true'] }), false],
    ['advanced, without KMS', advanced(management, { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }), true],
    ['advanced, without SageMaker', advanced(management, { Field: 'eventSource', NotEquals: ['sagemaker.amazonaws.com'] }), false],
    ['advanced, another source only', advanced(management, { Field: 'eventSource', Equals: ['s3.amazonaws.com'] }), false],
    ['advanced, by name', advanced(management, { Field: 'eventName', NotStartsWith: ['Create'] }), undefined],
    ['advanced, data events', advanced({ Field: 'eventCategory', Equals: ['Data'] }), false],
    ['nothing', {}, undefined],
  ])('%s', (_, answer, expected) => {
    expect(logsSageMakerWrites(answer)).toBe(expected);
  });
});
