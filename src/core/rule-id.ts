/** In report order. */
export type RuleId =
  | 'vpc-required'
  | 'network-isolation-required'
  | 'inter-container-encryption-required'
  | 'direct-internet-disabled'
  | 'vpc-only-domain'
  | 'approved-network'
  | 'security-groups-least-privilege'
  | 'private-subnets'
  | 'vpc-prerequisites'
  | 'serverless-outside-vpc'
  | 'remote-debug-disabled';

export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];
