import type { Change } from '../change.ts';
import type { NetworkFacts, SubnetFacts } from '../network.ts';
import type { Rule } from '../rule.ts';
import { fold, type Outcome } from '../verdict.ts';
import { checkInstances, ec2Type } from './instance-prerequisites.ts';
import { placementsOf, subnetFacts, unique, vpcFacts, zonesOffering } from './network-facts.ts';
import { prerequisitesOf } from './prerequisites.ts';

/** Says what will fail later: CreateModel succeeds, and the endpoint times out. */
export const vpcPrerequisites: Rule = {
  id: 'vpc-prerequisites',
  title: 'The VPC has what the container needs',
  severity: 'medium',
  enabledByDefault: false,
  remedy: 'Add what the finding names to the VPC. The resource itself need not change, unless its subnets are in the wrong zones.',
  evaluate: (change, { network }) => {
    const placements = placementsOf(change.posture, ['vpc']);
    const unseen = (change.posture.vpc ?? []).flatMap(({ at, value }): Outcome[] =>
      value.known ? [] : [{ setting: 'vpc', at, check: { unknown: value.why } }],
    );
    const seen = placements.flatMap((placement) =>
      prerequisitesOf(placement.network, network).map((check): Outcome => ({ setting: placement.setting, at: placement.at, check })),
    );
    return fold([...seen, ...checkInstances(change, placements, network), ...unseen]);
  },
};

const advisedEndpoints = ['logs', 'sagemaker.api', 'sagemaker.runtime', 'sts', 'kms'];

/** What is worth having and fails nothing, as short values for the report. Of what the snapshot does not know it says nothing. */
export function advisories(change: Change, network: NetworkFacts | undefined): string[] {
  const placements = placementsOf(change.posture);
  const subnets = unique(placements.flatMap((placement) => placement.network.subnets)).flatMap((id) => subnetFacts(network, id) ?? []);
  const zones = unique(subnets.map(({ availabilityZone }) => availabilityZone));
  return [
    ...unique(subnets.map(({ vpcId }) => vpcId)).flatMap((vpcId) => advisedOfVpc(vpcId, subnets, network)),
    ...typesOf(change).flatMap((type) => advisedOfType(type, zones, network)),
    // Developer guide, "host-vpc": at least two subnets in different zones, even with one hosting instance.
    ...(change.resource.type === 'Model' && zones.length === 1 ? [`subnets in one zone: ${zones[0]}`] : []),
  ];
}

function advisedOfVpc(vpcId: string, used: readonly SubnetFacts[], network: NetworkFacts | undefined): string[] {
  const { endpoints, flowLogs } = vpcFacts(network, vpcId) ?? {};
  // Calls to the FIPS names are answered by endpoints of their own.
  const has = (service: string) => (endpoints ?? []).some((each) => each.service === service || each.service === `${service}-fips`);
  const missing = endpoints === undefined ? [] : advisedEndpoints.filter((service) => !has(service));
  const logged = used.filter((subnet) => subnet.vpcId === vpcId).every((subnet) => subnet.flowLogs);
  return [
    ...missing.map((service) => `${vpcId}: no ${service} endpoint`),
    ...(flowLogs === false && !logged ? [`${vpcId}: no flow logs`] : []),
  ];
}

function advisedOfType(type: string, zones: readonly string[], network: NetworkFacts | undefined): string[] {
  const offering = zonesOffering(network, ec2Type(type));
  const without = zones.filter((zone) => offering && !offering.includes(zone));
  return without.length > 0 && without.length < zones.length ? [`${type} not in ${without.join(', ')}`] : [];
}

function typesOf({ posture }: Change): string[] {
  const known = (posture.instances ?? []).flatMap(({ value }) => (value.known ? value.value : []));
  return unique(known.flatMap(({ type }) => type ?? []));
}
