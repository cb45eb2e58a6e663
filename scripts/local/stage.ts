import { dynamoLedger } from '../../src/adapters/ledger.ts';
import type { LedgerEntry } from '../../src/app/ports.ts';
import { recordsIn } from '../../src/core/record.ts';
import { start as startDynamoDb } from '../../stand-ins/dynamodb.ts';
import { type SageMakerCall, start as startSageMaker } from '../../stand-ins/sagemaker.ts';
import { start as startSecrets } from '../../stand-ins/secrets.ts';
import { start as startSlack } from '../../stand-ins/slack.ts';
import { type Published, sqsBatch, start as startSns } from '../../stand-ins/sns.ts';
import { type Handler, loadHandler } from './load.ts';
import { seed } from './seed.ts';

/** What one event led to. */
export interface Outcome {
  /** Lines that the functions wrote: log and metrics. */
  readonly log: readonly string[];
  readonly rows: readonly LedgerEntry[];
  readonly calls: readonly SageMakerCall[];
  readonly published: readonly Published[];
  readonly posted: readonly Readonly<Record<string, unknown>>[];
  /** The function failed: Lambda would try again. */
  readonly error: string | null;
}

export interface Stage {
  play(event: unknown): Promise<Outcome>;
  close(): Promise<void>;
}

const account = '111122223333';
const topic = `arn:aws:sns:eu-west-1:${account}:sagewarden-alerts`;
const secret = `arn:aws:secretsmanager:eu-west-1:${account}:secret:sagewarden/slack-AbCdEf`;
const table = 'sagewarden-local';

/**
 * The live path on this machine: the functions as they are deployed, the real SDK and Slack client, and stand-ins for DynamoDB,
 * SageMaker, SNS, Secrets Manager and Slack on 127.0.0.1. From SNS to Slack what SQS would do is done by hand.
 */
export async function openStage({ policyFile }: { readonly policyFile?: string } = {}): Promise<Stage> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const [dynamoDb, sageMaker, sns, slack] = await Promise.all([startDynamoDb({ table }), startSageMaker(), startSns(), startSlack()]);
  const secrets = await startSecrets({ [secret]: slack.webhook });
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIALOCAL',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
    AWS_ENDPOINT_URL_SAGEMAKER: sageMaker.url,
    AWS_ENDPOINT_URL_SNS: sns.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
    STAGE: 'local',
    LEDGER_TABLE: table,
    ALERT_TOPIC_ARN: topic,
    SLACK_WEBHOOK: secret,
  });
  const [monitor, toSlack] = await Promise.all([loadHandler('monitor', policyFile), loadHandler('slack', policyFile)]);
  const ledger = dynamoLedger({ table, leaseSeconds: 45, ttlDays: 400, groupWindowSeconds: 3600 });

  async function rowsOf(event: unknown): Promise<LedgerEntry[]> {
    const rows: LedgerEntry[] = [];
    for (const parsed of recordsIn(event)) {
      if (!parsed.ok) continue;
      const { eventId, eventTime } = parsed.record;
      const end = new Date(Date.parse(eventTime) + 1000).toISOString();
      for await (const entry of ledger.entries(eventTime, end)) if (entry.eventId === eventId) rows.push(entry);
    }
    return rows;
  }

  return {
    async play(event) {
      for (const parsed of recordsIn(event)) seed(parsed, sageMaker);
      const before = { calls: sageMaker.calls.length, published: sns.published.length, posted: slack.posts.length };
      const { log, error } = await heard(async () => {
        await call(monitor, event);
        const published = sns.published.slice(before.published);
        if (published.length > 0) await call(toSlack, sqsBatch(published));
      });
      return {
        log,
        error,
        rows: await rowsOf(event),
        calls: sageMaker.calls.slice(before.calls),
        published: sns.published.slice(before.published),
        posted: slack.posts.slice(before.posted),
      };
    },
    async close() {
      await Promise.all([dynamoDb, sageMaker, sns, slack, secrets].map((each) => each.close()));
    },
  };
}

function call(handler: Handler, event: unknown): Promise<unknown> {
  return handler(event, {
    invokedFunctionArn: `arn:aws:lambda:eu-west-1:${account}:function:sagewarden-local`,
    getRemainingTimeInMillis: () => 30_000,
  });
}

/** What the functions write goes to stdout, as Lambda wants it: here it is kept, to be shown in its place. */
async function heard(work: () => Promise<void>): Promise<{ log: string[]; error: string | null }> {
  const chunks: string[] = [];
  const write = process.stdout.write;
  process.stdout.write = ((chunk: string | Uint8Array) => chunks.push(String(chunk)) > 0) as typeof write;
  let error: string | null = null;
  try {
    await work();
  } catch (failure) {
    error = String(failure);
  } finally {
    process.stdout.write = write;
  }
  return { log: chunks.join('').split('\n').filter(Boolean), error };
}
