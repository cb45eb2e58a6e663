import type { JsonObject } from '../json.ts';
import {
  type Instances,
  type InterContainerTraffic,
  type Known,
  known,
  type Placed,
  type Posture,
  type SettingName,
  type Unknown,
  unknown,
} from '../posture.ts';
import {
  find,
  type Holder,
  holders,
  type Origin,
  parseBoolean,
  parseCount,
  parseIds,
  parseVpcConfig,
  readValue,
  valuesAt,
} from './walk.ts';

/** Where an operation's request (and its Describe's answer) keeps each setting. Paths in the API's casing. */
export interface Layout {
  /** The settings are read in each of these (tuning definitions); none of them there: in an empty one. */
  readonly within?: readonly string[];
  readonly vpc?: string;
  readonly networkIsolation?: string;
  readonly interContainerTraffic?: { readonly flag: string; readonly counts: CountPaths };
  readonly directInternetAccess?: string;
  readonly appNetworkAccessType?: string;
  readonly remoteDebug?: string;
  readonly networkAttachment?: { readonly vpcId?: string; readonly subnets?: string; readonly securityGroupIds: readonly string[] };
  /** Lists of instance types with counts. */
  readonly instances?: readonly { readonly type: string; readonly counts: CountPaths }[];
}

/** The largest counts. `sum`: groups of one cluster; `max`: alternatives of which one is taken. */
export type CountPaths = readonly { readonly path: string; readonly fold: 'sum' | 'max' }[];

/** Reads a posture from a request. `undefined` request: nothing could be seen, `why` says why. */
export interface PostureReader {
  readonly settings: readonly SettingName[];
  read(request: JsonObject, origin: Origin): Posture;
}

export function layout(paths: Layout): PostureReader {
  const { within, ...own } = paths;
  return {
    settings: Object.keys(own) as SettingName[],
    read(request, origin) {
      const places: Holder[] = within ? within.flatMap((path) => holders(request, path)) : [{ at: '', object: request }];
      return readPlaces(places.length > 0 ? places : [{ at: '', object: {} }], paths, origin);
    },
  };
}

/** Nothing could be seen of a request: every setting that it could have carried is unknown. */
export function unseen(reader: PostureReader, why: Unknown): Posture {
  return Object.fromEntries(reader.settings.map((setting) => [setting, [{ at: '', value: unknown(why) }]]));
}

export function readPlaces(places: readonly Holder[], paths: Layout, origin: Origin): Posture {
  const each = <T>(path: string, read: (place: Holder) => Known<T>): Placed<T>[] =>
    places.map((place) => ({ at: `${place.at}${path}`, value: read(place) }));
  const enumOf =
    <T extends string>(...values: T[]) =>
    (value: unknown) =>
      values.find((each) => each === value);
  const { vpc, networkIsolation, interContainerTraffic, directInternetAccess, appNetworkAccessType, remoteDebug, networkAttachment } =
    paths;
  return {
    ...(vpc && { vpc: each(vpc, ({ object }) => readValue(find(object, vpc), origin, null, parseVpcConfig)) }),
    ...(networkIsolation && {
      networkIsolation: each(networkIsolation, ({ object }) => readValue(find(object, networkIsolation), origin, false, parseBoolean)),
    }),
    ...(interContainerTraffic && {
      interContainerTraffic: each(interContainerTraffic.flag, ({ object }) => readTraffic(object, interContainerTraffic, origin)),
    }),
    ...(directInternetAccess && {
      directInternetAccess: each(directInternetAccess, ({ object }) =>
        readValue(find(object, directInternetAccess), origin, 'Enabled', enumOf('Enabled', 'Disabled')),
      ),
    }),
    ...(appNetworkAccessType && {
      appNetworkAccessType: each(appNetworkAccessType, ({ object }) =>
        readValue(find(object, appNetworkAccessType), origin, 'PublicInternetOnly', enumOf('PublicInternetOnly', 'VpcOnly')),
      ),
    }),
    ...(remoteDebug && {
      remoteDebug: each(remoteDebug, ({ object }) => readValue(find(object, remoteDebug), origin, false, parseBoolean)),
    }),
    ...(networkAttachment && { networkAttachment: places.map((place) => readAttachment(place, networkAttachment, origin)) }),
    ...(paths.instances && { instances: readInstances(places, paths.instances, origin) }),
  };
}

