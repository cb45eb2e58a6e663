import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test, vi } from 'vitest';
import { seed } from '../../scripts/local/seed.ts';
import { fromItem } from '../../src/adapters/ledger/attributes.ts';
import { readAlert } from '../../src/alert/read.ts';
import { slackMessage } from '../../src/alert/slack.ts';
import type { LedgerEntry } from '../../src/app/ports.ts';
import type { Alert } from '../../src/core/alert.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { recordsIn } from '../../src/core/record.ts';
import { type SageMakerStandIn, start as startSageMaker } from '../../stand-ins/sagemaker.ts';
import { type SlackStandIn, start as startSlack } from '../../stand-ins/slack.ts';
import { clientOptions, type Deployed, deploy, logOf } from './deployed.ts';
import { entry, record } from './events.ts';
import { account, type Ministack, region, startMinistack } from './ministack.ts';

const folder = mkdtempSync(join(tmpdir(), 'sagewarden-e2e-'));
let sageMaker: SageMakerStandIn;
let slack: SlackStandIn;
let ministack: Ministack | undefined;
let deployed: Deployed;
let clients: ReturnType<typeof clientsFor>;
let inbox: string;
const told: Alert[] = [];

beforeAll(async () => {
  [sageMaker, slack] = await Promise.all([startSageMaker({ homeAccount: account }), startSlack()]);
  ministack = await startMinistack(folder, { AWS_ENDPOINT_URL_SAGEMAKER: sageMaker.url });
  clients = clientsFor(ministack);
  const { ARN: secret = '' } = await clients.secrets.send(
    new CreateSecretCommand({ Name: 'sagewarden/slack', SecretString: slack.webhook }),
  );
  deployed = await deploy(folder, ministack.environment, secret);
  inbox = await subscribe(deployed.alertTopic);
});

afterAll(async () => {
  await ministack?.close();
  await Promise.all([sageMaker?.close(), slack?.close()]);
  rmSync(folder, { recursive: true, force: true });
});

const clientsFor = ({ environment }: Ministack) => ({
  events: new EventBridgeClient(clientOptions(environment)),
  dynamoDb: new DynamoDBClient(clientOptions(environment)),
  lambda: new LambdaClient(clientOptions(environment)),
  secrets: new SecretsManagerClient(clientOptions(environment)),
  sns: new SNSClient(clientOptions(environment)),
  sqs: new SQSClient(clientOptions(environment)),
});

/** Somebody's own queue on the alert topic. */
async function subscribe(topic: string): Promise<string> {
  const arn = `arn:aws:sqs:${region}:${account}:inbox`;
  const statement = { Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: arn };
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ ...statement, Condition: { ArnEquals: { 'aws:SourceArn': topic } } }],
  });
  const { QueueUrl = '' } = await clients.sqs.send(new CreateQueueCommand({ QueueName: 'inbox', Attributes: { Policy } }));
  await clients.sns.send(
    new SubscribeCommand({ TopicArn: topic, Protocol: 'sqs', Endpoint: arn, Attributes: { RawMessageDelivery: 'true' } }),
  );
  return QueueUrl;
}

async function put(...entries: PutEventsRequestEntry[]): Promise<void> {
  const { FailedEntryCount } = await clients.events.send(new PutEventsCommand({ Entries: entries }));
  expect(FailedEntryCount).toBe(0);
}

async function receive(queue: string): Promise<readonly Message[]> {
  const { Messages = [] } = await clients.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
  );
  for (const { ReceiptHandle } of Messages) await clients.sqs.send(new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle }));
  return Messages;
}

async function hearAlerts(): Promise<void> {
  for (let messages = await receive(inbox); messages.length > 0; messages = await receive(inbox)) {
    for (const { MessageAttributes } of messages) {
      const alert = readAlert(MessageAttributes?.alert?.StringValue ?? '');
      if ('problems' in alert) throw new Error(`no alert: ${alert.problems.join('; ')}`);
      told.push(alert);
    }
  }
}

async function rows(): Promise<readonly LedgerEntry[]> {
  const { Items = [], LastEvaluatedKey } = await clients.dynamoDb.send(
    new ScanCommand({ TableName: deployed.table, ConsistentRead: true }),
  );
  expect(LastEvaluatedKey).toBeUndefined();
  return Items.map((item) => fromItem(item)).filter(({ sk, pk }) => sk === 'change' && String(pk).startsWith('change#')) as never;
}

/** What one event led to, wherever one can see it. */
async function traces({ eventID }: { readonly eventID: string }) {
  await hearAlerts();
  return {
    rows: (await rows()).filter(({ eventId }) => eventId === eventID),
    alerts: told.filter((alert) => eventOf(alert) === eventID),
    posts: slack.posts.filter((post) => JSON.stringify(post).includes(eventID)),
  };
}

function eventOf(alert: Alert): string | undefined {
  if (alert.kind === 'trail-tampering') return alert.control.eventId;
  return alert.kind === 'change' ? alert.eventId : undefined;
}

