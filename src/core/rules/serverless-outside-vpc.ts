import type { Rule } from '../rule.ts';
import { judgeSetting } from '../verdict.ts';

export const serverlessOutsideVpc: Rule = {
  id: 'serverless-outside-vpc',
  title: 'No endpoint variant runs serverless',
  severity: 'medium',
  enabledByDefault: false,
  remedy:
    'Create a model with a VpcConfig and an endpoint config with an instance-based variant, try it on an endpoint of its own, then update the endpoint. That update cannot be rolled back to serverless.',
  evaluate: ({ posture }) =>
    judgeSetting(posture, 'serverlessVariant', (serverless) => (serverless ? { found: 'serverless', expected: 'instances' } : 'pass')),
};
