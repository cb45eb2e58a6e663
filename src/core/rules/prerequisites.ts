import type { NetworkFacts, SecurityGroupRule, SubnetFacts, VpcEndpointFacts, VpcFacts } from '../network.ts';
import type { VpcConfig } from '../posture.ts';
import type { Check } from '../verdict.ts';
import { checkEndpointIngress } from './endpoint-ingress.ts';
import { anyGroup, covers, noNetworkFacts, subnetFacts, unique, vpcFacts } from './network-facts.ts';

/** What one VpcConfig needs of its VPC, each requirement by itself. */
type Prerequisite = (site: Site) => readonly Check[];

interface Site {
  readonly subnets: readonly Sited[];
  readonly groups: readonly string[];
  readonly network: NetworkFacts;
}

interface Sited {
  readonly id: string;
  readonly facts: SubnetFacts;
  readonly vpc: VpcFacts;
}

const prerequisites: readonly Prerequisite[] = [
  dnsSupport,
  dnsHostnames,
  s3Reachable,
  ...(['ecr.api', 'ecr.dkr'] as const).map((service) => (site: Site) => endpointExists(site, service)),
  ...(['s3', 'ecr.api', 'ecr.dkr'] as const).flatMap((service) => [
    (site: Site) => endpointHasName(site, service),
    (site: Site) => endpointInZones(site, service),
    (site: Site) => endpointAdmits(site, service),
  ]),
  egressHttps,
];

/**
 * Every prerequisite of one VpcConfig, as `vpc-prerequisites` judges it: what passes, what is missing, what nobody can answer for. A
 * subnet or VPC that the snapshot does not know is such a thing.
 */
export function prerequisitesOf(used: VpcConfig, network: NetworkFacts | undefined): Check[] {
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
  return perVpc(subnets, ({ facts, vpc }) => isOn(vpc.dnsSupport, `${facts.vpcId} DNS support off`));
}

function dnsHostnames({ subnets }: Site): Check[] {
  return perVpc(subnets, ({ facts, vpc }) => isOn(vpc.dnsHostnames, `${facts.vpcId} DNS hostnames off`));
}

function isOn(fact: boolean | undefined, found: string): Check {
  if (fact === undefined) return noNetworkFacts;
  return fact ? 'pass' : { found, expected: 'on' };
}

/** A gateway endpoint serves only the route tables that it is attached to; an interface endpoint the whole VPC; NAT does for either. */
function s3Reachable({ subnets }: Site): Check[] {
  return subnets.map((subnet) => {
    const { id, facts, vpc } = subnet;
    if (facts.routesToNat || hasS3Gateway(facts, vpc) || interfaces(vpc, 's3').length > 0) return 'pass';
    return isUnseen(subnet) ? noNetworkFacts : { found: `${id} no S3 endpoint`, expected: 'S3 endpoint or NAT' };
  });
}

function endpointExists({ subnets }: Site, service: string): Check[] {
  // What is known to fail is said before what nobody can answer for.
  const judged = withoutNat(subnets).toSorted((a, b) => Number(isUnseen(a)) - Number(isUnseen(b)));
  return perVpc(judged, (subnet) => {
    const { facts, vpc } = subnet;
    if (interfaces(vpc, service).length > 0) return 'pass';
    return isUnseen(subnet) ? noNetworkFacts : { found: `${facts.vpcId} no ${service} endpoint`, expected: `${service} endpoint or NAT` };
  });
}

/** Containers use the service's own name, and without a private DNS name it leads past the endpoint. */
function endpointHasName({ subnets }: Site, service: string): Check[] {
  return perVpc(depending(subnets, service), (subnet) => {
    const { facts, vpc } = subnet;
    if (interfaces(vpc, service).some(({ privateDns }) => privateDns !== false)) return 'pass';
    return unlessNat(subnet, { found: `${facts.vpcId} ${service} endpoint without private DNS names`, expected: 'private DNS names' });
  });
}

/** An interface endpoint answers in the zones of its own subnets. That it is missing altogether is said elsewhere. */
function endpointInZones({ subnets, network }: Site, service: string): Check[] {
  return depending(subnets, service).map((subnet): Check => {
    const { id, facts, vpc } = subnet;
    const endpoints = interfaces(vpc, service);
    const zones = endpoints.flatMap(({ subnetIds }) => subnetIds.map((each) => subnetFacts(network, each)?.availabilityZone));
    if (zones.includes(facts.availabilityZone)) return 'pass';
    if (zones.includes(undefined)) return noNetworkFacts;
    const found = `${id} in ${facts.availabilityZone}, no ${service} endpoint there`;
    return unlessNat(subnet, { found, expected: `${service} endpoint in that zone` });
  });
}

function endpointAdmits({ subnets, groups, network }: Site, service: string): Check[] {
  return depending(subnets, service).flatMap((subnet): Check[] => {
    const { id, facts, vpc } = subnet;
    const from = { id, cidrs: facts.cidrs, groups };
    return checkEndpointIngress({ service, endpoints: interfaces(vpc, service), from, network }).map((check) => unlessNat(subnet, check));
  });
}

/** Rules of several groups add up: one that lets 443 out to anything but the groups themselves is enough. */
function egressHttps({ groups, network }: Site): Check[] {
  const leaves = (rule: SecurityGroupRule) =>
    covers(rule, 443, 443) &&
    (rule.cidrs.length > 0 || rule.prefixListIds.length > 0 || rule.securityGroupIds.some((id) => !groups.includes(id)));
  return anyGroup(groups, network, 'egress', leaves, { found: `${groups.join(', ')} no egress on 443`, expected: 'egress on 443' });
}

/** Endpoints or routes were not seen, or the way leads to where another VPC may have what is missing here. */
const isUnseen = ({ facts, vpc }: Sited): boolean =>
  vpc.endpoints === undefined || facts.routesToNat === undefined || facts.routesElsewhere === true;

const withoutNat = (subnets: Site['subnets']) => subnets.filter(({ facts }) => !facts.routesToNat);

/** Where routes were not seen there may be NAT, which makes up for what an endpoint lacks. */
const unlessNat = ({ facts }: Sited, check: Check): Check => (facts.routesToNat === undefined && check !== 'pass' ? noNetworkFacts : check);

/** Subnets that reach a service by an interface endpoint, as far as is known. */
const depending = (subnets: Site['subnets'], service: string) =>
  withoutNat(subnets).filter(({ facts, vpc }) => interfaces(vpc, service).length > 0 && !(service === 's3' && hasS3Gateway(facts, vpc)));

const interfaces = ({ endpoints = [] }: VpcFacts, service: string): readonly VpcEndpointFacts[] =>
  endpoints.filter((each) => each.type === 'Interface' && each.service === service);

function hasS3Gateway({ routeTableId }: SubnetFacts, { endpoints = [] }: VpcFacts): boolean {
  return endpoints.some(
    ({ service, type, routeTableIds }) =>
      service === 's3' && type === 'Gateway' && routeTableId !== undefined && routeTableIds.includes(routeTableId),
  );
}

/** Says once for a VPC what is true of all its subnets. */
function perVpc(subnets: Site['subnets'], check: (subnet: Sited) => Check): Check[] {
  return subnets.filter(({ facts }, index) => subnets.findIndex((each) => each.facts.vpcId === facts.vpcId) === index).map(check);
}
