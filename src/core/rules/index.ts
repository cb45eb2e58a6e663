import type { Rule } from '../rule.ts';
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

/** In report order, the order of `RuleId`. */
export const rules: readonly Rule[] = [
  vpcRequired,
  networkIsolationRequired,
  interContainerEncryptionRequired,
  directInternetDisabled,
  vpcOnlyDomain,
  approvedNetwork,
  securityGroupsLeastPrivilege,
  privateSubnets,
  vpcPrerequisites,
  serverlessOutsideVpc,
  remoteDebugDisabled,
];
