import type { EventFacts, ResourceRef } from '../../core/change.ts';
import { classify } from '../../core/judge.ts';
import type { LedgerEntry } from '../ports.ts';
import { alerting } from './alerts.ts';
import type { Judged } from './judged.ts';

/** An entry as it begins. */
export function newEntry(facts: EventFacts, resource: ResourceRef | null, now: string, late: boolean): LedgerEntry {
  const { account, region, eventId, eventTime, eventName, actor } = facts;
  return {
    account,
    region,
    eventId,
    eventTime,
    eventName,
    principal: actor.principal,
    resourceType: resource?.type ?? null,
    resourceName: resource?.name ?? null,
    class: null,
    rules: [],
    steps: {},
    actions: [],
    seenAt: now,
    late,
    grouped: false,
    doneAt: null,
  };
}

/** What the rules said, for the ledger. */
export function verdictOf({ findings }: Pick<Judged, 'findings'>): Pick<LedgerEntry, 'class' | 'rules'> {
  return { class: classify(findings), rules: alerting(findings).map(({ rule }) => rule) };
}
