import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { EvaluationService } from '../app/posture/config-evaluations.ts';
import { roleCredentials } from './assumed-role.ts';
import { Asking } from './config-service/asking.ts';
import { configEvaluations } from './config-service.ts';
import { hubEvaluations } from './security-hub-findings.ts';

export interface EvaluationServiceOptions {
  /** The account whose credentials the environment has. */
  readonly homeAccount: string;
  /** Opens the other accounts, and this one too. */
  readonly role?: { readonly name: string; readonly externalId?: string | undefined } | undefined;
}

/** What each needs to be allowed. */
export const evaluationActions: readonly string[] = [
  'config:DescribeConfigRules',
  'config:DescribeConformancePacks',
  'config:DescribeConformancePackCompliance',
  'config:GetComplianceDetailsByConfigRule',
  'config:GetConformancePackComplianceDetails',
  'securityhub:GetFindings',
];

/** AWS Config and Security Hub, by the caller's credentials or by the role that opens an account. */
export function evaluationService({ homeAccount, role }: EvaluationServiceOptions): EvaluationService {
  // On Node 20 the SDK prints eight lines on its own support plans, which are no user's of this program to act on.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  return {
    async ask(place) {
      const { account, region } = place;
      const asking = new Asking(place);
      if (!role && account !== homeAccount)
        return { evaluations: [], unasked: evaluationActions.map((action) => ({ ...place, action, why: 'access-denied' as const })) };
      const credentials = role && (await roleCredentials({ account, region, role: role.name, externalId: role.externalId }));
      const config = {
        region,
        maxAttempts: 1,
        requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
        ...(credentials && { credentials }),
      };
      const clients = { config: new ConfigServiceClient(config), hub: new SecurityHubClient(config) };
      try {
        const [byConfig, byHub] = await Promise.all([
          configEvaluations(place, clients.config, asking),
          hubEvaluations(place, clients.hub, asking),
        ]);
        return { evaluations: [...byConfig, ...byHub], unasked: asking.unasked };
      } finally {
        clients.config.destroy();
        clients.hub.destroy();
      }
    },
  };
}
