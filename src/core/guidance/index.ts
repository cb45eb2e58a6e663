import type { DocumentedRule, Guidance, RuleId } from '../rule.ts';
import { rules } from '../rules/index.ts';
import { approvedNetwork } from './approved-network.ts';
import { directInternetDisabled } from './direct-internet-disabled.ts';
import { interContainerEncryptionRequired } from './inter-container-encryption-required.ts';
import { networkIsolationRequired } from './network-isolation-required.ts';
import { privateSubnets } from './private-subnets.ts';
import { remoteDebugDisabled } from './remote-debug-disabled.ts';
import { securityGroupsLeastPrivilege } from './security-groups-least-privilege.ts';
import { serverlessOutsideVpc } from './serverless-outside-vpc.ts';
import { vpcOnlyDomain } from './vpc-only-domain.ts';
import { vpcPrerequisites } from './vpc-prerequisites.ts';
import { vpcRequired } from './vpc-required.ts';

export const guidance: Readonly<Record<RuleId, Guidance>> = {
  'approved-network': approvedNetwork,
  'direct-internet-disabled': directInternetDisabled,
  'inter-container-encryption-required': interContainerEncryptionRequired,
  'network-isolation-required': networkIsolationRequired,
  'private-subnets': privateSubnets,
  'remote-debug-disabled': remoteDebugDisabled,
  'security-groups-least-privilege': securityGroupsLeastPrivilege,
  'serverless-outside-vpc': serverlessOutsideVpc,
  'vpc-only-domain': vpcOnlyDomain,
  'vpc-prerequisites': vpcPrerequisites,
  'vpc-required': vpcRequired,
};

/** In report order. */
export const documentedRules: readonly DocumentedRule[] = rules.map((rule) => ({ ...rule, ...guidance[rule.id] }));
