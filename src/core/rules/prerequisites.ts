import type { NetworkFacts, SecurityGroupRule, SubnetFacts, VpcFacts } from '../network.ts';
import type { Check } from '../verdict.ts';
import { anyGroup, covers, noNetworkFacts, type Placement, subnetFacts, unique, vpcFacts } from './network-facts.ts';

/** What one VpcConfig needs of its VPC, each requirement by itself. */
type Prerequisite = (site: Site) => readonly Check[];

interface Site {
  readonly subnets: readonly { readonly id: string; readonly facts: SubnetFacts; readonly vpc: VpcFacts }[];
  readonly groups: readonly string[];
  readonly network: NetworkFacts;
}

const prerequisites: readonly Prerequisite[] = [
  dnsSupport,
  dnsHostnames,
  s3Reachable,
  ...(['ecr.api', 'ecr.dkr'] as const).map((service) => (site: Site) => endpointExists(site, service)),
  ...(['s3', 'ecr.api', 'ecr.dkr'] as const).map((service) => (site: Site) => endpointInZones(site, service)),
  egressHttps,
];

/** Every prerequisite of one placement. A subnet or VPC that the snapshot does not know is one that nobody can answer for. */
export function checkPlacement({ network: used }: Placement, network: NetworkFacts | undefined): Check[] {
  if (!network) return [noNetworkFacts];
  const subnets = unique(used.subnets).map((id) => {
    const facts = subnetFacts(network, id);
    const vpc = facts && vpcFacts(network, facts.vpcId);
    return facts && vpc ? { id, facts, vpc } : undefined;
  });
  const known = subnets.filter((subnet) => subnet !== undefined);
  const site: Site = { subnets: known, groups: unique(used.securityGroupIds), network };
  return [...prerequisites.flatMap((prerequisite) => prerequisite(site)), ...(known.length < subnets.length ? [noNetworkFacts] : [])];
}

function dnsSupport({ subnets }: Site): Check[] {
  return perVpc(subnets, ({ facts, vpc }) => (vpc.dnsSupport ? 'pass' : { found: `${facts.vpcId} DNS support off`, expected: 'on' }));
}

function dnsHostnames({ subnets }: Site): Check[] {
  return perVpc(subnets, ({ facts, vpc }) => (vpc.dnsHostnames ? 'pass' : { found: `${facts.vpcId} DNS hostnames off`, expected: 'on' }));
}

/** A gateway endpoint serves only the route tables that it is attached to; an interface endpoint the whole VPC; NAT does for either. */
function s3Reachable({ subnets }: Site): Check[] {
  return subnets.map(({ id, facts, vpc }) =>
    facts.routesToNat || hasS3Gateway(facts, vpc) || interfaces(vpc, 's3').length > 0
      ? 'pass'
      : { found: `${id} no S3 endpoint`, expected: 'S3 endpoint or NAT' },
  );
}

function endpointExists({ subnets }: Site, service: string): Check[] {
  return perVpc(withoutNat(subnets), ({ facts, vpc }) =>
    interfaces(vpc, service).length > 0
      ? 'pass'
      : { found: `${facts.vpcId} no ${service} endpoint`, expected: `${service} endpoint or NAT` },
  );
}

/** An interface endpoint answers in the zones of its own subnets. That it is missing altogether is said elsewhere. */
function endpointInZones({ subnets, network }: Site, service: string): Check[] {
  return withoutNat(subnets).flatMap(({ id, facts, vpc }): Check[] => {
    const endpoints = interfaces(vpc, service);
    if (endpoints.length === 0 || (service === 's3' && hasS3Gateway(facts, vpc))) return [];
    const zones = endpoints.flatMap(({ subnetIds }) => subnetIds.map((each) => subnetFacts(network, each)?.availabilityZone));
    if (zones.includes(facts.availabilityZone)) return ['pass'];
    if (zones.includes(undefined)) return [noNetworkFacts];
    return [{ found: `${id} in ${facts.availabilityZone}, no ${service} endpoint there`, expected: `${service} endpoint in that zone` }];
  });
}

/** Rules of several groups add up: one that lets 443 out to anything but the groups themselves is enough. */
function egressHttps({ groups, network }: Site): Check[] {
  const leaves = (rule: SecurityGroupRule) =>
    covers(rule, 443, 443) &&
    (rule.cidrs.length > 0 || rule.prefixListIds.length > 0 || rule.securityGroupIds.some((id) => !groups.includes(id)));
  return anyGroup(groups, network, 'egress', leaves, { found: `${groups.join(', ')} no egress on 443`, expected: 'egress on 443' });
}

const withoutNat = (subnets: Site['subnets']) => subnets.filter(({ facts }) => !facts.routesToNat);

const interfaces = (vpc: VpcFacts, service: string) =>
  vpc.endpoints.filter((each) => each.type === 'Interface' && each.service === service);

function hasS3Gateway({ routeTableId }: SubnetFacts, vpc: VpcFacts): boolean {
  return vpc.endpoints.some(
    ({ service, type, routeTableIds }) => service === 's3' && type === 'Gateway' && routeTableIds.includes(routeTableId),
  );
}

/** Says once for a VPC what is true of all its subnets. */
function perVpc(subnets: Site['subnets'], check: (subnet: Site['subnets'][number]) => Check): Check[] {
  return subnets.filter(({ facts }, index) => subnets.findIndex((each) => each.facts.vpcId === facts.vpcId) === index).map(check);
}
