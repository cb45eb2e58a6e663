import type { EventFacts, TrailControl } from './change.ts';
import { isObject, type JsonObject, member, object, text } from './json.ts';
import { type CloudTrailRecord, errorCodeOf } from './record.ts';
import { holders, parseBoolean, valuesAt } from './resources/walk.ts';

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

/** May SageMaker's write events go unrecorded from here on? Selectors that cannot be read count as blinding. */
function blinds(eventName: string, request: JsonObject): boolean {
  if (eventName === 'StopLogging' || eventName === 'DeleteTrail') return true;
  if (eventName === 'UpdateTrail') return parseBoolean(member(request, 'isMultiRegionTrail')) === false;
  return eventName === 'PutEventSelectors' && !logsManagementWrites(request);
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
