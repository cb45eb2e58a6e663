import { monitorBatch, queuedEvents } from '../src/app/monitor/queue.ts';
import { monitorEvent } from '../src/app/monitor.ts';
import type { BatchResponse } from './compose/environment.ts';
import { composeMonitor, type FunctionContext, type Monitor } from './compose/monitor.ts';

let monitor: Monitor | undefined;

/**
 * An event of EventBridge, or a batch of such events from SQS: what another account forwards, and what was deferred. An event that
 * is not finished is an error, so that it is tried again and then reaches a dead-letter queue.
 */
export async function handler(event: unknown, context?: FunctionContext): Promise<BatchResponse | undefined> {
  monitor ??= composeMonitor(context);
  const { world, flush } = monitor;
  try {
    const batch = queuedEvents(event);
    if (!batch) {
      await monitorEvent(event, world);
      return undefined;
    }
    const stay = await monitorBatch(batch, world);
    return { batchItemFailures: stay.map((itemIdentifier) => ({ itemIdentifier })) };
  } finally {
    flush();
  }
}
