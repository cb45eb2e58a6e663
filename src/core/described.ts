import type { Change, Reference } from './change.ts';
import { sameResourceWithin } from './decide.ts';
import { asRequest, creating, factsOf } from './described/answer.ts';
import { isOpen, lacksCount } from './described/open.ts';
import { searchParents } from './described/parents.ts';
import type { JsonObject } from './json.ts';
import { type Known, type Placed, type Posture, type SettingName, type Unknown, unknown } from './posture.ts';
import { isGroup } from './resources/cluster.ts';
import type { ResourceType } from './resources/types.ts';
import { valuesAt } from './resources/walk.ts';

/** An answer of Describe, in the API's casing. */
export interface DescribeAnswer {
  readonly answer: JsonObject;
}

/** What a resource's posture is now, by Describe alone; read by the same readers as a request. */
export function describedPosture(type: ResourceType, answer: JsonObject): Posture {
  return creating(type).posture.read(asRequest(type, answer), { from: 'describe', absent: 'default' });
}

/** What a resource takes its posture from, or was spawned by, by Describe alone. */
export function describedReferences(type: ResourceType, answer: JsonObject): Reference[] {
  const request = asRequest(type, answer);
  const named = creating(type).references.flatMap((reference) =>
    valuesAt(request, reference.path).flatMap((name) => (typeof name === 'string' && name !== '' ? [{ type: reference.type, name }] : [])),
  );
  return [...searchParents(type, answer), ...named];
}

/** Does the record leave open what a rule may ask? A cluster's own VpcConfig is asked for by no rule: its groups' are. */
export function needsDescribe(change: Change): boolean {
  return Object.entries(change.posture).some(
    ([name, places]: [string, readonly Placed<unknown>[]]) =>
      name !== 'clusterVpc' && places.some((place) => isOpen(place, change) || lacksCount(name as SettingName, place, change)),
  );
}

/**
 * Fills what the record of a change leaves open from Describe's answer, and adds the jobs that spawned it. Where Describe did not
 * answer, or a namesake did, what is open stays unknown, for that reason: nothing passes by it. `not-recorded`: Describe could not
 * be asked, and the change stays as it is.
 */
export function withDescribed(change: Change, described: Known<DescribeAnswer>): Change {
  if (!described.known) return described.why === 'not-recorded' ? change : close(change, described.why);
  const { type } = change.resource;
  const { answer } = described.value;
  const stranger = isOther(change, answer);
  if (stranger) return close(change, stranger);
  const told = describedPosture(type, answer);
  const posture = Object.entries(change.posture).flatMap(([name, places]) => {
    const filled = fill(name as SettingName, places, told, change);
    return filled ? [[name, filled]] : [];
  });
  return { ...change, posture: Object.fromEntries(posture), references: joined(change.references, describedReferences(type, answer)) };
}

/**
 * Names are reusable, and a deleted resource's namesake answers in its stead. What the event was about has the ARN of the record;
 * it was created at the time of a create, and before an update. An answer that gives no time cannot be told from a namesake's.
 */
export function isOther(change: Change, answer: JsonObject): Unknown | undefined {
  const { arn, creationTime } = factsOf(change.resource.type, answer);
  if (arn !== null && change.resource.arn.known && arn !== change.resource.arn.value) return 'resource-gone';
  if (creationTime === null) return 'opaque';
  const later = Date.parse(creationTime) - Date.parse(change.eventTime);
  const isSame = change.operation === 'create' ? Math.abs(later) <= sameResourceWithin : later <= sameResourceWithin;
  return isSame ? undefined : 'resource-gone';
}

/** `undefined`: Describe shows that the resource has no such setting, or inherits it. */
function fill(
  name: SettingName,
  places: readonly Placed<unknown>[],
  told: Posture,
  change: Change,
): readonly Placed<unknown>[] | undefined {
  const now: readonly Placed<unknown>[] | undefined = told[name];
  const isWhollyOpen = places.length > 0 && places.every((place) => isOpen(place, change)) && !places.some(isGroup);
  if (isWhollyOpen) return now;
  return places.map((place) => {
    if (lacksCount(name, place, change)) return now?.find(({ at, value }) => at === place.at && value.known) ?? place;
    if (!isOpen(place, change)) return place;
    return now?.find(({ at }) => at === place.at) ?? (isGroup(place) ? { at: place.at, value: unknown('resource-gone') } : place);
  });
}

/** A count that the record lacks stays lacking: whether it matters is the policy's to say. */
function close(change: Change, why: Unknown): Change {
  const posture = Object.entries(change.posture).map(([name, places]: [string, readonly Placed<unknown>[]]) => [
    name,
    places.map((place) => (isOpen(place, change) ? { at: place.at, value: unknown(why) } : place)),
  ]);
  return { ...change, posture: Object.fromEntries(posture) };
}

function joined(recorded: readonly Reference[], told: readonly Reference[]): Reference[] {
  const isNew = ({ type, name }: Reference) => !recorded.some((each) => each.type === type && each.name === name);
  return [
    ...told.filter((each) => each.type === 'AutoMLJob' && isNew(each)),
    ...recorded,
    ...told.filter((each) => each.type !== 'AutoMLJob' && isNew(each)),
  ];
}
