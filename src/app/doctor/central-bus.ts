import { type Finding, yes } from './check.ts';
import type { DeployedRule, Deployment } from './ports.ts';
import { checkRule } from './rule.ts';

/** The rules of the central bus that feed the monitor's queues; `undefined`: there is no such bus. */
export async function centralRules(deployment: Deployment, bus: string, queues: readonly string[]): Promise<DeployedRule[] | undefined> {
  const found: DeployedRule[] = [];
  for (const arn of queues) {
    const rules = await deployment.busRulesOf(bus, arn);
    if (!rules) return undefined;
    found.push(...rules);
  }
  return found;
}

/** What other accounts and Regions forward comes to a bus, and from there by rules and a queue. */
export function checkCentralBus(rules: readonly DeployedRule[] | undefined, bus: string, deploy: string): Finding {
  return rules ? checkRule(rules, deploy, bus) : yes('not asked for: there is no central bus in this deployment');
}
