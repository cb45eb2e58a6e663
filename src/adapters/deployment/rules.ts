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

export function rules(region: string): Pick<Deployment, 'rulesOf'> {
  const client = new EventBridgeClient({ ...impatient, region });

  async function names(TargetArn: string): Promise<string[]> {
    const found: string[] = [];
    for (let NextToken: string | undefined, first = true; first || NextToken; first = false) {
      const answer = await client.send(new ListRuleNamesByTargetCommand({ TargetArn, NextToken }));
      found.push(...(answer.RuleNames ?? []));
      NextToken = answer.NextToken;
    }
    return found;
  }

  /** A rule has at most five targets: one page. */
  async function target(rule: string, arn: string): Promise<Target | undefined> {
    const { Targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule: rule }));
    return Targets.find(({ Arn }) => Arn === arn);
  }

  return {
    async rulesOf(targetArn) {
      const found: DeployedRule[] = [];
      for (const name of await answered('events:ListRuleNamesByTarget', () => names(targetArn))) {
        const rule = await answered('events:DescribeRule', () => client.send(new DescribeRuleCommand({ Name: name })));
        const to = await asked('events:ListTargetsByRule', () => target(name, targetArn));
        found.push({
          name,
          // Also ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS.
          enabled: rule.State?.startsWith('ENABLED') ?? false,
          pattern: rule.EventPattern === undefined ? null : parseJson(rule.EventPattern),
          deadLetters: to?.DeadLetterConfig?.Arn ?? null,
        });
      }
      return found;
    },
  };
}
