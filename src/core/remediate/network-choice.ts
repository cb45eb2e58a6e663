import type { NetworkFacts } from '../network.ts';
import type { AllowList } from '../policy.ts';
import type { VpcConfig } from '../posture.ts';
import { groupFacts, subnetFacts, unique } from '../rules/network-facts.ts';
import { RemediationRefused } from './refusal.ts';

/** SageMaker's limits (service model: Subnets and VpcSecurityGroupIds of VpcConfig). */
const mostSubnets = 16;
const mostGroups = 5;

/**
 * The VpcConfig that the policy approves, where its list leaves no choice. With EC2's facts, a list of several VPCs does.
 *
 * @throws RemediationRefused with what to give
 */
export function approvedVpcConfig(list: AllowList, facts: NetworkFacts | undefined): VpcConfig {
  const give = 'give --subnets subnet-... --security-groups sg-... (private subnets in two zones, and groups, of one VPC)';
  const missing = [...(list.subnets.length === 0 ? ['subnets'] : []), ...(list.securityGroups.length === 0 ? ['securityGroups'] : [])];
  if (missing.length > 0)
    throw new RemediationRefused(
      `no network to put it into: ${give}, or list ${missing.join(' and ')} under rules: approved-network: in the policy`,
    );
  const vpcs = facts && unique(list.subnets.map((id) => subnetFacts(facts, id)?.vpcId));
  if (vpcs && vpcs.length > 1 && !vpcs.includes(undefined))
    throw new RemediationRefused(`the policy approves subnets of ${vpcs.length} VPCs (${vpcs.join(', ')}): ${give}`);
  const [vpc] = vpcs ?? [];
  const groups = list.securityGroups.filter((id) => vpc === undefined || (groupFacts(facts, id)?.vpcId ?? vpc) === vpc);
  if (list.subnets.length > mostSubnets || groups.length > mostGroups || groups.length === 0)
    throw new RemediationRefused(
      `the policy approves ${list.subnets.length} subnets and ${groups.length} security groups of their VPC; SageMaker takes 1 to ${mostSubnets} and 1 to ${mostGroups}: ${give}`,
    );
  return { subnets: [...list.subnets].sort(), securityGroupIds: [...groups].sort() };
}

/** @throws RemediationRefused for ids that are none, or too many */
export function demandVpcConfig({ subnets, securityGroupIds }: VpcConfig): VpcConfig {
  const bad = [
    ...subnets
      .filter((id) => !/^subnet-[0-9a-z-]{1,25}$/.test(id))
      .map((id) => `--subnets ${JSON.stringify(id)}: expected subnet-0123456789abcdef0`),
    ...securityGroupIds
      .filter((id) => !/^sg-[0-9a-z-]{1,29}$/.test(id))
      .map((id) => `--security-groups ${JSON.stringify(id)}: expected sg-0123456789abcdef0`),
    ...(subnets.length === 0 || subnets.length > mostSubnets ? [`--subnets: expected 1 to ${mostSubnets}, got ${subnets.length}`] : []),
    ...(securityGroupIds.length === 0 || securityGroupIds.length > mostGroups
      ? [`--security-groups: expected 1 to ${mostGroups}, got ${securityGroupIds.length}`]
      : []),
  ];
  if (bad[0] !== undefined) throw new RemediationRefused(bad[0]);
  return { subnets: unique(subnets), securityGroupIds: unique(securityGroupIds) };
}

export const asRequestVpc = ({ subnets, securityGroupIds }: VpcConfig) => ({ SecurityGroupIds: securityGroupIds, Subnets: subnets });
