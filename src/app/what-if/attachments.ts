import { isObject, type JsonObject, member, object, text } from '../../core/json.ts';
import { type CloudTrailRecord, errorCodeOf } from '../../core/record.ts';
import { skipReason } from '../../trail/key.ts';
import { placeOf } from '../../trail/place.ts';
import { recordsOfText } from '../../trail/records.ts';
import { TrailObjectError, type TrailSource } from '../../trail/source.ts';
import { textOf } from '../../trail/text.ts';
import type { Period } from '../scan/model.ts';

/** A record of IAM or AWS Organizations about the policy. */
export interface Attachment {
  readonly eventId: string;
  readonly eventTime: string;
  readonly eventName: string;
  readonly account: string;
  readonly effect: 'attached' | 'changed' | 'detached';
  /** Root, OU, account, role, user or group, where the record names one. */
  readonly target: string | null;
}

const effects: Readonly<Record<string, Attachment['effect']>> = {
  AttachPolicy: 'attached',
  AttachRolePolicy: 'attached',
  AttachUserPolicy: 'attached',
  AttachGroupPolicy: 'attached',
  PutRolePolicy: 'attached',
  PutUserPolicy: 'attached',
  PutGroupPolicy: 'attached',
  PutRolePermissionsBoundary: 'attached',
  PutUserPermissionsBoundary: 'attached',
  UpdatePolicy: 'changed',
  CreatePolicyVersion: 'changed',
  SetDefaultPolicyVersion: 'changed',
  DetachPolicy: 'detached',
  DetachRolePolicy: 'detached',
  DetachUserPolicy: 'detached',
  DetachGroupPolicy: 'detached',
  DeleteRolePolicy: 'detached',
  DeleteUserPolicy: 'detached',
  DeleteGroupPolicy: 'detached',
  DeletePolicy: 'detached',
};

/** Both are global services: their records are in one Region of each partition. */
const homes = new Set(['us-east-1', 'us-gov-west-1', 'cn-north-1', 'cn-northwest-1']);
const services = /"(?:iam|organizations)\.amazonaws\.com(?:\.cn)?"/;

/**
 * What the trail has on the attachment of a policy, by its ARN, id or name, in order of time. A pass of its own over the log files of
 * IAM's Region, which hold far more than SageMaker's. Objects that cannot be read are left out: the scan names them.
 */
export async function attachmentsIn(source: TrailSource, policy: string, period: Period | undefined): Promise<Attachment[]> {
  const records: CloudTrailRecord[] = [];
  for await (const found of source.objects()) {
    const place = placeOf(found.key);
    if (skipReason(found.key, period) || (place && !homes.has(place.region))) continue;
    try {
      for (const record of policyRecords(textOf(found.key, await found.read()))) records.push(record);
    } catch (error) {
      if (!(error instanceof TrailObjectError)) throw error;
    }
  }
  return attachmentsOf(records, policy);
}

/** Records of a log file that are about policies. */
function policyRecords(log: string): CloudTrailRecord[] {
  if (!services.test(log)) return [];
  return [...recordsOfText(log)].flatMap(({ parsed }) => {
    if (!parsed.ok || !/^(iam|organizations)\./.test(parsed.record.eventSource)) return [];
    const { eventName } = parsed.record;
    const isAbout = eventName === 'CreatePolicy' || Object.hasOwn(effects, eventName);
    return isAbout && errorCodeOf(parsed.record) === undefined ? [parsed.record] : [];
  });
}

/** Organizations attaches by an id that only CreatePolicy's answer, or UpdatePolicy's, joins with the name. */
function attachmentsOf(records: readonly CloudTrailRecord[], policy: string): Attachment[] {
  const isNamed = (name: string | undefined) => name !== undefined && (name === policy || name.replace(/-\d+$/, '') === policy);
  const created = records.filter(({ eventName, raw }) => eventName.endsWith('Policy') && isNamed(text(requestOf(raw), 'name')));
  const ids = new Set([policy, ...created.flatMap((record) => idIn(record.raw) ?? [])]);
  const seen = new Set<string>();
  return records
    .flatMap((record): Attachment[] => {
      const { eventId, eventTime, eventName, account, raw } = record;
      const effect = effects[eventName];
      const request = requestOf(raw);
      const named = ['policyArn', 'policyId', 'policyName', 'permissionsBoundary'].flatMap((name) => text(request, name) ?? []);
      const isOurs = named.some((name) => ids.has(name) || isNamed(name) || isNamed(nameIn(name)));
      if (!effect || !isOurs || seen.has(eventId)) return [];
      seen.add(eventId);
      const target = ['targetId', 'roleName', 'userName', 'groupName'].flatMap((name) => text(request, name) ?? [])[0] ?? null;
      return [{ eventId, eventTime, eventName, account, effect, target }];
    })
    .sort((a, b) => Date.parse(a.eventTime) - Date.parse(b.eventTime));
}

const requestOf = (raw: JsonObject): JsonObject => object(raw, 'requestParameters') ?? {};
/** `arn:aws:iam::111122223333:policy/path/name` -> `name`. */
const nameIn = (arn: string) => (arn.startsWith('arn:') ? arn.slice(arn.lastIndexOf('/') + 1) : undefined);

function idIn(raw: JsonObject): string | undefined {
  const answer = member(raw, 'responseElements');
  const policy = isObject(answer) ? object(answer, 'policy') : undefined;
  const summary = policy && (object(policy, 'policySummary') ?? policy);
  return (summary && text(summary, 'id')) ?? text(requestOf(raw), 'policyId');
}
