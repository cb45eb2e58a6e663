import type { Change } from '../change.ts';
import type { NetworkFacts } from '../network.ts';
import type { Policy } from '../policy.ts';
import type { Rule } from '../rule.ts';
import { privateSubnets } from '../rules/private-subnets.ts';
import { securityGroupsLeastPrivilege } from '../rules/security-groups-least-privilege.ts';
import { advisories, vpcPrerequisites } from '../rules/vpc-prerequisites.ts';
import type { Place, Prerequisites } from './plan.ts';

/** What the chosen VPC has to have, whether or not the policy asks: without it the fix fails, or is none. */
const asked: readonly Rule[] = [vpcPrerequisites, privateSubnets, securityGroupsLeastPrivilege];

export function prerequisitesOf(
  changes: readonly Change[],
  policy: Policy,
  network: NetworkFacts | undefined,
  place: Place,
): Prerequisites {
  const failing = new Map<string, Prerequisites['failing'][number]>();
  const unknown = new Map<string, Prerequisites['unknown'][number]>();
  for (const change of changes) {
    for (const rule of asked) {
      const verdict = rule.evaluate(change, { policy, ...(network && { network }) });
      if (verdict.compliance === 'INSUFFICIENT_DATA') unknown.set(rule.id, { rule: rule.id, why: verdict.missing.why });
      if (verdict.compliance !== 'NON_COMPLIANT') continue;
      for (const { found, expected } of verdict.because)
        failing.set(`${rule.id} ${found}`, { rule: rule.id, found, expected, create: whatToCreate(found, expected, place) });
    }
  }
  return {
    failing: [...failing.values()],
    unknown: [...unknown.values()],
    advised: [...new Set(changes.flatMap((change) => advisories(change, network)))],
  };
}

/** What to do about it, in one line of the AWS CLI where one will do; ids that only EC2 knows stay in words. */
function whatToCreate(found: string, expected: string, { region, partition }: Place): string {
  const service = /no (s3|S3|ecr\.api|ecr\.dkr) endpoint/.exec(found)?.[1]?.toLowerCase();
  const name = (each: string) => `${partition === 'aws-cn' && each !== 's3' ? 'cn.' : ''}com.amazonaws.${region}.${each}`;
  if (service === 's3')
    return `a gateway endpoint for ${name('s3')} on the subnet's route table (aws ec2 create-vpc-endpoint --route-table-ids)`;
  if (service)
    return `an interface endpoint for ${name(service)} with private DNS in the zone of each subnet (aws ec2 create-vpc-endpoint --vpc-endpoint-type Interface --private-dns-enabled)`;
  if (found.includes('DNS support')) return 'DNS resolution of the VPC (aws ec2 modify-vpc-attribute --enable-dns-support)';
  if (found.includes('DNS hostnames')) return 'DNS hostnames of the VPC (aws ec2 modify-vpc-attribute --enable-dns-hostnames)';
  if (found.includes('egress on 443')) return 'an egress rule for TCP 443 (aws ec2 authorize-security-group-egress)';
  if (found.includes('internet gateway') || found.includes('public addresses')) return `other subnets: ${expected}`;
  return expected;
}
