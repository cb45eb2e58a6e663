import { isObject, type JsonObject } from '../json.ts';
import { forms, type RemadeType } from './forms.ts';
import { RemediationRefused } from './refusal.ts';

/**
 * The request that would make the resource again as it is, without its tags, which Describe does not tell. A member that this version
 * does not know is not dropped in silence: it may be what the resource cannot run without.
 *
 * @throws RemediationRefused
 */
export function requestOf(type: RemadeType, answer: JsonObject): JsonObject {
  const { members, answerOnly, renamed = {} } = forms[type];
  const request: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(answer)) {
    if (isNothing(value) || notAsked.includes(name) || answerOnly.includes(name)) continue;
    const asked = Object.hasOwn(renamed, name) ? renamed[name] : name;
    if (asked === undefined || !(members.includes(asked) || asked !== name))
      throw new RemediationRefused(
        `Describe says ${JSON.stringify(name)} of this ${type}, which this version of sagewarden does not know: a fix without it would not be complete. Update sagewarden.`,
      );
    request[asked] = withoutNulls(value);
  }
  return request;
}

/** Facts that any Describe may tell, and tags, which ListTags tells. */
const notAsked = ['CreationTime', 'LastModifiedTime', 'Tags'];

export function withTags(request: JsonObject, tags: Readonly<Record<string, string>>): JsonObject {
  const own = ownTags(tags);
  return own.length > 0 ? { ...request, Tags: own } : request;
}

/** Tags of AWS's own (`aws:cloudformation:stack-name`) cannot be set by anyone else. */
export function ownTags(tags: Readonly<Record<string, string>>): { readonly Key: string; readonly Value: string }[] {
  return Object.entries(tags)
    .filter(([key]) => !key.toLowerCase().startsWith('aws:'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([Key, Value]) => ({ Key, Value }));
}

/** What a request leaves out: an empty list would be refused where none at all is fine. */
const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0);

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((each) => each !== null).map(withoutNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, each]) => (each === null ? [] : [[name, withoutNulls(each)]])));
}
