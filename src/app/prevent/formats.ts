import type { Policy } from '../../core/policy.ts';
import { type AllowLists, preventionOf } from '../../core/prevent/prevention.ts';
import type { Artifact, Material } from './artifact.ts';
import { cloudFormation } from './cloudformation.ts';
import { conformancePack } from './conformance-pack.ts';
import { guard } from './guard.ts';
import { iam, scp } from './json.ts';
import { terraform } from './terraform.ts';

export const formats = ['scp', 'iam', 'cloudformation', 'terraform', 'guard', 'conformance-pack'] as const;
export type Format = (typeof formats)[number];

/** Stands for an allow-list that is not known yet. */
const anyone: AllowLists = { subnets: ['subnet-00000000000000000'], securityGroups: ['sg-00000000000000000'] };

/** The files of one format. None: no rule that is on can be said in it. */
export function filesOf(format: Format, policy: Policy, material: Material): Artifact[] {
  if (format === 'guard') return guard(policy, material.allowLists);
  if (format === 'conformance-pack') return conformancePack(policy);
  if (format === 'cloudformation') return cloudFormation(material);
  if (format === 'terraform') return terraform(material);
  if (material.prevention.documents.length === 0) return [];
  return format === 'scp' ? scp(material) : iam(material);
}

/** `asOf`: ISO 8601. Throws `TooLong` where an allow-list does not fit into a policy. */
export function materialOf(policy: Policy, allowLists: AllowLists, asOf: string): Material {
  const open: AllowLists = {
    subnets: allowLists.subnets.length > 0 ? allowLists.subnets : anyone.subnets,
    securityGroups: allowLists.securityGroups.length > 0 ? allowLists.securityGroups : anyone.securityGroups,
  };
  return { prevention: preventionOf(policy, allowLists, asOf), open: preventionOf(policy, open, asOf), allowLists };
}
