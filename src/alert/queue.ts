import type { Alert } from '../core/alert.ts';
import { isObject, object, text } from '../core/json.ts';
import { readAlert } from './read.ts';

/** The messages of an SQS batch: those with an alert in them, and those without, and why. */
export interface QueuedAlerts {
  readonly alerts: readonly { readonly messageId: string; readonly alert: Alert }[];
  readonly unreadable: readonly { readonly messageId: string; readonly problems: readonly string[] }[];
}

/**
 * With raw delivery the alert is in the message attribute `alert`; without it SNS's envelope, which is the body, has the attributes.
 *
 * @param event as Lambda hands over an SQS batch
 * @throws TypeError when it is none
 */
export function queuedAlerts(event: unknown): QueuedAlerts {
  const records = isObject(event) ? event.Records : undefined;
  if (!Array.isArray(records)) throw new TypeError('not an SQS batch: it has no Records');
  const alerts: { messageId: string; alert: Alert }[] = [];
  const unreadable: { messageId: string; problems: readonly string[] }[] = [];
  for (const record of records) {
    const messageId = isObject(record) ? text(record, 'messageId') : undefined;
    if (!isObject(record) || messageId === undefined) throw new TypeError('not an SQS batch: a record has no messageId');
    const json = rawAlert(record) ?? envelopedAlert(record);
    const read = json === undefined ? { problems: ['no attribute "alert"'] } : readAlert(json);
    if ('problems' in read) unreadable.push({ messageId, problems: read.problems });
    else alerts.push({ messageId, alert: read });
  }
  return { alerts, unreadable };
}

function rawAlert(record: Readonly<Record<string, unknown>>): string | undefined {
  const attribute = object(object(record, 'messageAttributes') ?? {}, 'alert');
  return attribute && text(attribute, 'stringValue');
}

function envelopedAlert(record: Readonly<Record<string, unknown>>): string | undefined {
  try {
    const envelope: unknown = JSON.parse(text(record, 'body') ?? '');
    const attribute = isObject(envelope) ? object(object(envelope, 'MessageAttributes') ?? {}, 'alert') : undefined;
    return attribute && text(attribute, 'Value');
  } catch {
    return undefined;
  }
}
