import type { EventFacts } from './change.ts';
import type { Scope } from './policy.ts';

/** Is an account and Region among those that the policy names? Naming none is naming all. */
export function isPlaceInScope({ accounts, regions }: Scope, { account, region }: Pick<EventFacts, 'account' | 'region'>): boolean {
  const isAmong = (list: readonly string[], value: string) => list.length === 0 || list.includes(value);
  return isAmong(accounts, account) && isAmong(regions, region);
}

/** The same of a change or failed attempt, whose operation may be left out. */
export function isInScope(scope: Scope, facts: Pick<EventFacts, 'account' | 'region' | 'eventName'>): boolean {
  return isPlaceInScope(scope, facts) && !scope.excludeOperations.includes(facts.eventName);
}
