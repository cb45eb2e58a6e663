import { GetFindingsCommand, type SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { Place } from '../app/posture/ports.ts';
import type { Evaluation } from '../core/config-evaluations/model.ts';
import { evaluationsOf, type HubFinding } from '../core/config-evaluations/read.ts';
import type { Asking } from './config-service/asking.ts';
import { pages } from './config-service/pages.ts';

/** What Security Hub's own controls for SageMaker say of one account and Region; archived findings are of what is gone or was off. */
export async function hubEvaluations(
  { account, region }: Place,
  client: Pick<SecurityHubClient, 'send'>,
  asking: Asking,
): Promise<Evaluation[]> {
  const input = {
    Filters: {
      ComplianceSecurityControlId: [{ Value: 'SageMaker.', Comparison: 'PREFIX' as const }],
      AwsAccountId: [{ Value: account, Comparison: 'EQUALS' as const }],
      Region: [{ Value: region, Comparison: 'EQUALS' as const }],
      RecordState: [{ Value: 'ACTIVE', Comparison: 'EQUALS' as const }],
    },
    MaxResults: 100,
  };
  return asking.ask<Evaluation[]>('securityhub:GetFindings', [], async () => {
    const evaluations: Evaluation[] = [];
    for await (const answer of pages((NextToken) => asking.retry(() => client.send(new GetFindingsCommand({ ...input, NextToken })))))
      for (const finding of answer.Findings ?? []) evaluations.push(...evaluationsOf(finding as HubFinding));
    return evaluations;
  });
}
