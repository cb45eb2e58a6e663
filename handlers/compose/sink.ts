import { lineLog } from '../../src/adapters/log.ts';
import { emfMetrics } from '../../src/adapters/metrics.ts';
import { queuedAlerts } from '../../src/alert/queue.ts';
import type { Log } from '../../src/app/ports.ts';
import { sinkBrokenTeller } from '../../src/app/sink-broken.ts';
import type { Queued } from '../../src/app/slack-delivery.ts';
import type { Alert, SinkBroken } from '../../src/core/alert.ts';
import { alertPublisher, type BatchResponse, required, write } from './environment.ts';

export interface Sink {
  readonly log: Log;
  readonly broken: (reason: string, refused: Alert) => Promise<void>;
}

export { alertPublisher, required, write };

/**
 * A function behind a queue of alerts. What cannot be read fails by itself, and ends in the dead-letter queue.
 *
 * @param deliver gives the messages that stay in the queue
 */
export function sinkHandler(
  name: SinkBroken['sink'],
  deliver: (batch: readonly Queued[], sink: Sink, invocation: Invocation) => Promise<string[]>,
) {
  const log = lineLog(write);
  const metrics = emfMetrics(process.env.STAGE ?? 'dev', write);
  let broken: Sink['broken'] | undefined;
  return async (event: unknown, context?: Invocation['context']): Promise<BatchResponse> => {
    broken ??= sinkBrokenTeller(name, { publisher: alertPublisher(), clock: Date, log });
    const { alerts, unreadable } = queuedAlerts(event);
    for (const { messageId, problems } of unreadable) log.error('no alert', { messageId, problems: problems.slice(0, 10) });
    const failed = alerts.length === 0 ? [] : await deliver(alerts, { log, broken }, { event, context });
    const stay = [...unreadable.map(({ messageId }) => messageId), ...failed];
    if (stay.length > 0) metrics.count('AlertFailures', stay.length);
    metrics.flush();
    return { batchItemFailures: stay.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

export interface Invocation {
  readonly event: unknown;
  readonly context: { getRemainingTimeInMillis(): number } | undefined;
}
