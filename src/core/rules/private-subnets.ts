import type { NetworkFacts } from '../network.ts';
import type { Rule } from '../rule.ts';
import type { Check } from '../verdict.ts';
import { judgePlacements, noNetworkFacts, subnetFacts, unique } from './network-facts.ts';

export const privateSubnets: Rule = {
  id: 'private-subnets',
  title: 'Subnets in use are private',
  severity: 'medium',
  enabledByDefault: false,
  remedy:
    'Create the resource again in private subnets (a model: as for vpc-required, deleting last). Changing the routes of a shared subnet cuts off whatever else uses it.',
  evaluate: ({ posture }, { network }) =>
    judgePlacements(posture, (placement) => unique(placement.network.subnets).flatMap((id) => check(id, network))),
};

function check(id: string, network: NetworkFacts | undefined): Check[] {
  const subnet = subnetFacts(network, id);
  if (!subnet) return [noNetworkFacts];
  const isPublic: Check[] = [
    ...(subnet.routesToInternetGateway
      ? [{ found: `${id} routes to an internet gateway`, expected: 'no route to an internet gateway' }]
      : []),
    ...(subnet.mapPublicIpOnLaunch ? [{ found: `${id} maps public addresses`, expected: 'no public addresses' }] : []),
  ];
  if (isPublic.length > 0) return isPublic;
  return [subnet.routesToInternetGateway === undefined ? noNetworkFacts : 'pass'];
}
