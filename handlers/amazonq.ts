import { PublishError, snsPublisher, snsTopic } from '../src/adapters/sns.ts';
import { customNotificationJson } from '../src/alert/amazon-q.ts';
import { forward } from '../src/app/forward.ts';
import type { AlertPublisher } from '../src/app/ports.ts';
import { required, sinkHandler } from './compose/sink.ts';

const context = { runbookUrl: process.env.RUNBOOK_URL };
const lasting = (error: unknown) => (error instanceof PublishError && error.lasting ? error.reason : undefined);

let publisher: AlertPublisher | undefined;

/** The alert topic's queue -> the topic of Amazon Q, which has a body of its own. */
export const handler = sinkHandler('amazon-q', (batch, sink) => {
  publisher ??= snsPublisher(snsTopic(required('AMAZON_Q_TOPIC_ARN')), (alert) => ({ body: customNotificationJson(alert, context) }));
  return forward(batch, { ...sink, publisher, lasting });
});
