import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListRuleNamesByTargetCommand,
  ListTargetsByRuleCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import type { DeployedRule, Deployment } from '../../app/doctor/ports.ts';
import { parseJson } from '../../core/json.ts';
import { answered, asked, impatient } from './call.ts';

export function rules(region: string): Pick<Deployment, 'rulesOf' | 'busRulesOf'> {
  const client = new EventBridgeClient({ ...impatient, region });

  async function names(TargetArn: string, EventBusName?: string): Promise<string[]> {
    const found: string[] = [];
    for (let NextToken: string | undefined, first = true; first || NextToken; first = false) {
      const answer = await client.send(new ListRuleNamesByTargetCommand({ TargetArn, EventBusName, NextToken }));
      found.push(...(answer.RuleNames ?? []));
      NextToken = answer.NextToken;
    }
    return found;
  }

  /** A rule has at most five targets: one page. */
  async function target(Rule: string, arn: string, EventBusName?: string): Promise<Target | undefined> {
    const { Targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule, EventBusName }));
    return Targets.find(({ Arn }) => Arn === arn);
  }

  async function described(Name: string, targetArn: string, EventBusName?: string): Promise<DeployedRule> {
    const rule = await answered('events:DescribeRule', () => client.send(new DescribeRuleCommand({ Name, EventBusName })));
    const to = await asked('events:ListTargetsByRule', () => target(Name, targetArn, EventBusName));
    return {
      name: Name,
      // Also ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS.
      enabled: rule.State?.startsWith('ENABLED') ?? false,
      pattern: rule.EventPattern === undefined ? null : parseJson(rule.EventPattern),
      deadLetters: to?.DeadLetterConfig?.Arn ?? null,
    };
  }

  async function all(of: readonly string[], targetArn: string, bus?: string): Promise<DeployedRule[]> {
    const found: DeployedRule[] = [];
    for (const name of of) found.push(await described(name, targetArn, bus));
    return found;
  }

  return {
    async rulesOf(targetArn) {
      return all(await answered('events:ListRuleNamesByTarget', () => names(targetArn)), targetArn);
    },
    async busRulesOf(bus, targetArn) {
      const found = await asked('events:ListRuleNamesByTarget', () => names(targetArn, bus));
      return found && all(found, targetArn, bus);
    },
  };
}
