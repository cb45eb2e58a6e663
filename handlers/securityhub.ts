import { securityHub } from '../src/adapters/security-hub.ts';
import { securityFindings } from '../src/alert/asff.ts';
import { deliverToHub } from '../src/app/hub-delivery.ts';
import { isObject, text } from '../src/core/json.ts';
import { sinkHandler } from './compose/sink.ts';

/** The alert topic's queue -> Security Hub of the account and Region that the queue is in. */
export const handler = sinkHandler('security-hub', (batch, sink, { event }) => {
  const place = placeOf(event);
  return deliverToHub(batch, { ...sink, hub: securityHub(place.region), format: (alert) => securityFindings(alert, place) });
});

/** `arn:aws:sqs:eu-west-1:111122223333:alerts` */
function placeOf(event: unknown): { region: string; account: string } {
  const [record]: unknown[] = isObject(event) && Array.isArray(event.Records) ? event.Records : [];
  const arn = isObject(record) ? text(record, 'eventSourceARN') : undefined;
  const [, region, account] = /^arn:[^:]+:sqs:([a-z0-9-]+):(\d{12}):/.exec(arn ?? '') ?? [];
  if (!region || !account) throw new TypeError('not an SQS batch: no eventSourceARN of a queue');
  return { region, account };
}
