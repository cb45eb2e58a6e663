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

/** Of no finding at all: medium. */
export function worst(found: readonly { readonly severity: Severity }[]): Severity {
  return severities[Math.max(...found.map(({ severity }) => severities.indexOf(severity)))] ?? 'medium';
}
