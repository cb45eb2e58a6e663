import type { Rule } from '../rule.ts';
import { judgeSetting, mustBe } from '../verdict.ts';

/** A domain has a VpcId in public mode too: only AppNetworkAccessType says where its traffic goes. */
export const vpcOnlyDomain: Rule = {
  id: 'vpc-only-domain',
  title: 'Domains send all traffic through their VPC',
  severity: 'high',
  enabledByDefault: true,
  remedy:
    'Create the endpoints that Studio needs, delete the running apps, and update the domain to VpcOnly. It can be changed only while no app is InService, Pending or Deleting, and not in a domain with RStudio’s execution role set.',
  evaluate: ({ posture }) => judgeSetting(posture, 'appNetworkAccessType', mustBe<'PublicInternetOnly' | 'VpcOnly'>('VpcOnly')),
};
