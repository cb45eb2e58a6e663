import { fork } from 'node:child_process';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { type StoredObject, start as startS3 } from '../../stand-ins/s3.ts';
import { start as startSageMaker } from '../../stand-ins/sagemaker.ts';
import { start as startSecrets } from '../../stand-ins/secrets.ts';
import { start as startSlack } from '../../stand-ins/slack.ts';
import { start as startSns } from '../../stand-ins/sns.ts';
import { start as startSts } from '../../stand-ins/sts.ts';
import { Chance } from './chance.ts';
import { VirtualClock } from './clock.ts';
import { Calls } from './instance.ts';
import { LambdaFunction } from './lambda.ts';
import { accounts, home, type Population, policyOf } from './population.ts';
import { type Message, Queue, serveQueue } from './queue.ts';
import { bundles, type Variant } from './variants.ts';
import { Wire } from './wire.ts';

const start = Date.parse('2026-08-01T12:00:00Z');
const secret = `arn:aws:secretsmanager:eu-west-1:${home}:secret:slack-AbCdEf`;
const externalId = 'external';
const table = 'ledger';

async function startLedger() {
  const server = fork(new URL('./ledger-server.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
  const [url] = (await once(server, 'message')) as [string];
  return { url, close: async () => server.disconnect() };
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** The deployment: functions as they are bundled, with the settings of serverless.yml, and everything they reach behind one wire. */
export async function openStage(seed: string, size: number, variant?: Variant) {
  const [clock, calls, chance] = [new VirtualClock(start), new Calls(), new Chance(seed)];
  const world = { clock, calls, chance };
  const wire = new Wire(world);
  const objects = new Map<string, StoredObject>();
  const roles = accounts.map((account) => ({ arn: `arn:aws:iam::${account}:role/member`, externalId }));
  const [dynamoDb, sageMaker, sns, slack, sts] = await Promise.all([
    startLedger(),
    startSageMaker({ homeAccount: home, now: clock.now }),
    startSns(),
    startSlack(),
    startSts({ roles, homeAccount: home, now: clock.now }),
  ]);
  const slackUrl = await wire.relay('slack', slack.url);
  const secrets = await startSecrets({ [secret]: slack.webhook.replace(slack.url, slackUrl) });
  const sqs = await serveQueue(() => events);
  const closing: { close(): Promise<void> }[] = [dynamoDb, sageMaker, sns, slack, sts, secrets, sqs];
  const names = ['monitor', 'heartbeat', 'slack', 'reconcile'] as const;
  const made = await bundles(names, policyOf(size), variant);
  const queueUrl = await wire.relay('sqs', sqs.url);
  const env = {
    PATH: '',
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIALOCAL',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_ENDPOINT_URL_DYNAMODB: await wire.relay('dynamodb', dynamoDb.url),
    AWS_ENDPOINT_URL_SAGEMAKER: await wire.relay('sagemaker', sageMaker.url),
    AWS_ENDPOINT_URL_SNS: await wire.relay('sns', sns.url),
    AWS_ENDPOINT_URL_SQS: queueUrl,
    AWS_ENDPOINT_URL_STS: await wire.relay('sts', sts.url),
    AWS_ENDPOINT_URL_SECRETS_MANAGER: await wire.relay('secretsmanager', secrets.url),
    STAGE: 'test',
    LEDGER_TABLE: table,
    ALERT_TOPIC_ARN: `arn:aws:sns:eu-west-1:${home}:alerts`,
    // The SDK sends to the host of the queue's URL.
    DEFER_QUEUE_URL: `${queueUrl}/${home}/events`,
    MEMBER_ROLE_NAME: 'member',
    MEMBER_EXTERNAL_ID: externalId,
    SLACK_WEBHOOK: secret,
    TRAIL_SOURCE: 's3://trail-bucket/AWSLogs/',
  };
  const lambda = (name: (typeof names)[number], concurrency: number, timeout: number, more: Readonly<Record<string, string>> = {}) =>
    new LambdaFunction({ name, files: made.get(name) ?? new Map(), env: { ...env, ...more }, concurrency, timeout }, world);
  const [monitor, slackFunction, heartbeat] = [lambda('monitor', 40, 30), lambda('slack', 5, 30), lambda('heartbeat', 1, 120)];
  const events = new Queue({ batchSize: 5, visibility: 180, maxReceives: 8, pollers: 5, taskOf }, clock, monitor);
  const posts = new Queue({ batchSize: 10, visibility: 180, maxReceives: 40, pollers: 5, taskOf: alertOf }, clock, slackFunction);

  return {
    start,
    clock,
    chance,
    wire,
    sageMaker,
    sns,
    slack,
    events,
    posts,
    functions: { monitor, slack: slackFunction, heartbeat },
    /** Reconcile over a trail that has these events. */
    async reconcileOver(population: Population): Promise<LambdaFunction> {
      for (const [key, stored] of trailOf(population)) objects.set(key, stored);
      const s3 = await startS3({ objects });
      closing.push(s3);
      return lambda('reconcile', 1, 600, { AWS_ENDPOINT_URL_S3: await wire.relay('s3', s3.url) });
    },
    async close() {
      for (const each of [monitor, slackFunction, heartbeat]) each.dispose();
      wire.close();
      await Promise.all(closing.map((each) => each.close()));
    },
  };
}

function taskOf({ body }: Message): string {
  const event = JSON.parse(body) as { eventID?: string; detail?: { eventID?: string } };
  return event.eventID ?? event.detail?.eventID ?? 'unreadable';
}

const alertOf = ({ messageId }: Message) => messageId;

/** Log files of an account and five minutes each, written five minutes later. */
function trailOf({ events }: Population): Map<string, StoredObject> {
  const files = new Map<string, unknown[]>();
  for (const { at, account, record, kind } of events) {
    if (kind === 'unreadable') continue;
    const published = new Date((Math.floor(at / 300_000) + 1) * 300_000 + 300_000).toISOString();
    const stamp = `${published.slice(0, 16).replaceAll(/[-:]/g, '')}Z`;
    const key = `AWSLogs/${account}/CloudTrail/eu-west-1/${published.slice(0, 10).replaceAll('-', '/')}/${account}_CloudTrail_eu-west-1_${stamp}_a1b2c3d4e5f6g7h8.json.gz`;
    const file = files.get(key) ?? [];
    files.set(key, file);
    file.push(record);
  }
  return new Map([...files].map(([key, Records]) => [key, { body: gzipSync(JSON.stringify({ Records })) }]));
}
