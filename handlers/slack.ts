import { setTimeout as wait } from 'node:timers/promises';
import { secretReader } from '../src/adapters/secrets.ts';
import { slackWebhook } from '../src/adapters/slack.ts';
import { slackDigest, slackDigestSize, slackMessage, slackPlainMessage } from '../src/alert/slack.ts';
import { deliverToSlack, type SlackPoster } from '../src/app/slack-delivery.ts';
import { required, sinkHandler } from './compose/sink.ts';

const context = { runbookUrl: process.env.RUNBOOK_URL };
const format = {
  message: (alert: Parameters<typeof slackMessage>[0]) => slackMessage(alert, context),
  plain: (alert: Parameters<typeof slackMessage>[0]) => slackPlainMessage(alert, context),
  digest: (alerts: Parameters<typeof slackDigest>[0]) => slackDigest(alerts, context),
  digestSize: slackDigestSize,
};

/** Where the secret comes from a stand-in on this machine, so may the webhook. */
const allowLoopback = ['AWS_ENDPOINT_URL_SECRETS_MANAGER', 'AWS_ENDPOINT_URL_SSM', 'AWS_ENDPOINT_URL'].some((name) =>
  /^https?:\/\/127\.0\.0\.1(:\d+)?\/?$/.test(process.env[name] ?? ''),
);

let slack: SlackPoster | undefined;

/** The alert topic's queue -> Slack. */
export const handler = sinkHandler('slack', (batch, { log, broken }, { context: invocation }) => {
  slack ??= slackWebhook(secretReader(required('SLACK_WEBHOOK')), { allowLoopback });
  const end = Date.now() + (invocation?.getRemainingTimeInMillis() ?? 30_000);
  return deliverToSlack(batch, { slack, format, log, broken, remaining: () => end - Date.now(), wait });
});