const countsOf = async (event: { readonly eventID: string }) => {
  const { rows: found, alerts, posts } = await traces(event);
  return { rows: found.length, alerts: alerts.length, posts: posts.length };
};

/** The job is there, as it would be in the account. */
function create(event: JsonObject): void {
  for (const parsed of recordsIn(event)) seed(parsed, sageMaker);
}

/** As EventBridge does it on AWS: Lambda tries again, and gives up to a queue. Ministack's EventBridge hands over once. */
async function invoke(detail: JsonObject): Promise<void> {
  const Payload = JSON.stringify({ source: 'aws.sagemaker', 'detail-type': 'AWS API Call via CloudTrail', detail });
  await clients.lambda.send(new InvokeCommand({ FunctionName: 'sagewarden-test-monitor', InvocationType: 'Event', Payload }));
}

/** Whoever is first is still at it when the others come. */
function slowly(job: string): void {
  sageMaker.fail = ({ operation, input }) =>
    operation === 'DescribeTrainingJob' && input.TrainingJobName === job ? { delay: 2_000 } : undefined;
}

const stops = () => sageMaker.calls.filter(({ operation }) => operation.startsWith('Stop'));
const stopsOf = (job: string) => stops().filter(({ input }) => input.TrainingJobName === job);

/** What a function wrote. */
async function log(name: 'monitor' | 'slack'): Promise<string> {
  return ministack ? logOf(name, folder, ministack.environment) : '';
}

/** Of an event, how often the monitor was called while it was at it already, and how often it was done already. */
async function duplicates({ eventID }: { readonly eventID: string }) {
  const text = await log('monitor');
  const busy = text.split('\n').filter((line) => line.includes('"message":"somebody else is at it"') && line.includes(eventID)).length;
  // By the metrics, which are of all events.
  return { busy, all: text.split('"Duplicates":1').length - 1 };
}

beforeEach(() => {
  onTestFailed(async () => {
    console.error(`${await log('monitor')}\n${await log('slack')}\n${ministack?.log().split('\n').slice(-40).join('\n')}`);
  });
});

const eventually = (check: () => Promise<void>, interval = 500) => vi.waitFor(check, { timeout: 60_000, interval });
const one = { rows: 1, alerts: 1, posts: 1 };
const silent = { rows: 1, alerts: 0, posts: 0 };

const outside = record('training-job/no-vpc-config.json', { job: 'outside' });
const tenTimes = record('training-job/no-vpc-config.json', { job: 'ten-times', role: 'TenTimes' });
const triedAgain = record('training-job/no-vpc-config.json', { job: 'tried-again', role: 'TriedAgain' });
const forwarded = record('training-job/no-vpc-config.json', { job: 'forwarded', role: 'Forwarded' });
const otherSource = record('training-job/no-vpc-config.json', { job: 'other-source', role: 'OtherSource' });
const omitted = record('training-job/request-parameters-omitted.json', { role: 'Omitted' });
const exempted = record('training-job/no-vpc-config.json', { job: 'exempt-job', role: 'Exempted' });
const within = record('training-job/isolated-in-vpc.json', { job: 'within', role: 'Within' });
const duplicateName = record('training-job/duplicate-name.json', { job: 'duplicate-name', role: 'DuplicateName' });
const unreadable = record('unreadable/no-event-time.json');
const tampering = record('trail/stop-logging.json');

test('a job outside the boundary: one row, one message, one post, one stop', async () => {
  create(outside);
  await put(entry(outside));
  await eventually(async () => expect(await countsOf(outside)).toEqual(one));

  const { rows: found, alerts, posts } = await traces(outside);
  const done = expect.stringMatching(/^\d{4}-.*Z$/);
  expect(found[0]).toMatchObject({
    account,
    region,
    eventName: 'CreateTrainingJob',
    resourceName: 'outside',
    class: 'non-compliant',
    rules: ['vpc-required'],
    steps: { judged: done, stopped: done, published: done },
    actions: [{ action: 'stop', outcome: 'done' }],
    grouped: false,
    doneAt: done,
  });
  expect(alerts[0]).toMatchObject({ kind: 'change', verdict: 'NON_COMPLIANT', actions: [{ action: 'stop', outcome: 'done' }] });
  expect(posts).toEqual([JSON.parse(JSON.stringify(slackMessage(alerts[0] as Alert)))]);
  const texts = JSON.stringify(posts[0]);
  for (const text of ['TrainingJob outside is outside the boundary', 'Stopped TrainingJob', 'ana.silva@example.com', 'vpc-required'])
    expect(texts).toContain(text);
  expect(stopsOf('outside')).toMatchObject([{ operation: 'StopTrainingJob', input: { TrainingJobName: 'outside' }, account, region }]);
  expect(sageMaker.resources.find(({ name }) => name === 'outside')).toMatchObject({ stops: 1 });
});