function readTraffic(object: JsonObject, paths: { flag: string; counts: CountPaths }, origin: Origin): Known<InterContainerTraffic> {
  const encrypted = readValue(find(object, paths.flag), origin, false, parseBoolean);
  if (!encrypted.known) return encrypted;
  return { ...encrypted, value: { encrypted: encrypted.value, instanceCount: countAt(object, paths.counts) } };
}

/** `null`: not said, or not to be read. One count above 1 is enough; one that cannot be read may be above 1. */
function countAt(object: JsonObject, counts: CountPaths): number | null {
  let largest: number | null = null;
  let isComplete = true;
  for (const { path, fold } of counts) {
    const found = countsAt(object, path);
    const numbers = found.filter((count) => typeof count === 'number');
    if (numbers.length < found.length) isComplete = false;
    // Not `Math.max(...numbers)`: a record may hold more than a call has room for.
    if (numbers.length > 0)
      largest = Math.max(
        largest ?? 0,
        numbers.reduce((one, other) => (fold === 'sum' ? one + other : Math.max(one, other))),
      );
  }
  return isComplete || (largest ?? 0) > 1 ? largest : null;
}

/** The counts at a path; what is there and is no count is `unreadable`. A single count that is unset says nothing. */
function countsAt(object: JsonObject, path: string): (number | 'unreadable')[] {
  const at = path.lastIndexOf('[].');
  const elements = at < 0 ? [object] : holders(object, path.slice(0, at + 2)).map((holder) => holder.object);
  const member = at < 0 ? path : path.slice(at + 3);
  return elements.flatMap((element): (number | 'unreadable')[] => {
    const found = find(element, member);
    if (found.kind === 'value' && (found.value === 0 || found.value === '0') && at < 0) return [];
    if (found.kind === 'absent') return at < 0 ? [] : ['unreadable'];
    return [found.kind === 'value' ? (parseCount(found.value) ?? 'unreadable') : 'unreadable'];
  });
}

function readAttachment(
  place: Holder,
  paths: NonNullable<Layout['networkAttachment']>,
  origin: Origin,
): Placed<{ vpcId?: string; subnets: string[]; securityGroupIds: string[] }> {
  const vpcId = paths.vpcId ? find(place.object, paths.vpcId) : ({ kind: 'absent' } as const);
  const subnetsFound = paths.subnets ? find(place.object, paths.subnets) : ({ kind: 'absent' } as const);
  const groupsFound = paths.securityGroupIds.map((path) => find(place.object, path));
  const at = `${place.at}${paths.subnets ?? paths.securityGroupIds[0] ?? ''}`;
  const all = [vpcId, subnetsFound, ...groupsFound];
  const hidden = all.find((found) => found.kind === 'unknown');
  if (hidden?.kind === 'unknown') return { at, value: unknown(hidden.why) };
  if (origin.absent === 'unchanged' && all.every((found) => found.kind === 'absent')) return { at, value: unknown('unchanged') };
  const ids = (found: (typeof all)[number]) =>
    found.kind === 'value' ? parseIds(typeof found.value === 'string' ? [found.value] : found.value) : [];
  const subnets = ids(subnetsFound);
  const groups = groupsFound.map(ids);
  if (!subnets || groups.some((group) => group === undefined)) return { at, value: unknown('opaque') };
  const vpc = vpcId.kind === 'value' && typeof vpcId.value === 'string' ? { vpcId: vpcId.value } : {};
  return { at, value: known({ ...vpc, subnets, securityGroupIds: groups.flatMap((group) => group ?? []) }, origin.from) };
}

function readInstances(places: readonly Holder[], paths: NonNullable<Layout['instances']>, origin: Origin): Placed<Instances[]>[] {
  return places.map((place) => ({
    at: place.at,
    value: known(
      paths.flatMap(({ type, counts }): Instances[] => {
        const types = valuesAt(place.object, type).filter((value) => typeof value === 'string');
        const count = countAt(place.object, counts);
        return types.length > 0 ? types.map((name) => ({ type: name, count })) : count === null ? [] : [{ type: null, count }];
      }),
      origin.from,
    ),
  }));
}
