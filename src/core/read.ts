import { isAccessDenied, readAccessDenied } from './access-denied.ts';
import { readActor } from './actor.ts';
import type { Change, EventFacts, IgnoredReason, Reading, Reference, ResourceRef } from './change.ts';
import { isObject, isUnset, type JsonObject, member, object, parseJson, text } from './json.ts';
import { readLifecycle } from './lifecycle.ts';
import { type Known, known, type Posture, type Unknown, unknown } from './posture.ts';
import { type CloudTrailRecord, errorCodeOf, type ParsedRecord } from './record.ts';
import { type Operation, operationOf } from './resources/catalog.ts';
import { unseen } from './resources/layout.ts';
import { resources } from './resources/resources.ts';
import type { ResourceType } from './resources/types.ts';
import { hidden, valuesAt } from './resources/walk.ts';
import { readTrailControl } from './trail-control.ts';

const sageMaker = new Set(['sagemaker.amazonaws.com', 'sagemaker.amazonaws.com.cn']);
const cloudTrail = new Set(['cloudtrail.amazonaws.com', 'cloudtrail.amazonaws.com.cn']);

/** `eventSource` of SageMaker's and of CloudTrail's own records, in every partition. */
export const eventSources = { sageMaker: [...sageMaker], cloudTrail: [...cloudTrail] } as const;

/** May a record of this service be anything but ignored? */
export function isOfInterest(eventSource: string): boolean {
  return sageMaker.has(eventSource) || cloudTrail.has(eventSource);
}

/** Insight, network activity and aggregated events tell of API calls that have a management event of their own. */
const secondHand = new Set(['Insight', 'NetworkActivity', 'Aggregated']);

/** What a record means here. Total: anything gives a reading. */
export function read(parsed: ParsedRecord): Reading {
  return parsed.ok ? readRecord(parsed.record) : { kind: 'unreadable', problems: [parsed.problem] };
}

function readRecord(record: CloudTrailRecord): Reading {
  const ignored = (reason: IgnoredReason): Reading => ({
    kind: 'ignored',
    reason,
    eventName: record.eventName,
    eventTime: record.eventTime,
    account: record.account,
    region: record.region,
  });
  if (cloudTrail.has(record.eventSource)) {
    const control = readTrailControl(record, factsOf(record));
    return control ? { kind: 'trail-control', control } : ignored('other-service');
  }
  if (!sageMaker.has(record.eventSource)) return ignored('other-service');
  if (secondHand.has(text(record.raw, 'eventCategory') ?? '')) return ignored('other-sagemaker');
  const operation = operationOf(record.eventName);
  if (operation) return readOperation(record, operation);
  const lifecycle = readLifecycle(record, factsOf(record));
  if (lifecycle) return { kind: 'lifecycle', lifecycle };
  return ignored(carriesPosture(record) ? 'uncatalogued' : 'other-sagemaker');
}

/** SageMaker grows faster than any catalogue: an operation that is not in it and sets a network posture must not pass unnoticed. */
function carriesPosture(record: CloudTrailRecord): boolean {
  if (!/^(Create|Update|Start|Put)/.test(record.eventName) || errorCodeOf(record) !== undefined) return false;
  return hasNetworkMember(member(record.raw, 'requestParameters'), 8);
}

const networkMember = /^(override)?(vpcconfig|networkconfig)$|^enablenetworkisolation$|^appnetworkaccesstype$/i;

function hasNetworkMember(value: unknown, depth: number): boolean {
  if (depth === 0 || typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, inner]) => networkMember.test(name) || hasNetworkMember(inner, depth - 1));
}

function readOperation(record: CloudTrailRecord, operation: Operation): Reading {
  const via = text(record.raw, 'eventType') === 'AwsServiceEvent' ? 'service' : 'api';
  const request = readRequest(member(record.raw, 'requestParameters'));
  const details = object(record.raw, 'serviceEventDetails');
  const change: Change = {
    ...factsOf(record),
    via,
    operation: operation.kind,
    resource: readResource(record, operation, request.known ? request.value : {}, details),
    posture: readPosture(operation, request, via),
    references: [...(request.known ? readReferences(operation, request.value) : []), ...(details ? readParents(details) : [])],
    tags: request.known ? readTags(request.value) : {},
    ...(request.known && readDeletedGroups(request.value)),
  };
  const errorCode = errorCodeOf(record);
  if (errorCode === undefined) return { kind: 'change', change };
  const denied = isAccessDenied(errorCode) ? readAccessDenied(text(record.raw, 'errorMessage') ?? '') : undefined;
  return { kind: 'failed-attempt', attempt: { ...change, errorCode, ...(denied && { denied }) } };
}

