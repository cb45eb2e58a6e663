import type { LedgerFact } from '../core/response.ts';
import { UsageError } from './errors.ts';

export const ledgerHelp = "the live monitor's ledger (a DynamoDB table): what it told of, and did, is then in the evidence";

/** The ledger's entries of the period. Only what reads is used; how long leases and groups last does not matter to it. @throws LedgerError */
export async function readLedger(table: string, period: { readonly from: string; readonly to: string } | undefined): Promise<LedgerFact[]> {
  if (!period) throw new UsageError('--ledger needs --from and --to');
  const { dynamoLedger } = await import('../adapters/ledger.ts');
  const ledger = dynamoLedger({ table, leaseSeconds: 0, ttlDays: 0, groupWindowSeconds: 0 });
  const facts: LedgerFact[] = [];
  for await (const { account, region, eventId, seenAt, steps, late, grouped, actions } of ledger.entries(period.from, period.to))
    facts.push({
      account,
      region,
      eventId,
      seenAt,
      publishedAt: steps.published ?? null,
      late,
      grouped,
      actions: actions.map(({ action, outcome, at }) => ({ action, outcome, at })),
    });
  return facts;
}
