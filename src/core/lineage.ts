import type { Change, Reference } from './change.ts';
import { namesOf } from './identity.ts';
import { type Known, type Placed, type Posture, type SettingName, unknown } from './posture.ts';
import { isGroup, isGroupIn } from './resources/cluster.ts';

/**
 * Fills in what a record leaves open from the other records in reach: a tuning job's child takes its parent's posture (the
 * service event says nothing of it), an update that leaves a setting alone takes the last known state of the same resource.
 * What stays open stays unknown. Same order out as in; `changes` are what happened, without failed attempts.
 */
export function resolveLineage<T extends Change>(changes: readonly T[]): T[] {
  const inTime = changes.map((change, index) => ({ change, index })).sort((a, b) => compareTime(a.change, b.change) || a.index - b.index);
  const parents = parentsByName(inTime.map(({ change }) => change));
  const states = new Map<string, State>();
  const resolved = new Array<T>(changes.length);
  for (const { change, index } of inTime) {
    const keys = keysOf(change);
    const before = change.operation === 'update' ? keys.map((key) => states.get(key)).find((found) => found !== undefined) : undefined;
    const state = before && withoutDeletedGroups(before.change, change);
    const parent = change.via === 'service' ? parentOf(change, parents) : undefined;
    const posture = parent ? inherit(change, parent) : state ? carryOver(change, state) : change.posture;
    const now = { ...change, posture };
    resolved[index] = now;
    const after: State = {
      change: change.resource.type === 'Cluster' && state ? { ...now, posture: withOtherGroups(state, now) } : now,
      keys: new Set([...keys, ...(before?.keys ?? [])]),
    };
    for (const key of after.keys) states.set(key, after);
  }
  return resolved;
}

/** What a resource is, by every key that a record of it had: an update may have fewer. */
interface State {
  readonly change: Change;
  readonly keys: ReadonlySet<string>;
}

function compareTime(a: Change, b: Change): number {
  return Date.parse(a.eventTime) - Date.parse(b.eventTime);
}

/** A domain is created by name and updated by id: the ARN joins them where the response has it. */
function keysOf(change: Change): string[] {
  const { id, own } = namesOf(change);
  return [id, own].flatMap((name) => (name ? [`${change.account} ${change.region} ${change.resource.type} ${name}`] : []));
}

function parentsByName(changes: readonly Change[]): Map<string, Change[]> {
  const parents = new Map<string, Change[]>();
  for (const change of changes) {
    if (change.resource.type !== 'HyperParameterTuningJob' && change.resource.type !== 'AutoMLJob') continue;
    for (const key of keysOf(change)) parents.set(key, [...(parents.get(key) ?? []), change]);
  }
  return parents;
}

/** Training jobs of a tuning job are called `<tuning job>-<3 digits>-<8 hex>` (Developer Guide, "Monitor the progress"). */
const childName = /^(.+)-\d{3}-[0-9a-f]{8}$/;

/** What may have spawned a job that a service event tells of: what its details name, then what its name tells. */
export function parentsNamed(change: Change): Reference[] {
  const named = childName.exec(change.resource.name ?? '')?.[1];
  return [...change.references, ...(named ? [{ type: 'HyperParameterTuningJob' as const, name: named }] : [])];
}

function parentOf(change: Change, parents: ReadonlyMap<string, readonly Change[]>): Change | undefined {
  for (const { type, name } of parentsNamed(change)) {
    const earlier = parents.get(`${change.account} ${change.region} ${type} ${name}`)?.filter((parent) => compareTime(parent, change) <= 0);
    const latest = earlier?.at(-1);
    if (latest) return latest;
  }
  return undefined;
}

/** A tuning job's definitions have every setting that its children can have; what they lack (remote debugging) no child has. */
function inherit(change: Change, parent: Change): Posture {
  const isSilent = Object.values(change.posture).every((places: readonly Placed<unknown>[]) =>
    places.every(({ value }) => isOpen(value, 'not-recorded')),
  );
  if (isSilent && parent.resource.type === 'HyperParameterTuningJob') {
    const inherited = eachSetting(parent.posture, (_, places) => recordedIn(places, parent));
    return Object.fromEntries(Object.entries(inherited).filter(([name]) => name in change.posture));
  }
  return eachSetting(change.posture, (name, places) => {
    const inherited: readonly Placed<unknown>[] | undefined = parent.posture[name];
    return inherited && places.some(({ value }) => isOpen(value, 'not-recorded')) ? recordedIn(inherited, parent) : places;
  });
}

function carryOver(change: Change, state: Change): Posture {
  return eachSetting(change.posture, (name, places) => {
    const before: readonly Placed<unknown>[] = recordedIn(state.posture[name] ?? [], state);
    const [only, ...others] = places;
    const untouched = only && others.length === 0 && isOpen(only.value, 'unchanged') && !isGroup(only);
    if (untouched) return before.length > 0 ? before : places;
    return places.map((place) => {
      if (!isOpen(place.value, 'unchanged')) return place;
      return before.find(({ at }) => at === place.at) ?? (isGroup(place) ? { at: place.at, value: clusterConfig(state) } : place);
    });
  });
}

/** A group that is new to a cluster, without an override, is placed by the cluster's own VpcConfig: none, where it has none. */
function clusterConfig(state: Change): Known<unknown> {
  const [own] = recordedIn(state.posture.clusterVpc ?? [], state);
  return own?.value ?? unknown('unchanged');
}

/** What an update of a cluster leaves of it: a deleted group takes its override with it, and a new one of its name is new. */
function withoutDeletedGroups(state: Change, { deletedGroups = [] }: Change): Change {
  if (deletedGroups.length === 0) return state;
  return { ...state, posture: eachSetting(state.posture, (_, places) => places.filter((place) => !isGroupIn(place, deletedGroups))) };
}

/**
 * A cluster after an update: the groups that it does not name, and the cluster's own VpcConfig, stay as they were. A request that is not
 * to be seen may have been about any group.
 */
function withOtherGroups(state: Change, now: Change): Posture {
  const groups = eachSetting(now.posture, (name, places) => {
    const unseen = places.find(({ value }) => !value.known && value.why !== 'unchanged' && value.why !== 'not-recorded')?.value;
    const before: readonly Placed<unknown>[] = recordedIn(state.posture[name] ?? [], state);
    const others = before.filter((place) => isGroup(place) && !places.some(({ at }) => at === place.at));
    return [...(unseen ? others.map(({ at }) => ({ at, value: unseen })) : others), ...places];
  });
  return { ...state.posture, ...groups };
}

function isOpen(value: Known<unknown>, why: 'not-recorded' | 'unchanged'): boolean {
  return !value.known && value.why === why;
}

function recordedIn(places: readonly Placed<unknown>[], source: Change): Placed<unknown>[] {
  return places.map(({ at, value }) => ({ at, value: value.known ? { recordedIn: source.eventId, ...value } : value }));
}

function eachSetting(
  posture: Posture,
  fill: (name: SettingName, places: readonly Placed<unknown>[]) => readonly Placed<unknown>[],
): Posture {
  const filled = Object.entries(posture).map(([name, places]) => [name, fill(name as SettingName, places)]);
  return Object.fromEntries(filled);
}
