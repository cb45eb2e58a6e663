import type { IpPermission, SecurityGroup } from '@aws-sdk/client-ec2';
import type { SecurityGroupFacts, SecurityGroupRule } from '../../core/network.ts';

export function groupFactsOf({ VpcId = '', IpPermissions = [], IpPermissionsEgress = [] }: SecurityGroup): SecurityGroupFacts {
  return { vpcId: VpcId, ingress: rulesOf(IpPermissions), egress: rulesOf(IpPermissionsEgress) };
}

function rulesOf(permissions: readonly IpPermission[]): SecurityGroupRule[] {
  return permissions.map(ruleOf).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function ruleOf({ IpProtocol, FromPort, ToPort, IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs }: IpPermission): SecurityGroupRule {
  return {
    // EC2 always says; what does not say is not taken for every protocol.
    protocol: IpProtocol ?? '',
    fromPort: FromPort ?? null,
    toPort: ToPort ?? null,
    cidrs: [
      ...(IpRanges ?? []).flatMap(({ CidrIp }) => CidrIp ?? []).sort(),
      ...(Ipv6Ranges ?? []).flatMap(({ CidrIpv6 }) => CidrIpv6 ?? []).sort(),
    ],
    prefixListIds: (PrefixListIds ?? []).flatMap(({ PrefixListId }) => PrefixListId ?? []).sort(),
    securityGroupIds: (UserIdGroupPairs ?? []).flatMap(({ GroupId }) => GroupId ?? []).sort(),
  };
}
