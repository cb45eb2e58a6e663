import { lifecycleOperations } from '../lifecycle.ts';
import { eventSources } from '../read.ts';
import { operations } from '../resources/catalog.ts';
import { trailControlOperations } from '../trail-control.ts';
import type { RecordColumns } from './columns.ts';
import { isOneOf, literal } from './quote.ts';

/**
 * Which records must be read, in SQL: every record that `read` gives more than a count, and a few more. A record that is not one of
 * CloudTrail's counts as wanted, so that what is wrong with it is said.
 *
 * @param before events of this time and later do not matter; absent: all do
 */
export function wanted(columns: RecordColumns, before: string | undefined): string {
  const { eventSource, eventName, eventTime } = columns;
  const early = before === undefined ? '' : `${eventTime} < ${literal(before)} AND `;
  const sageMaker = isOneOf(eventSource, eventSources.sageMaker);
  const cloudTrail = isOneOf(eventSource, eventSources.cloudTrail);
  const named = isOneOf(eventName, [...operations.map((operation) => operation.eventName), ...lifecycleOperations].sort());
  return [
    odd(columns),
    `(${early}${sageMaker} AND (${named} OR ${uncatalogued(columns)}))`,
    `(${early}${cloudTrail} AND ${isOneOf(eventName, trailControlOperations)})`,
  ].join('\n      OR ');
}

/** Is it counted with SageMaker's records and log control, or with those of other services? */
export function ours({ eventSource, eventName }: RecordColumns): string {
  return `${isOneOf(eventSource, eventSources.sageMaker)} OR (${isOneOf(eventSource, eventSources.cloudTrail)} AND ${isOneOf(eventName, trailControlOperations)})`;
}

/** `parseRecord` would not take it, or the time has a form that texts are not compared in. */
function odd({ eventSource, eventName, eventTime, eventId, region, account }: RecordColumns): string {
  const known = isOneOf(eventSource, [...eventSources.sageMaker, ...eventSources.cloudTrail]);
  const missing = [eventName, eventId, region].map((column) => `coalesce(${column}, '') = ''`);
  return [
    `coalesce(${eventSource}, '') = ''`,
    `NOT coalesce(regexp_like(${eventTime}, '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$'), false)`,
    `try(from_iso8601_timestamp(${eventTime})) IS NULL`,
    `NOT regexp_like(coalesce(${account}, ''), '^\\d{12}$')`,
    `(${known} AND (${missing.join(' OR ')}))`,
  ].join('\n      OR ');
}

/** An operation that the catalogue does not have, and whose request may carry a network setting (see `carriesPosture`). */
function uncatalogued({ eventName, requestParameters }: RecordColumns): string {
  const members = '(?i)vpcconfig|networkconfig|enablenetworkisolation|appnetworkaccesstype';
  return `(regexp_like(${eventName}, '^(Create|Update|Start|Put)') AND regexp_like(${requestParameters}, '${members}'))`;
}
