import type { EventFacts, TrailControl } from './change.ts';
import { isObject, type JsonObject, member, object, text } from './json.ts';
import { type CloudTrailRecord, errorCodeOf } from './record.ts';
import { holders, parseBoolean, valuesAt } from './resources/walk.ts';

/** Operations that may keep a trail from logging SageMaker's write events; whether one does, its request says. */
export const blindingOperations = ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors', 'PutEventConfiguration'] as const;

/** Operations that decide what is logged (CloudTrail API reference); an auditor asks for each of them. */
const operations = new Set([
  'CreateTrail',
  'DeleteTrail',
  'UpdateTrail',
  'StartLogging',
  'StopLogging',
  'PutEventSelectors',
  'PutEventConfiguration',
  'DeleteEventDataStore',
  'StopEventDataStoreIngestion',
  'StartEventDataStoreIngestion',
]);

/** By name, for who has to ask for their records. */
export const trailControlOperations: readonly string[] = [...operations];

export function readTrailControl(record: CloudTrailRecord, facts: EventFacts): TrailControl | undefined {
  if (!operations.has(record.eventName)) return undefined;
  const request: JsonObject = object(record.raw, 'requestParameters') ?? {};
  const errorCode = errorCodeOf(record) ?? null;
  return {
    ...facts,
    trail: text(request, 'name') ?? text(request, 'trailName') ?? text(request, 'eventDataStore') ?? null,
    blinding: errorCode === null && blinds(record.eventName, request),
    errorCode,
  };
}

/**
 * May SageMaker's write events go unrecorded, or elsewhere, from here on? Selectors that cannot be read count as blinding, and so does
 * a bucket that is named: the archive at hand may end there.
 */
function blinds(eventName: string, request: JsonObject): boolean {
  if (eventName === 'StopLogging' || eventName === 'DeleteTrail') return true;
  if (eventName === 'UpdateTrail')
    return parseBoolean(member(request, 'isMultiRegionTrail')) === false || text(request, 's3BucketName') !== undefined;
  return eventName === 'PutEventSelectors' && !logsManagementWrites(request);
}

/** What blinded a trail and was not undone: stopping is undone by starting, selectors by other selectors. In order of time. */
export function blindAtEnd(controls: readonly TrailControl[]): TrailControl[] {
  const blind = new Map<string, TrailControl>();
  for (const control of controls.toSorted((a, b) => Date.parse(a.eventTime) - Date.parse(b.eventTime))) {
    if (control.errorCode !== null) continue;
    const trail = control.trail?.slice(control.trail.lastIndexOf('/') + 1) ?? '';
    const aspect = control.eventName.includes('EventSelectors')
      ? 'selectors'
      : control.eventName === 'UpdateTrail'
        ? 'settings'
        : 'logging';
    const key = `${control.account} ${trail} ${aspect}`;
    if (control.blinding) blind.set(key, control);
    else blind.delete(key);
  }
  return [...blind.values()];
}

function logsManagementWrites(request: JsonObject): boolean {
  const basic = holders(request, 'eventSelectors[]').some(({ object: selector }) => {
    const excluded = valuesAt(selector, 'excludeManagementEventSources[]').some((source) => String(source).startsWith('sagemaker.'));
    const included = parseBoolean(member(selector, 'includeManagementEvents') ?? true);
    return included === true && text(selector, 'readWriteType') !== 'ReadOnly' && !excluded;
  });
  const advanced = holders(request, 'advancedEventSelectors[]').some(({ object: selector }) => {
    const fields = valuesAt(selector, 'fieldSelectors[]').filter(isObject);
    const management = fields.some(
      (field) => text(field, 'field') === 'eventCategory' && valuesAt(field, 'equals[]').includes('Management'),
    );
    const narrowed = fields.some((field) => text(field, 'field') !== 'eventCategory');
    return management && !narrowed;
  });
  return basic || advanced;
}
