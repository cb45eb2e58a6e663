import type { Alert } from '../core/alert.ts';
import type { Log } from './ports.ts';
import type { Queued } from './slack-delivery.ts';

/** A finding as Security Hub takes it; the same `Id` again updates. */
export interface HubFinding {
  readonly Id: string;
}

export type HubAnswer =
  /** Code of the refusal by the Id of a finding; empty: all were taken. */
  | { readonly outcome: 'answered'; readonly refused: ReadonlyMap<string, string> }
  /** `broken`: it stays so until somebody changes something. */
  | { readonly outcome: 'broken' | 'unavailable'; readonly reason: string };

/** Never rejects. At most {@link hubBatch} findings a call. */
export interface SecurityHub {
  import(findings: readonly HubFinding[]): Promise<HubAnswer>;
}

/** Security Hub API reference, BatchImportFindings. */
export const hubBatch = 100;

export interface HubDelivery {
  readonly hub: SecurityHub;
  readonly format: (alert: Alert) => readonly HubFinding[];
  readonly log: Log;
  readonly broken: (reason: string, refused: Alert) => Promise<void>;
}

/** Imports what the alerts of a batch found, and gives the messages that stay in the queue: those with a finding that was not taken. */
export async function deliverToHub(batch: readonly Queued[], { hub, format, log, broken }: HubDelivery): Promise<string[]> {
  // Security Hub is not told that it is broken: the alert has no finding, and the message is done.
  const owed = batch.map((queued) => ({ ...queued, findings: format(queued.alert) }));
  // A batch must not name an Id twice; the last word counts.
  const findings = [...new Map(owed.flatMap((each) => each.findings.map((finding) => [finding.Id, finding] as const))).values()];
  const refused = new Map<string, string>();
  for (let from = 0; from < findings.length; from += hubBatch) {
    const part = findings.slice(from, from + hubBatch);
    const answer = await hub.import(part);
    if (answer.outcome === 'answered') {
      for (const [id, code] of answer.refused) refused.set(id, code);
      continue;
    }
    for (const { Id } of part) refused.set(Id, answer.reason);
    const [first] = batch;
    if (answer.outcome === 'broken' && first) await broken(answer.reason, first.alert);
  }
  const failed = owed.filter((each) => each.findings.some(({ Id }) => refused.has(Id)));
  for (const { alert, findings: of } of failed) {
    log.error('not imported into Security Hub', { alert: alert.id, reasons: of.flatMap(({ Id }) => refused.get(Id) ?? []) });
  }
  return failed.map(({ messageId }) => messageId);
}
