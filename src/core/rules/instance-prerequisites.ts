import type { Change } from '../change.ts';
import type { NetworkFacts, SecurityGroupRule } from '../network.ts';
import type { Instances } from '../posture.ts';
import type { Check, Outcome } from '../verdict.ts';
import { anyGroup, covers, isWorld, noNetworkFacts, type Placement, subnetFacts, unique, zonesOffering } from './network-facts.ts';

/**
 * What depends on the instances: distributed training needs its containers to reach each other (developer guide,
 * "train-vpc", Configure the VPC Security Group), and some subnet has to be in a zone that offers the type.
 */
export function checkInstances(change: Change, placements: readonly Placement[], network: NetworkFacts | undefined): Outcome[] {
  return (change.posture.instances ?? []).flatMap(({ at, value }): Outcome[] => {
    // A tuning definition's instances go with its own VpcConfig; a cluster's with those of all its groups.
    const sites = placements.filter((placement) => placement.at.startsWith(at));
    const [first] = sites;
    if (!first) return [];
    if (!value.known) return [{ setting: 'instances', at, check: { unknown: value.why } }];
    if (!network) return [];
    const zones = value.value.flatMap(({ type }) => (type === null ? [] : offered(type, sites, network)));
    return [
      ...zones.map((check): Outcome => ({ setting: first.setting, at: first.at, check })),
      ...sites.flatMap(({ setting, at: place, network: used }) =>
        selfReference(change, value.value, unique(used.securityGroupIds), network).map((check): Outcome => ({ setting, at: place, check })),
      ),
    ];
  });
}

/** Some subnet is in a zone that offers the type. That not every one is, `advisories` says. */
function offered(type: string, sites: readonly Placement[], network: NetworkFacts): Check[] {
  const offering = zonesOffering(network, ec2Type(type));
  const zones = unique(sites.flatMap(({ network: used }) => used.subnets.map((id) => subnetFacts(network, id)?.availabilityZone)));
  if (zones.length === 0) return [];
  if (!offering) return [noNetworkFacts];
  if (zones.some((zone) => zone !== undefined && offering.includes(zone))) return ['pass'];
  if (zones.includes(undefined)) return [noNetworkFacts];
  const expected = offering.length > 0 ? `a subnet in ${offering.join(', ')}` : 'a type that the Region offers';
  return [{ found: `${type} not in ${zones.join(', ')}`, expected }];
}

/** SageMaker's instance types are EC2's with a prefix. */
export const ec2Type = (type: string): string => type.replace(/^ml\./, '');

function selfReference({ resource }: Change, instances: readonly Instances[], groups: readonly string[], network: NetworkFacts): Check[] {
  if (resource.type !== 'TrainingJob' && resource.type !== 'HyperParameterTuningJob') return [];
  const distributed = instances.some(({ count }) => count !== null && count > 1);
  if (!distributed && instances.length > 0 && instances.every(({ count }) => count !== null)) return [];
  return (['ingress', 'egress'] as const).flatMap((side) => {
    const expected = side === 'ingress' ? 'ingress from the groups themselves' : 'egress to the groups themselves';
    const found = `${groups.join(', ')} no ${side} among themselves`;
    const admitted = anyGroup(groups, network, side, (rule) => admitsPeers(rule, groups), { found, expected });
    return distributed ? admitted : admitted.map((check): Check => (check === 'pass' ? 'pass' : { unknown: 'omitted' }));
  });
}

/** Frameworks choose their ports, so all of TCP; a rule for everyone admits the peers too. */
function admitsPeers(rule: SecurityGroupRule, groups: readonly string[]): boolean {
  return covers(rule, 1, 65_535) && (rule.securityGroupIds.some((id) => groups.includes(id)) || rule.cidrs.some(isWorld));
}
