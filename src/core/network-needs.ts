import type { Change } from './change.ts';
import type { Policy } from './policy.ts';
import type { NetworkAttachment, Posture, Setting, VpcConfig } from './posture.ts';

/** What EC2 has to be asked for, so that the rules on networks can judge. Each list is sorted and without repetition. */
export interface NetworkNeeds {
  readonly vpcs: readonly string[];
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  /** EC2's names, `g5.xlarge`. */
  readonly instanceTypes: readonly string[];
}

/** The networks that changes (or resources, read as changes) are in. */
export function networkNeeds(changes: readonly Pick<Change, 'posture'>[]): NetworkNeeds {
  const attachments = changes.flatMap(({ posture }) => attachmentsOf(posture));
  const instances = changes.flatMap(({ posture }) => (posture.instances ?? []).flatMap(({ value }) => (value.known ? value.value : [])));
  return {
    vpcs: sorted(attachments.flatMap(({ vpcId }) => vpcId ?? [])),
    subnets: sorted(attachments.flatMap(({ subnets }) => subnets)),
    securityGroups: sorted(attachments.flatMap(({ securityGroupIds }) => securityGroupIds)),
    instanceTypes: sorted(instances.flatMap(({ type }) => (type?.startsWith('ml.') ? type.slice('ml.'.length) : []))),
  };
}

function attachmentsOf({ vpc = [], clusterVpc = [], networkAttachment = [] }: Posture): NetworkAttachment[] {
  const settings: Setting<VpcConfig | NetworkAttachment | null> = [...vpc, ...clusterVpc, ...networkAttachment];
  return settings.flatMap(({ value }) => (value.known && value.value ? [value.value] : []));
}

const sorted = (values: readonly string[]): string[] => [...new Set(values)].sort();

/** Do verdicts of this policy hang on EC2's facts? */
export function usesNetworkFacts({ rules }: Pick<Policy, 'rules'>): boolean {
  const approved = rules['approved-network'];
  return (
    rules['private-subnets'].enabled ||
    rules['security-groups-least-privilege'].enabled ||
    rules['vpc-prerequisites'].enabled ||
    // The VPC of a VpcConfig is known from its subnets only.
    (approved.enabled && approved.vpcs.length > 0)
  );
}

export const needsNothing = ({ vpcs, subnets, securityGroups }: NetworkNeeds): boolean =>
  vpcs.length + subnets.length + securityGroups.length === 0;
