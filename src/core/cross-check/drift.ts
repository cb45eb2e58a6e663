import type { Change } from '../change.ts';
import { eventRef } from '../event-ref.ts';
import type { EventRef } from '../evidence/exposure.ts';
import type { InterContainerTraffic, NetworkAttachment, Placed, SettingName, VpcConfig } from '../posture.ts';
import type { Drift, DriftCause, Existing, Silence } from './model.ts';
import type { Silences } from './silence.ts';

/**
 * Settings that say where a resource stands; counts of instances change without an update, and a cluster's own VpcConfig shows in its
 * groups.
 */
const compared: readonly SettingName[] = [
  'vpc',
  'networkAttachment',
  'networkIsolation',
  'interContainerTraffic',
  'directInternetAccess',
  'appNetworkAccessType',
  'remoteDebug',
  'serverlessVariant',
];

/** What differs between a resource and its records: `chain` is its create and the updates after it, in order of time. */
export function driftOf(resource: Existing, chain: readonly Change[], silences: Silences): Drift[] {
  const last = chain.at(-1);
  if (!last) return [];
  return compared.flatMap((setting) => {
    const places: readonly Placed<unknown>[] = resource.posture[setting] ?? [];
    return places.flatMap((place) => {
      if (!place.value.known) return [];
      const before = recordedOf(setting, place, places.length === 1, chain);
      const pair = before && different(setting, before.value, place.value.value);
      if (!before || !pair) return [];
      return [
        { ...subjectOf(resource), setting, at: place.at, ...pair, lastRecord: before.record, ...causeOf(resource, before, silences) },
      ];
    });
  });
}

interface Recorded {
  readonly value: unknown;
  readonly record: EventRef;
}

/** The latest record that tells the value of a place; where there is but one place, under whatever path (updates have paths of their own). */
function recordedOf(setting: SettingName, { at }: Placed<unknown>, isOnly: boolean, chain: readonly Change[]): Recorded | undefined {
  for (const change of chain.toReversed()) {
    const places: readonly Placed<unknown>[] = change.posture[setting] ?? [];
    const place = places.find((each) => each.at === at) ?? (isOnly && places.length === 1 ? places[0] : undefined);
    if (place?.value.known) return { value: place.value.value, record: eventRef(change) };
    // It is not known what this one set: an older value would be compared with what it may have changed.
    if (place && !place.value.known && place.value.why !== 'unchanged') return undefined;
  }
  return undefined;
}

function causeOf(
  resource: Existing,
  { record }: Recorded,
  silences: Silences,
): { readonly cause: DriftCause; readonly silence: Silence | null } {
  const seen = Date.parse(resource.seenAt);
  const silence = silences.at(resource, Date.parse(record.eventTime), seen) ?? null;
  if (silence) return { cause: silence.cause, silence };
  return { cause: silences.reaches(seen) ? 'no-update-record' : 'update-after-period', silence: null };
}

/** As text, and only what the record set: Describe fills in what it left to a default (the VPC's own security group). */
function different(
  setting: SettingName,
  recorded: unknown,
  exists: unknown,
): { readonly recorded: string; readonly exists: string } | undefined {
  const [before, now] = textsOf(setting, recorded, exists);
  return before === now ? undefined : { recorded: before, exists: now };
}

function textsOf(setting: SettingName, recorded: unknown, exists: unknown): [string, string] {
  switch (setting) {
    case 'vpc':
      return [networkText(recorded as VpcConfig | null), networkText(exists as VpcConfig | null)];
    case 'networkAttachment': {
      const [before, now] = [recorded as NetworkAttachment, exists as NetworkAttachment];
      return [networkText(before), networkText(onlySet(now, before))];
    }
    case 'interContainerTraffic':
      return [encryption(recorded as InterContainerTraffic), encryption(exists as InterContainerTraffic)];
    default:
      return [String(recorded), String(exists)];
  }
}

const encryption = ({ encrypted }: InterContainerTraffic) => (encrypted ? 'encrypted' : 'not encrypted');

function onlySet(now: NetworkAttachment, before: NetworkAttachment): NetworkAttachment {
  return {
    subnets: before.subnets.length > 0 ? now.subnets : [],
    securityGroupIds: before.securityGroupIds.length > 0 ? now.securityGroupIds : [],
    ...(before.vpcId !== undefined && now.vpcId !== undefined && { vpcId: now.vpcId }),
  };
}

function networkText(network: NetworkAttachment | null): string {
  if (network === null) return 'none';
  const list = (ids: readonly string[]) => [...new Set(ids)].sort().join(' ') || 'none';
  const vpc = network.vpcId === undefined ? '' : `${network.vpcId}, `;
  return `${vpc}subnets ${list(network.subnets)}, security groups ${list(network.securityGroupIds)}`;
}

function subjectOf({ account, region, type, name, arn }: Existing) {
  return { account, region, type, name, arn };
}
