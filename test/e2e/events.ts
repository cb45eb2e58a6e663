import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { justNow } from '../../scripts/local/just-now.ts';
import { isObject, type JsonObject } from '../../src/core/json.ts';

const root = resolve(import.meta.dirname, '../..');

export interface Variant {
  /** Of the training job. */
  readonly job?: string;
  /** Name of the role behind the session: alerts are grouped by it. */
  readonly role?: string;
}

/** A record of events/, with an eventID of its own, that happened a few seconds ago. */
export function record(file: string, { job, role }: Variant = {}): JsonObject & { readonly eventID: string } {
  const json = readFileSync(resolve(root, 'events', file), 'utf8');
  const raw = justNow(JSON.parse(json)) as JsonObject;
  const old = isObject(raw.requestParameters) ? raw.requestParameters.trainingJobName : undefined;
  const renamed = job && typeof old === 'string' ? JSON.stringify(raw).replaceAll(old, job) : JSON.stringify(raw);
  const text = role ? renamed.replaceAll('AWSReservedSSO_DataScientist_3f1c9a7be2d04486', role) : renamed;
  return { ...(JSON.parse(text) as JsonObject), eventID: randomUUID() };
}

/** As EventBridge has it of CloudTrail, but for the source: nobody but AWS can send `aws.*`. */
export function entry(detail: JsonObject, source = 'test.sagemaker'): PutEventsRequestEntry {
  return { Source: source, DetailType: 'AWS API Call via CloudTrail', Detail: JSON.stringify(detail), EventBusName: 'default' };
}
