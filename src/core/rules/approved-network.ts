import type { NetworkFacts } from '../network.ts';
import type { AllowList } from '../policy.ts';
import type { NetworkAttachment } from '../posture.ts';
import type { Rule } from '../rule.ts';
import type { Check } from '../verdict.ts';
import { groupFacts, judgePlacements, noNetworkFacts, subnetFacts, unique } from './network-facts.ts';

/** A VpcConfig says which network, not whether it is one of ours: the allow-lists do. An empty list allows any. */
export const approvedNetwork: Rule = {
  id: 'approved-network',
  title: 'Only approved VPCs, subnets and security groups are used',
  severity: 'medium',
  enabledByDefault: false,
  remedy:
    'Create the resource again in an approved network (a model: as for vpc-required, deleting last), or approve the network in the policy. Prevent it with the condition keys sagemaker:VpcSubnets and sagemaker:VpcSecurityGroupIds.',
  evaluate: ({ posture }, { policy, network }) =>
    judgePlacements(posture, (placement) => check(placement.network, policy.rules['approved-network'], network)),
};

function check(used: NetworkAttachment, allowed: AllowList, facts: NetworkFacts | undefined): Check[] {
  const within = (ids: readonly string[], list: readonly string[], kind: string): Check[] =>
    unique(ids).map((id) => (list.length === 0 || list.includes(id) ? 'pass' : { found: id, expected: `approved ${kind}` }));
  return [
    ...within(used.subnets, allowed.subnets, 'subnet'),
    ...within(used.securityGroupIds, allowed.securityGroups, 'security group'),
    ...vpcsOf(used, allowed, facts).flatMap((vpcId) => (vpcId === null ? [noNetworkFacts] : within([vpcId], allowed.vpcs, 'VPC'))),
  ];
}

/** The VPCs in use: as the request says, else as EC2 says of the subnets, else of the groups. `null`: the snapshot does not know. */
function vpcsOf(
  { vpcId, subnets, securityGroupIds }: NetworkAttachment,
  allowed: AllowList,
  facts: NetworkFacts | undefined,
): (string | null)[] {
  if (vpcId !== undefined) return [vpcId];
  if (allowed.vpcs.length === 0) return [];
  const found = subnets.length > 0 ? subnets.map((id) => subnetFacts(facts, id)) : securityGroupIds.map((id) => groupFacts(facts, id));
  return unique(found.map((each) => each?.vpcId ?? null));
}
