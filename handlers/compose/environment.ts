import { snsPublisher, snsTopic } from '../../src/adapters/sns.ts';
import { briefEvent } from '../../src/alert/sentences.ts';
import { snsMessage, snsMessageOf } from '../../src/alert/sns.ts';
import type { AlertPublisher } from '../../src/app/ports.ts';
import type { EventAlert } from '../../src/core/alert.ts';

/** What Lambda wants to hear of an SQS batch: which messages stay in the queue. */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

export const write = (line: string): void => {
  process.stdout.write(line);
};

/** A variable that a function cannot do without. */
export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

/** A whole number, or what it is where nothing is said. What is said and is none stops the function: nobody meant another. */
export function number(name: string, otherwise: number): number {
  const value = process.env[name];
  if (!value) return otherwise;
  if (!/^\d{1,9}$/.test(value)) throw new Error(`${name} is not a number`);
  return Number(value);
}

const context = { runbookUrl: process.env.RUNBOOK_URL };
const alertTopic = () => snsTopic(required('ALERT_TOPIC_ARN'));

/** The alert topic, as every function publishes to it. */
export const alertPublisher = (): AlertPublisher => snsPublisher(alertTopic(), (alert) => snsMessage(alert, context));

/** The same for who tells of events only. */
export const eventPublisher = (): AlertPublisher<EventAlert> =>
  snsPublisher(alertTopic(), (alert) => snsMessageOf(alert, briefEvent(alert, context)));