/**
 * requestParameters as an object. CloudTrail omits them above 100 KB in a shape that is not documented: null, missing, `{}` or
 * anything with an `omitted` member says nothing of what was asked. Athena exports them as a JSON string.
 */
function readRequest(value: unknown): Known<JsonObject> {
  if (isUnset(value)) return unknown('omitted');
  const request = typeof value === 'string' ? parseJson(value) : value;
  if (request === null) return unknown('omitted');
  if (!isObject(request)) return unknown('opaque');
  if (Object.keys(request).length === 0) return unknown('omitted');
  const why = hidden(request);
  return why ? unknown(why) : known(request);
}

function readPosture(operation: Operation, request: Known<JsonObject>, via: 'api' | 'service'): Posture {
  if (request.known)
    return operation.posture.read(request.value, { from: 'request', absent: operation.kind === 'update' ? 'unchanged' : 'default' });
  const why: Unknown = via === 'service' && request.why === 'omitted' ? 'not-recorded' : request.why;
  return unseen(operation.posture, why);
}

function readResource(record: CloudTrailRecord, operation: Operation, request: JsonObject, details: JsonObject | undefined): ResourceRef {
  const arn = readArn(record, operation, details);
  const tail = arn?.split(':').slice(5).join(':').split('/').slice(1).join('/');
  const named = text(request, operation.name) ?? (details && text(details, operation.name));
  return { type: operation.resource, name: named ?? (tail || null), arn: arn ? known(arn, 'response') : unknown('not-recorded') };
}

/** The ARN of the operation's own member, else the one string there that is an ARN of this resource type. */
function readArn(record: CloudTrailRecord, operation: Operation, details: JsonObject | undefined): string | undefined {
  const answer = member(record.raw, 'responseElements');
  const response = typeof answer === 'string' ? parseJson(answer) : answer;
  const infix = `:${resources[operation.resource].arnType}/`;
  for (const holder of [response, details]) {
    if (!isObject(holder)) continue;
    const own = text(holder, operation.arn);
    if (own) return own;
    for (const value of Object.values(holder)) {
      if (typeof value === 'string' && value.startsWith('arn:') && value.includes(infix)) return value;
    }
  }
  const listed = member(record.raw, 'resources');
  if (!Array.isArray(listed)) return undefined;
  return listed.flatMap((each) => (isObject(each) ? (text(each, 'ARN') ?? []) : [])).find((arn) => arn.includes(infix));
}

function readReferences(operation: Pick<Operation, 'references'>, request: JsonObject): Reference[] {
  return operation.references.flatMap(({ type, path }) =>
    valuesAt(request, path).flatMap((name) => (typeof name === 'string' ? [{ type, name }] : [])),
  );
}

/** The job that spawned this one: its ARN, wherever a service event's details keep it (their shape is not documented). */
function readParents(details: JsonObject): Reference[] {
  const parents: ResourceType[] = ['HyperParameterTuningJob', 'AutoMLJob'];
  return Object.values(details).flatMap((value) => {
    if (typeof value !== 'string' || !value.startsWith('arn:')) return [];
    return parents.flatMap((type) => {
      const [, name] = value.split(`:${resources[type].arnType}/`);
      return name ? [{ type, name }] : [];
    });
  });
}

/** CloudTrail shows tags as `[{key, value}]`, whatever the casing. */
function readTags(request: JsonObject): Record<string, string> {
  const tags = valuesAt(request, 'Tags[]').flatMap((tag) => {
    const key = isObject(tag) && text(tag, 'Key');
    const value = isObject(tag) && member(tag, 'Value');
    return key ? [[key, typeof value === 'string' ? value : ''] as const] : [];
  });
  return Object.fromEntries(tags);
}

/** Only UpdateCluster has this member. */
function readDeletedGroups(request: JsonObject): Pick<Change, 'deletedGroups'> {
  const deletedGroups = valuesAt(request, 'InstanceGroupsToDelete[]').filter((name) => typeof name === 'string');
  return deletedGroups.length > 0 ? { deletedGroups } : {};
}

function factsOf(record: CloudTrailRecord): EventFacts {
  const addendum = object(record.raw, 'addendum');
  const corrects = addendum && text(addendum, 'reason') === 'UPDATED_DATA' ? text(addendum, 'originalEventID') : undefined;
  return {
    eventId: record.eventId,
    eventTime: record.eventTime,
    account: record.account,
    region: record.region,
    eventName: record.eventName,
    actor: readActor(member(record.raw, 'userIdentity')),
    sourceIp: text(record.raw, 'sourceIPAddress') ?? '',
    userAgent: text(record.raw, 'userAgent') ?? '',
    ...(corrects && { corrects }),
  };
}
