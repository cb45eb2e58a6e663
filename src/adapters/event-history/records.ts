import { isObject, parseJson } from '../../core/json.ts';

/** One item of LookupEvents' answer, as far as it matters. */
export interface HistoryItem {
  readonly id: string;
  readonly cloudTrailEvent: string | undefined;
}

/**
 * A log file of what was looked up: each record once, by event time and eventID, whatever order and pages it came in. Two copies
 * that differ both stay. What is no record stays as a string, so that it is counted as unreadable.
 */
export function logFile(items: readonly HistoryItem[]): Buffer {
  const records = new Map<string, string>();
  for (const { id, cloudTrailEvent } of items) {
    const parsed = cloudTrailEvent === undefined ? undefined : parseJson(cloudTrailEvent);
    const record = isObject(parsed) ? parsed : undefined;
    const text =
      record && cloudTrailEvent !== undefined ? cloudTrailEvent : JSON.stringify(cloudTrailEvent ?? `event ${id} without a record`);
    records.set(text, `${record?.eventTime ?? ''} ${record?.eventID ?? id}`);
  }
  const ordered = [...records].sort(([a, atA], [b, atB]) => (atA === atB ? compare(a, b) : compare(atA, atB)));
  return Buffer.from(`{"Records":[${ordered.map(([text]) => text).join(',')}]}`, 'utf8');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
