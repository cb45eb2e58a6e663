import type { Change } from '../change.ts';
import type { InterContainerTraffic } from '../posture.ts';
import type { Rule } from '../rule.ts';
import { type Check, judgeSetting } from '../verdict.ts';

export const interContainerEncryptionRequired: Rule = {
  id: 'inter-container-encryption-required',
  title: 'Traffic between the instances of a job is encrypted',
  severity: 'medium',
  enabledByDefault: true,
  remedy:
    'Let the security group talk to itself on UDP 500 and ESP, then create the job again with EnableInterContainerTrafficEncryption set. It cannot be changed on a job.',
  evaluate: (change, { policy }) =>
    judgeSetting(change.posture, 'interContainerTraffic', (traffic, { at }) =>
      check(traffic, policy.rules['inter-container-encryption-required'].always || isAutoML(change, at)),
    ),
};

function check({ encrypted, instanceCount }: InterContainerTraffic, whateverTheCount: boolean): Check {
  if (encrypted) return 'pass';
  if (whateverTheCount) return { found: instanceCount === null ? 'false' : found(instanceCount), expected: 'true' };
  if (instanceCount === null) return { unknown: 'omitted' };
  return instanceCount > 1 ? { found: found(instanceCount), expected: 'true' } : 'pass';
}

const found = (instanceCount: number): string => `false with ${instanceCount} instance${instanceCount === 1 ? '' : 's'}`;

/** SecurityConfig is AutoML's structure and no other operation's (API reference, AutoMLSecurityConfig); a pipeline's AutoML step has it too. */
function isAutoML(change: Change, at: string): boolean {
  return change.resource.type === 'AutoMLJob' || (change.resource.type === 'Pipeline' && /(^|\.)SecurityConfig\./.test(at));
}
