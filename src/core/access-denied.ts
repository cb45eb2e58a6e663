/** The kind of policy that refused, in AWS's words. */
export const policyTypes = [
  'service control policy',
  'resource control policy',
  'identity-based policy',
  'resource-based policy',
  'permissions boundary',
  'session policy',
  'vpc endpoint policy',
] as const;

/** What an error message tells of a refusal. Nothing else of it is kept: it repeats what the caller wrote. */
export interface AccessDenied {
  /** `explicit`: by a Deny; `implicit`: nothing allows it. */
  readonly deny: 'explicit' | 'implicit';
  readonly policyType: (typeof policyTypes)[number];
}

/** Was it refused for want of permission? SageMaker has both spellings. */
export function isAccessDenied(errorCode: string): boolean {
  return /^(client\.)?(accessdenied(exception)?|unauthorizedoperation)$/i.test(errorCode);
}

/**
 * `... with an explicit deny in a service control policy`, `... because no identity-based policy allows the ... action`; `undefined`: it
 * says neither. Source: IAM User Guide, "Troubleshoot access denied error messages".
 */
export function readAccessDenied(message: string): AccessDenied | undefined {
  // The end alone is AWS's: names that the caller chose stand before it.
  const explicit = message.lastIndexOf('with an explicit deny in ');
  const implicit = message.lastIndexOf('because no ');
  const at = Math.max(explicit, implicit);
  if (at < 0) return undefined;
  const end = message.slice(at).toLowerCase();
  const policyType = policyTypes.find((type) => new RegExp(`^(with an explicit deny in|because no)( an?| the)? ${type}\\b`).test(end));
  return policyType && { deny: explicit > implicit ? 'explicit' : 'implicit', policyType };
}
