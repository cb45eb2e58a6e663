import type { EventFacts, TrailAspect, TrailControl } from './change.ts';
import { isObject, isUnset, type JsonObject, member, object, text } from './json.ts';
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
  const { takes, restores } = errorCode === null ? effectOf(record.eventName, request) : none;
  return {
    ...facts,
    trail: text(request, 'name') ?? text(request, 'trailName') ?? text(request, 'eventDataStore') ?? null,
    blinding: takes.length > 0,
    takes,
    restores,
    errorCode,
  };
}

type Effect = Pick<TrailControl, 'takes' | 'restores'>;

const none: Effect = { takes: [], restores: [] };
const taking = (...takes: TrailAspect[]): Effect => ({ takes, restores: [] });
const restoring = (...restores: TrailAspect[]): Effect => ({ takes: [], restores });

/** What SageMaker's write events lose by a request, and what they have again. Selectors that cannot be read count as lost. */
function effectOf(eventName: string, request: JsonObject): Effect {
  switch (eventName) {
    case 'StopLogging':
    case 'DeleteTrail':
      return taking('logging');
    case 'StartLogging':
      return restoring('logging');
    case 'PutEventSelectors':
      return logsManagementWrites(request) ? restoring('selectors') : taking('selectors');
    case 'CreateTrail':
      // It begins with selectors for all management events, and does not log before StartLogging.
      return restoring('selectors', ...settings(request, true));
    case 'UpdateTrail':
      // The archive at hand may end where another place is named.
      return {
        takes: [...settings(request, false), ...(moves(request) ? ['place' as const] : [])],
        restores: settings(request, true),
      };
    default:
      return none;
  }
}

/** What a request says of the Regions and accounts that a trail is for; what it leaves out stays as it was. */
function settings(request: JsonObject, value: boolean): TrailAspect[] {
  const says = (name: string) => parseBoolean(member(request, name)) === value;
  return [...(says('isMultiRegionTrail') ? ['regions' as const] : []), ...(says('isOrganizationTrail') ? ['accounts' as const] : [])];
}

const moves = (request: JsonObject) => text(request, 's3BucketName') !== undefined || text(request, 's3KeyPrefix') !== undefined;

/** Which trail, and what of it: trails go by name or ARN, in their home Region. */
export function aspectKey({ account, region, trail }: TrailControl, aspect: TrailAspect): string {
  const arn = trail === null ? null : /^arn:[^:]*:cloudtrail:([^:]*):([^:]*):trail\/(.*)$/.exec(trail);
  return JSON.stringify([...(arn ? [arn[2], arn[1], arn[3]] : [account, region, trail]), aspect]);
}

/** What took something from a trail that nothing has restored since, in order of time. */
export function blindAtEnd(controls: readonly TrailControl[]): TrailControl[] {
  const taken = new Map<string, TrailControl>();
  for (const control of controls.toSorted((a, b) => Date.parse(a.eventTime) - Date.parse(b.eventTime))) {
    for (const aspect of control.restores) taken.delete(aspectKey(control, aspect));
    for (const aspect of control.takes) {
      const key = aspectKey(control, aspect);
      if (!taken.has(key)) taken.set(key, control);
    }
  }
  return [...new Set(taken.values())];
}

function logsManagementWrites(request: JsonObject): boolean {
  const basic = holders(request, 'eventSelectors[]').some(({ object: selector }) => {
    const included = parseBoolean(member(selector, 'includeManagementEvents') ?? true);
    const excluded = valuesAt(selector, 'excludeManagementEventSources[]').some(matters);
    return included === true && text(selector, 'readWriteType') !== 'ReadOnly' && !excluded;
  });
  const advanced = holders(request, 'advancedEventSelectors[]').some(({ object: selector }) => {
    const fields = valuesAt(selector, 'fieldSelectors[]').filter(isObject);
    return fields.some(({ field }) => field === 'eventCategory') && fields.every(keepsWrites);
  });
  return basic || advanced;
}

/** Does a field of an advanced selector leave SageMaker's and CloudTrail's write events in it? What cannot be told does not. */
function keepsWrites(selector: JsonObject): boolean {
  const { field, ...operators } = selector;
  const [[operator, values] = [], ...others] = Object.entries(operators).filter(([, value]) => !isUnset(value));
  if (!Array.isArray(values) || others.length > 0) return false;
  if (field === 'eventCategory') return operator === 'equals' && values.includes('Management');
  if (field === 'readOnly') return operator === 'equals' && values.some((value) => parseBoolean(value) === false);
  return field === 'eventSource' && operator === 'notEquals' && !values.some(matters);
}

const matters = (eventSource: unknown) => /^(sagemaker|cloudtrail)\./.test(String(eventSource));
