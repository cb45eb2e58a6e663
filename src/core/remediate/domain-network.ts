import { type JsonObject, member, object, text } from '../json.ts';
import type { NetworkFacts } from '../network.ts';
import type { AllowList } from '../policy.ts';
import type { VpcConfig } from '../posture.ts';
import { groupFacts, subnetFacts } from '../rules/network-facts.ts';
import { demandVpcConfig } from './network-choice.ts';
import type { Seen } from './plan.ts';
import { RemediationRefused } from './refusal.ts';

/** A domain's subnets and groups can be changed, its VPC cannot (service model, UpdateDomain: VpcId is for a domain without one). */

/**
 * What the policy approves of the domain's VPC; what it has of that already is kept.
 *
 * @throws RemediationRefused
 */
export function approvedForDomain({ name, answer }: Seen, list: AllowList, facts: NetworkFacts | undefined): VpcConfig {
  const vpc = text(answer, 'VpcId');
  const approved = (own: readonly string[], listed: readonly string[], vpcOf: (id: string) => string | undefined) => {
    if (listed.length === 0 || (own.length > 0 && own.every((id) => listed.includes(id)))) return own;
    return listed.filter((id) => (vpcOf(id) ?? vpc) === vpc).sort();
  };
  const subnets = approved(listOf(answer, 'SubnetIds'), list.subnets, (id) => subnetFacts(facts, id)?.vpcId);
  const isApproved = list.vpcs.length === 0 || (vpc !== undefined && list.vpcs.includes(vpc));
  if (!isApproved || subnets.length === 0)
    throw new RemediationRefused(
      `domain ${name} is in ${vpc ?? 'no VPC'}, of which the policy approves ${isApproved ? 'no subnet' : 'nothing'}, and UpdateDomain moves no domain to another VPC: create a new domain with AppNetworkAccessType VpcOnly in an approved VPC, and move its users`,
    );
  const securityGroupIds = approved(userGroups(answer), list.securityGroups, (id) => groupFacts(facts, id)?.vpcId);
  if (securityGroupIds.length === 0) throw withoutGroups(name);
  return demandVpcConfig({ subnets, securityGroupIds });
}

/** @throws RemediationRefused for a subnet of another VPC */
export function demandSameVpc({ name, answer }: Seen, { subnets }: VpcConfig, facts: NetworkFacts | undefined): void {
  const vpc = text(answer, 'VpcId');
  for (const id of subnets) {
    const other = subnetFacts(facts, id)?.vpcId ?? vpc;
    if (vpc !== undefined && other !== vpc)
      throw new RemediationRefused(
        `--subnets ${id} is in ${other}, domain ${name} in ${vpc}, and UpdateDomain moves no domain to another VPC: give subnets of ${vpc}, or create a new domain`,
      );
  }
}

export const userGroups = (answer: JsonObject): readonly string[] => listOf(object(answer, 'DefaultUserSettings') ?? {}, 'SecurityGroups');

export const withoutGroups = (name: string) =>
  new RemediationRefused(
    `domain ${name} has no SecurityGroups in DefaultUserSettings, which VpcOnly needs: give --subnets and --security-groups, or set them first (aws sagemaker update-domain --default-user-settings)`,
  );

export function listOf(parent: JsonObject, name: string): readonly string[] {
  const value = member(parent, name);
  return Array.isArray(value) ? value.map(String) : [];
}