test('a record that does not say is described first', async () => {
  // As Describe has it, without a VpcConfig.
  sageMaker.create({ type: 'TrainingJob', name: 'defects-omitted', createdAt: Date.now() });
  await put(entry(omitted));
  await eventually(async () => expect(await countsOf(omitted)).toEqual(one));
  const [row] = (await traces(omitted)).rows;
  const done = expect.any(String);
  expect(row).toMatchObject({
    class: 'non-compliant',
    steps: { described: done, judged: done, stopped: done, published: done },
    doneAt: done,
  });
  expect(stopsOf('defects-omitted')).toHaveLength(1);
});

test('ten times the same event at once: still one of each', async () => {
  create(tenTimes);
  slowly('ten-times');
  await Promise.all(Array.from({ length: 10 }, () => put(entry(tenTimes))));
  await eventually(async () => expect(await duplicates(tenTimes)).toEqual({ busy: expect.any(Number), all: 9 }), 2_000);
  await eventually(async () => expect(await countsOf(tenTimes)).toEqual(one));

  expect((await duplicates(tenTimes)).busy).toBeGreaterThan(0);
  expect(stopsOf('ten-times')).toHaveLength(1);
  expect((await traces(tenTimes)).rows[0]).toMatchObject({ doneAt: expect.any(String), actions: [{ action: 'stop', outcome: 'done' }] });
});

test('ten times at once, and tried again: the other nine find it done, and none is given up', async () => {
  create(triedAgain);
  slowly('tried-again');
  const before = (await duplicates(triedAgain)).all;
  await Promise.all(Array.from({ length: 10 }, () => invoke(triedAgain)));
  await eventually(async () => {
    const { busy, all } = await duplicates(triedAgain);
    expect(all - before - busy).toBe(9);
  }, 2_000);
  await eventually(async () => expect(await countsOf(triedAgain)).toEqual(one));

  expect((await duplicates(triedAgain)).busy).toBeGreaterThan(0);
  expect(stopsOf('tried-again')).toHaveLength(1);
  expect(await receive(deployed.failuresQueue)).toEqual([]);
});

test('one that complies, one that is exempted, and one that failed are in the ledger and nowhere else', async () => {
  for (const event of [within, exempted]) create(event);
  // The namesake that made it fail is somebody else's, and innocent.
  sageMaker.create({ type: 'TrainingJob', name: 'duplicate-name', createdAt: Date.now() - 3_600_000 });
  await put(entry(within), entry(exempted), entry(duplicateName));
  await eventually(async () => {
    for (const event of [within, exempted, duplicateName]) expect(await countsOf(event)).toEqual(silent);
  });
  const classes = await Promise.all([within, exempted, duplicateName].map(async (event) => (await traces(event)).rows[0]?.class));
  expect(classes).toEqual(['compliant', 'exempt', 'failed-attempt']);
});

test('what another account forwards comes by the queue, and is the same', async () => {
  create(forwarded);
  await clients.sqs.send(
    new SendMessageCommand({
      QueueUrl: deployed.eventsQueue,
      MessageBody: JSON.stringify({ source: 'aws.sagemaker', 'detail-type': 'AWS API Call via CloudTrail', detail: forwarded }),
    }),
  );
  await eventually(async () => expect(await countsOf(forwarded)).toEqual(one));
  expect(stopsOf('forwarded')).toHaveLength(1);
});

test('a trail that is stopped is told of by the other rule', async () => {
  await put(entry(tampering, 'test.cloudtrail'));
  await eventually(async () => expect(await countsOf(tampering)).toEqual(one));
  expect((await traces(tampering)).alerts[0]).toMatchObject({ kind: 'trail-tampering' });
});

test('what cannot be read is kept, once Lambda gave up, with what went wrong', async () => {
  await invoke(unreadable);
  const kept: Message[] = [];
  await eventually(async () => {
    kept.push(...(await receive(deployed.failuresQueue)));
    expect(kept).toHaveLength(1);
  });
  expect(JSON.parse(kept[0]?.Body ?? '')).toMatchObject({
    requestPayload: { detail: { eventID: unreadable.eventID } },
    responsePayload: { errorMessage: expect.stringContaining('unreadable event') },
  });
});

test('an event of a source that is not in the rule reaches nothing, and nothing came twice afterwards', async () => {
  create(otherSource);
  await put(entry(otherSource, 'other.sagemaker'), entry({ ...otherSource, eventName: 'CreateModelCard' }));
  await wait(5_000);
  expect(await countsOf(otherSource)).toEqual({ rows: 0, alerts: 0, posts: 0 });

  for (const event of [outside, omitted, tenTimes, triedAgain, forwarded, tampering]) expect(await countsOf(event)).toEqual(one);
  for (const event of [within, exempted, duplicateName]) expect(await countsOf(event)).toEqual(silent);
  expect(await rows()).toHaveLength(9);
  expect(told).toHaveLength(6);
  expect(slack.posts).toHaveLength(6);
  expect(slack.refusals).toEqual([]);
  expect(stops().map(({ input }) => input.TrainingJobName)).toEqual([
    'outside',
    'defects-omitted',
    'ten-times',
    'tried-again',
    'forwarded',
  ]);
  expect(await receive(deployed.failuresQueue)).toEqual([]);
});
