import type { NetworkFacts } from '../network.ts';
import type { AllowList } from '../policy.ts';
import type { NetworkAttachment } from '../posture.ts';
import type { Rule } from '../rule.ts';
import type { Check } from '../verdict.ts';
import { api, guide, iamKeys, own } from './citations.ts';
import { groupFacts, judgePlacements, noNetworkFacts, subnetFacts, unique } from './network-facts.ts';

/** A VpcConfig says which network, not whether it is one of ours: the allow-lists do. An empty list allows any. */
export const approvedNetwork: Rule = {
  id: 'approved-network',
  title: 'Only approved VPCs, subnets and security groups are used',
  severity: 'medium',
  enabledByDefault: false,
  appliesTo:
    'Everything that is put into subnets or security groups. Without a VpcConfig nothing is outside: vpc-required answers for that.',
  failsWhen:
    'A subnet, security group or VPC is not on its allow-list (an empty list allows any). The VPC of a VpcConfig is known from EC2 facts only.',
  risk: 'A VPC that somebody made for the purpose, or a subnet with a way to the internet, satisfies every rule that asks for “a VPC”, and has none of the endpoints, inspection and logging of the approved one.',
  impact: {
    for: ['The approved networks are the only way in and out, and their controls cover everything.'],
    against: ['Each new subnet or security group has to be added to the policy before it is used.'],
  },
  defaultValue: 'AWS accepts any subnet and security group that the caller may use.',
  profile: 'Level 2',
  references: [api('VpcConfig'), guide('infrastructure-give-access'), iamKeys],
  remediation: {
    summary:
      'Create the resource again in an approved network (a model: as for vpc-required, deleting last), or approve the network in the policy. Prevent it with the condition keys sagemaker:VpcSubnets and sagemaker:VpcSecurityGroupIds.',
    console: [
      'Note the subnet or security group in the finding, and its VPC in the VPC console.',
      'If it should be approved, add it to the rule’s lists in sagewarden.yml.',
      'If not, create the resource again with approved subnets and security groups, and delete the old one when the new one is verified.',
    ],
    cli: `aws ec2 describe-subnets --subnet-ids SUBNET --query 'Subnets[].[SubnetId,VpcId,Tags]'
aws ec2 describe-security-groups --group-ids SECURITY_GROUP --query 'SecurityGroups[].[GroupId,VpcId,GroupName]'`,
  },
  mappings: [
    own('NIST SP 800-53 r5', 'SC-7', 'SC-7(5)', 'AC-4'),
    own('ISO/IEC 27001:2022', 'A.8.20', 'A.8.22'),
    own('PCI DSS v4.0.1', '1.3.1', '1.3.2'),
  ],
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
