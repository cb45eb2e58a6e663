import { isObject, member, parseJson, text } from '../../core/json.ts';
import { type MonitorWorld, monitorEvent } from '../monitor.ts';

/** A message of a batch that Lambda took from SQS. */
export interface QueuedEvent {
  readonly messageId: string;
  /** What EventBridge or the monitor itself sent, as JSON. */
  readonly body: string;
}

/** The messages of a batch; `undefined`: the event came from EventBridge itself. A trail's `{"Records": []}` is no batch. */
export function queuedEvents(event: unknown): QueuedEvent[] | undefined {
  const records = isObject(event) ? member(event, 'Records') : undefined;
  if (!Array.isArray(records) || !records.some((each) => isObject(each) && text(each, 'eventSource') === 'aws:sqs')) return undefined;
  return records.map((each) => ({
    messageId: (isObject(each) && text(each, 'messageId')) || '',
    body: (isObject(each) && text(each, 'body')) || '',
  }));
}

/** Each message by itself. @returns the ids of those that stay in the queue */
export async function monitorBatch(batch: readonly QueuedEvent[], world: MonitorWorld): Promise<string[]> {
  const failed = await Promise.all(
    batch.map(async ({ messageId, body }) => {
      try {
        await monitorEvent(parseJson(body), world);
        return [];
      } catch (error) {
        world.log.error('a message stays in the queue', { messageId, error: error instanceof Error ? error.name : 'unknown' });
        return [messageId];
      }
    }),
  );
  return failed.flat();
}
