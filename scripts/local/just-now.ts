import { isObject } from '../../src/core/json.ts';

/** The event as if it had happened a few seconds ago: a live monitor never sees one that is months old. */
export function justNow(event: unknown, now = Date.now()): unknown {
  if (!isObject(event)) return event;
  const at = new Date(now - 4_000).toISOString().replace(/\.\d+Z$/, 'Z');
  if (isObject(event.detail)) return { ...event, time: at, detail: { ...event.detail, eventTime: at } };
  return typeof event.eventTime === 'string' ? { ...event, eventTime: at } : event;
}
