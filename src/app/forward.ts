import type { Alert } from '../core/alert.ts';
import type { AlertPublisher, Log } from './ports.ts';
import type { Queued } from './slack-delivery.ts';

export interface Forwarding {
  readonly publisher: AlertPublisher;
  readonly log: Log;
  /** What is wrong for good about an error, or `undefined`: another time it may go. */
  readonly lasting: (error: unknown) => string | undefined;
  readonly broken: (reason: string, refused: Alert) => Promise<void>;
}

/** Publishes the alerts of a batch once more, elsewhere, and gives the messages that stay in the queue. */
export async function forward(batch: readonly Queued[], { publisher, log, lasting, broken }: Forwarding): Promise<string[]> {
  const failed: string[] = [];
  for (const { messageId, alert } of batch) {
    // The sink that is broken is not told of it.
    if (alert.kind === 'sink-broken' && alert.sink === 'amazon-q') continue;
    try {
      await publisher.publish(alert);
    } catch (error) {
      failed.push(messageId);
      log.error('not forwarded', { alert: alert.id, reason: error instanceof Error ? error.message : String(error) });
      const reason = lasting(error);
      if (reason !== undefined) await broken(reason, alert);
    }
  }
  return failed;
}
