import type { VpcConfig } from '../posture.ts';
import type { Rule } from '../rule.ts';
import { type Check, judgeSetting } from '../verdict.ts';

/** A VpcConfig counts only with subnets and security groups; AWS Config asks no more than that it exists. */
export const vpcRequired: Rule = {
  id: 'vpc-required',
  title: 'Jobs, models and clusters run in a VPC of yours',
  severity: 'high',
  // Prowler: training jobs high, models medium. An endpoint config's own VpcConfig hosts models (inference components).
  severityOf: { Model: 'medium', EndpointConfig: 'medium' },
  enabledByDefault: true,
  remedy:
    'Create the replacement first and delete last. A model: a new model name with a VpcConfig, a new endpoint config that names it, UpdateEndpoint (blue/green), verify, and only then delete the old ones. Deleting the model first leaves running endpoints alone, but loses the way back. A job: stop it and create it again with a VpcConfig.',
  evaluate: ({ posture }) => judgeSetting(posture, 'vpc', check),
};

function check(config: VpcConfig | null): Check {
  if (!config) return { found: 'none', expected: 'VpcConfig' };
  const empty = [
    ...(config.subnets.length === 0 ? ['subnets: none'] : []),
    ...(config.securityGroupIds.length === 0 ? ['security groups: none'] : []),
  ];
  return empty.length === 0 ? 'pass' : { found: empty.join(', '), expected: 'subnets and security groups' };
}
