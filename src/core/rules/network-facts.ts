import type { NetworkFacts, SecurityGroupFacts, SecurityGroupRule, SubnetFacts, VpcFacts } from '../network.ts';
import type { NetworkAttachment, Posture, Setting, VpcConfig } from '../posture.ts';
import type { Verdict } from '../rule.ts';
import { type Check, fold, type Outcome } from '../verdict.ts';

/** Where a request puts a resource into a network: a VpcConfig, or the members that notebooks and domains have instead. */
export interface Placement {
  readonly setting: 'vpc' | 'networkAttachment';
  readonly at: string;
  readonly network: NetworkAttachment;
}

export const noNetworkFacts: Check = { unknown: 'no-network-facts' };

/** Places whose value is known and is not "no VpcConfig at all" (vpc-required answers for those). */
export function placementsOf(posture: Posture, settings: readonly Placement['setting'][] = ['vpc', 'networkAttachment']): Placement[] {
  return settings.flatMap((setting) =>
    placesOf(posture, setting).flatMap(({ at, value }) => (value.known && value.value ? [{ setting, at, network: value.value }] : [])),
  );
}

/** Judges every placement of a change; a placement that could not be seen is an outcome too. */
export function judgePlacements(
  posture: Posture,
  check: (placement: Placement) => readonly Check[],
  settings: readonly Placement['setting'][] = ['vpc', 'networkAttachment'],
): Verdict {
  const unseen = settings.flatMap((setting) =>
    placesOf(posture, setting).flatMap(({ at, value }): Outcome[] => (value.known ? [] : [{ setting, at, check: { unknown: value.why } }])),
  );
  const seen = placementsOf(posture, settings).flatMap((placement) =>
    check(placement).map((each): Outcome => ({ setting: placement.setting, at: placement.at, check: each })),
  );
  return fold([...seen, ...unseen]);
}

function placesOf(posture: Posture, setting: Placement['setting']): Setting<VpcConfig | NetworkAttachment | null> {
  return posture[setting] ?? [];
}

/** Own members only: an id comes from a record, and may be `constructor` or `__proto__`. */
function own<T>(facts: Readonly<Record<string, T>> | undefined, id: string): T | undefined {
  return facts && Object.hasOwn(facts, id) ? facts[id] : undefined;
}

export const subnetFacts = (network: NetworkFacts | undefined, id: string): SubnetFacts | undefined => own(network?.subnets, id);
export const vpcFacts = (network: NetworkFacts | undefined, id: string): VpcFacts | undefined => own(network?.vpcs, id);
export const groupFacts = (network: NetworkFacts | undefined, id: string): SecurityGroupFacts | undefined =>
  own(network?.securityGroups, id);
export const zonesOffering = (network: NetworkFacts | undefined, instanceType: string): readonly string[] | undefined =>
  own(network?.instanceTypeZones, instanceType);

/** `0.0.0.0/0`, `::/0`, and any other spelling of a network whose prefix is empty. */
export const isWorld = (cidr: string): boolean => /\/0+$/.test(cidr);

export const worldCidrs = (rule: SecurityGroupRule): readonly string[] => rule.cidrs.filter(isWorld);

export const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** Does a rule let this whole range of TCP ports through? */
export function covers({ protocol, fromPort, toPort }: SecurityGroupRule, from: number, to: number): boolean {
  if (protocol === '-1') return true;
  return ['tcp', '6'].includes(protocol.toLowerCase()) && (fromPort ?? 0) <= from && (toPort ?? 65_535) >= to;
}

/** Rules of several groups add up: passes when one of any known group admits; fails only when all groups are known. */
export function anyGroup(
  groups: readonly string[],
  network: NetworkFacts,
  side: 'ingress' | 'egress',
  admits: (rule: SecurityGroupRule) => boolean,
  otherwise: Check,
): Check[] {
  if (groups.length === 0) return [];
  const known = groups.map((id) => groupFacts(network, id));
  if (known.some((group) => group?.[side].some(admits))) return ['pass'];
  return [known.includes(undefined) ? noNetworkFacts : otherwise];
}
