import type { Policy } from '../core/policy.ts';
import type { Scanned } from './scan/model.ts';

type Seen = Pick<Scanned, 'accounts' | 'regions' | 'pairs'>;
interface MissingPlace {
  readonly account: string | null;
  readonly region: string | null;
}

/** Of the policy's scope: what has no record at all; where both are named, each pair must have one. `null`: wherever. */
export function missingPlaces({ accounts, regions }: Policy['scope'], seen: Seen): MissingPlace[] {
  if (accounts.length === 0 || regions.length === 0)
    return [
      ...accounts.filter((account) => !seen.accounts.has(account)).map((account) => ({ account, region: null })),
      ...regions.filter((region) => !seen.regions.has(region)).map((region) => ({ account: null, region })),
    ];
  return expectedPlaces({ accounts, regions }).filter((place) => !seen.pairs.has(`${place.account} ${place.region}`));
}

/** Pairs that the policy names; where it names only accounts or only Regions, none is known beyond those that were seen. */
export function expectedPlaces({
  accounts,
  regions,
}: Pick<Policy['scope'], 'accounts' | 'regions'>): { account: string; region: string }[] {
  return accounts.flatMap((account) => regions.map((region) => ({ account, region })));
}
