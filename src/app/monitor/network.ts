import type { Change } from '../../core/change.ts';
import type { Finding } from '../../core/judge.ts';
import type { NetworkFacts } from '../../core/network.ts';
import { needsNothing, networkNeeds, usesNetworkFacts } from '../../core/network-needs.ts';
import type { MonitorWorld } from './world.ts';

/**
 * EC2's facts about the networks of a change; `undefined`: no rule asks for them, or there is nothing to ask. What EC2 does not
 * answer is missing from them, and a rule that needs it says so: an alert never waits for EC2 alone, and is never lost to it.
 */
export async function networkOf(change: Change, world: MonitorWorld): Promise<NetworkFacts | undefined> {
  const { networks, network, policy, log } = world;
  const needs = networkNeeds([change]);
  if (network || !networks || !usesNetworkFacts(policy) || needsNothing(needs)) return network;
  const { account, region, eventId } = change;
  try {
    const facts = await networks.factsOf({ account, region }, needs);
    const unseen = facts.problems ?? [];
    if (unseen.length > 0) {
      const problems = unseen.map(({ action, why }) => `${action}: ${why}`);
      log.warn('facts about the network are missing', { account, region, eventId, problems });
    }
    return facts;
  } catch (error) {
    log.error('facts about the network could not be gathered', { account, region, eventId, error: (error as Error).name });
    return undefined;
  }
}

/** A verdict hangs on a fact that is missing. */
export function isUnsettled(findings: readonly Finding[]): boolean {
  return findings.some(({ verdict }) => verdict.compliance === 'INSUFFICIENT_DATA' && verdict.missing.why === 'no-network-facts');
}

/** EC2 was too busy, or failed: asked again later it may answer. */
export function isBusy({ problems = [] }: NetworkFacts): boolean {
  return problems.some(({ why }) => why === 'throttled' || why === 'no-answer');
}
