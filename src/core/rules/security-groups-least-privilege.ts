import type { NetworkFacts } from '../network.ts';
import type { RuleParameters } from '../policy.ts';
import type { Rule } from '../rule.ts';
import type { Check } from '../verdict.ts';
import { groupFacts, judgePlacements, noNetworkFacts, unique, worldCidrs } from './network-facts.ts';

type Direction = RuleParameters['security-groups-least-privilege']['direction'];

export const securityGroupsLeastPrivilege: Rule = {
  id: 'security-groups-least-privilege',
  title: 'Security groups in use are not open to the world',
  severity: 'medium',
  enabledByDefault: false,
  remedy:
    'Allow what is needed first, then take the open rule away. Rules of a group can be changed while it is in use; nothing has to be created anew.',
  evaluate: ({ posture }, { policy, network }) => {
    const { direction } = policy.rules['security-groups-least-privilege'];
    return judgePlacements(posture, (placement) =>
      unique(placement.network.securityGroupIds).flatMap((id) => check(id, direction, network)),
    );
  },
};

function check(id: string, direction: Direction, network: NetworkFacts | undefined): Check[] {
  const group = groupFacts(network, id);
  if (!group) return [noNetworkFacts];
  const sides = (['ingress', 'egress'] as const).filter((side) => direction === 'both' || direction === side);
  const open = sides.flatMap((side) =>
    unique(group[side].flatMap(worldCidrs)).map(
      (cidr): Check => ({ found: `${id} ${side} open to ${cidr}`, expected: `no ${side} open to the world` }),
    ),
  );
  return open.length > 0 ? open : ['pass'];
}
