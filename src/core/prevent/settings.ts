import type { SettingName } from '../posture.ts';
import type { RuleId } from '../rule-id.ts';

/** The settings that a rule asks for, by which it applies to an operation. None: it asks EC2. */
export const settingsOf: Readonly<Record<RuleId, readonly SettingName[]>> = {
  'vpc-required': ['vpc'],
  'network-isolation-required': ['networkIsolation'],
  'inter-container-encryption-required': ['interContainerTraffic'],
  'direct-internet-disabled': ['directInternetAccess'],
  'vpc-only-domain': ['appNetworkAccessType'],
  'approved-network': ['vpc', 'networkAttachment'],
  'security-groups-least-privilege': [],
  'private-subnets': [],
  'vpc-prerequisites': [],
  'serverless-outside-vpc': ['serverlessVariant'],
  'remote-debug-disabled': ['remoteDebug'],
};
