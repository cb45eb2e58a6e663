import { type AwsSecurityFinding, BatchImportFindingsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { SecurityHub } from '../app/hub-delivery.ts';

/** Not enabled here, or not allowed: a retry changes nothing. */
const lasting = /^(InvalidAccess|AccessDenied|UnrecognizedClient|ResourceNotFound)/;

/** Security Hub of one Region, in the account of the caller. */
export function securityHub(region: string): SecurityHub {
  const client = new SecurityHubClient({
    region,
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
  return {
    async import(findings) {
      try {
        const command = new BatchImportFindingsCommand({ Findings: findings as AwsSecurityFinding[] });
        const { FailedFindings = [] } = await client.send(command);
        return {
          outcome: 'answered',
          refused: new Map(FailedFindings.map(({ Id, ErrorCode }) => [Id ?? '', ErrorCode ?? 'UnknownError'])),
        };
      } catch (error) {
        const reason = error instanceof Error ? error.name : 'UnknownError';
        return { outcome: lasting.test(reason) ? 'broken' : 'unavailable', reason };
      }
    },
  };
}
