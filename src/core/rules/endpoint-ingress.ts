import type { NetworkFacts, SecurityGroupRule, VpcEndpointFacts } from '../network.ts';
import type { Check } from '../verdict.ts';
import { contains } from './cidr.ts';
import { covers, groupFacts, isWorld, noNetworkFacts } from './network-facts.ts';

interface Source {
  readonly id: string;
  /** Of the subnet. */
  readonly cidrs: readonly string[] | undefined;
  readonly groups: readonly string[];
}

/**
 * A security group in front of an endpoint lets 443 in from the resource: from one of its groups, or from its subnet. Nothing where
 * the snapshot does not say which groups there are. One endpoint of several is enough, since any of them may answer.
 */
export function checkEndpointIngress({
  service,
  endpoints,
  from,
  network,
}: {
  readonly service: string;
  readonly endpoints: readonly VpcEndpointFacts[];
  readonly from: Source;
  readonly network: NetworkFacts;
}): Check[] {
  const said = endpoints.flatMap(({ securityGroupIds }) => (securityGroupIds === undefined ? [] : [securityGroupIds]));
  if (said.length < endpoints.length) return [];
  const answers = said.map((groups) => admits(groups, from, network));
  if (answers.includes('yes')) return ['pass'];
  if (answers.includes('unknown')) return [noNetworkFacts];
  return [{ found: `${service} endpoint closed to ${from.id}`, expected: 'ingress on 443 from the subnet or its groups' }];
}

function admits(groups: readonly string[], from: Source, network: NetworkFacts): 'yes' | 'no' | 'unknown' {
  const known = groups.map((id) => groupFacts(network, id));
  const rules = known.flatMap((group) => group?.ingress ?? []).filter((rule) => covers(rule, 443, 443));
  if (rules.some((rule) => isFrom(rule, from))) return 'yes';
  // A prefix list's addresses are not in the snapshot.
  const unsure = known.includes(undefined) || from.cidrs === undefined || rules.some(({ prefixListIds }) => prefixListIds.length > 0);
  return unsure ? 'unknown' : 'no';
}

function isFrom(rule: SecurityGroupRule, { groups, cidrs = [] }: Source): boolean {
  if (rule.securityGroupIds.some((id) => groups.includes(id))) return true;
  return rule.cidrs.some((range) => isWorld(range) || cidrs.some((cidr) => contains(range, cidr)));
}
