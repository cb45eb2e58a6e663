import { isObject, type JsonObject, member, object, parseJson, text } from './json.ts';

/** A CloudTrail record with the members that every record must have; the rest is read from `raw` where it is needed. */
export interface CloudTrailRecord {
  readonly eventId: string;
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly account: string;
  readonly region: string;
  readonly raw: JsonObject;
}

export type ParsedRecord =
  | { readonly ok: true; readonly record: CloudTrailRecord }
  /** `raw`: as far as it is a JSON object. */
  | { readonly ok: false; readonly problem: string; readonly raw?: JsonObject };

const detailTypes = ['AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail'];

/**
 * The records in any document that carries them: a bare record, an EventBridge envelope, a trail's `{"Records": []}`, a
 * LookupEvents answer (`{"Events": []}`) or one item of it, or a list of these.
 */
export function* recordsIn(value: unknown, depth = 3): Iterable<ParsedRecord> {
  if (Array.isArray(value) && depth > 0) {
    for (const element of value) yield* recordsIn(element, depth - 1);
    return;
  }
  if (!isObject(value)) {
    yield { ok: false, problem: `expected a CloudTrail record (a JSON object), found ${describe(value)}` };
    return;
  }
  // Nearly every element of a log file is a bare record: nothing else is looked for in it.
  if (Object.hasOwn(value, 'eventSource')) {
    yield parseRecord(value);
    return;
  }
  const lists = ['Records', 'Events'].map((name) => member(value, name)).filter(Array.isArray);
  if (lists.length > 0 && member(value, 'eventSource') === undefined) {
    for (const list of lists) yield* recordsIn(list, depth);
  } else if (member(value, 'detail') !== undefined) {
    yield fromEnvelope(value);
  } else if (member(value, 'CloudTrailEvent') !== undefined) {
    yield fromLookupEvents(value);
  } else {
    yield parseRecord(value);
  }
}

function fromEnvelope(envelope: JsonObject): ParsedRecord {
  const detailType = text(envelope, 'detail-type');
  if (!detailTypes.includes(detailType ?? '')) {
    return { ok: false, problem: `an EventBridge event of detail-type ${describe(detailType)}, expected "${detailTypes.join('" or "')}"` };
  }
  const detail = member(envelope, 'detail');
  const isWithout = isObject(detail) && accountOf(detail) === undefined;
  return parseRecord(isWithout ? { ...detail, recipientAccountId: member(envelope, 'account') } : detail);
}

function accountOf(record: JsonObject): string | undefined {
  const identity = object(record, 'userIdentity');
  return text(record, 'recipientAccountId') ?? (identity && text(identity, 'accountId'));
}

function fromLookupEvents(item: JsonObject): ParsedRecord {
  const source = member(item, 'CloudTrailEvent');
  const record = typeof source === 'string' ? parseJson(source) : undefined;
  if (record === undefined) return { ok: false, problem: 'a LookupEvents item whose CloudTrailEvent is not a JSON string' };
  return parseRecord(record);
}

/** One record, or what is wrong with it in one line. */
export function parseRecord(value: unknown): ParsedRecord {
  if (!isObject(value)) return { ok: false, problem: `expected a CloudTrail record (a JSON object), found ${describe(value)}` };
  const missing = ['eventID', 'eventTime', 'eventSource', 'eventName', 'awsRegion'].filter((name) => text(value, name) === undefined);
  if (missing.length > 0)
    return { ok: false, raw: value, problem: `not a CloudTrail record: ${missing.join(', ')} missing or not a string` };
  const eventTime = text(value, 'eventTime') ?? '';
  if (!isInstant(eventTime)) {
    return { ok: false, raw: value, problem: `eventTime is ${describe(eventTime)}, expected ISO 8601 in UTC such as 2026-01-31T12:00:00Z` };
  }
  const account = accountOf(value);
  if (!account || !/^\d{12}$/.test(account)) {
    return { ok: false, raw: value, problem: `recipientAccountId is ${describe(account)}, expected an account id of 12 digits` };
  }
  return {
    ok: true,
    record: {
      eventId: text(value, 'eventID') ?? '',
      eventTime,
      eventSource: text(value, 'eventSource') ?? '',
      eventName: text(value, 'eventName') ?? '',
      region: text(value, 'awsRegion') ?? '',
      account,
      raw: value,
    },
  };
}

/** CloudTrail writes whole seconds in UTC; fractions are let pass, a date that does not exist is not. */
export function isInstant(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/.test(value)) return false;
  const time = Date.parse(value);
  if (Number.isNaN(time)) return false;
  // Date.parse takes 30 February for 2 March, and 24:00 for the next day; only then is it worth writing the date out again.
  const isCertain = value.slice(8, 10) <= '28' && value.slice(11, 13) <= '23';
  return isCertain || new Date(time).toISOString().startsWith(value.slice(0, 19));
}

/**
 * The error of a refused request: nothing was created. CloudTrail has it at the top; some records have it inside
 * responseElements.
 */
export function errorCodeOf(record: CloudTrailRecord): string | undefined {
  const answer = member(record.raw, 'responseElements');
  const response = typeof answer === 'string' ? parseJson(answer) : answer;
  return text(record.raw, 'errorCode') ?? (isObject(response) ? text(response, 'errorCode') : undefined);
}

/** A value in an error message: short, on one line, with every control character escaped. */
function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  const shown = JSON.stringify(value);
  return shown.length > 80 ? `${shown.slice(0, 79)}…` : shown;
}
