import { isObject, parseJson } from '../../core/json.ts';
import { type Finding, no, together, yes } from './check.ts';
import type { Functions } from './functions.ts';
import type { DeployedQueue, DeployedRule, Deployment, Subscription } from './ports.ts';

interface Plumbing {
  readonly functions: Functions;
  readonly rules: readonly DeployedRule[];
  /** Queues that are a rule's target. */
  readonly fed: readonly string[];
  readonly subscriptions: readonly Subscription[];
  readonly deploy: string;
}

/** Queues on the way of an event or alert: who must be able to send does, somebody reads, and nothing waits where only failures go. */
export async function checkQueues(deployment: Deployment, { functions, rules, fed, subscriptions, deploy }: Plumbing): Promise<Finding> {
  const findings: Finding[] = [];
  const fromRules = rules.flatMap(({ deadLetters }) => deadLetters ?? []);
  const fromTopic = subscriptions.flatMap(({ protocol, endpoint }) => (protocol === 'sqs' ? [endpoint] : []));
  const deadLetters = new Set([...fromRules, ...Object.values(functions).flatMap(({ onFailure }) => onFailure ?? [])]);
  if (rules.some((rule) => rule.pattern !== null && rule.deadLetters === null)) {
    findings.push(no('a rule drops what the monitor does not take: it has no dead-letter queue', deploy));
  }
  for (const [name, { queues }] of Object.entries(functions)) {
    for (const { arn, enabled } of queues) {
      if (!enabled) findings.push(no(`${name} does not read ${nameOf(arn)}: its event source mapping is disabled`, deploy));
      const queue = await deployment.queue(arn);
      if (queue?.deadLetters) deadLetters.add(queue.deadLetters);
    }
  }
  for (const arn of new Set([...fromRules, ...fed, ...fromTopic, ...deadLetters])) {
    const queue = await deployment.queue(arn);
    if (!queue) findings.push(no(`${nameOf(arn)} is not there`, deploy));
    else findings.push(...judge(queue, { fromRules: [...fromRules, ...fed], fromTopic, deadLetters, deploy }));
  }
  return together(findings.length > 0 ? findings : [no('no queue keeps what fails', deploy)]);
}

interface Roles {
  readonly fromRules: readonly string[];
  readonly fromTopic: readonly string[];
  readonly deadLetters: ReadonlySet<string>;
  readonly deploy: string;
}

function judge({ arn, messages, policy }: DeployedQueue, { fromRules, fromTopic, deadLetters, deploy }: Roles): Finding[] {
  const senders = [...(fromRules.includes(arn) ? ['events'] : []), ...(fromTopic.includes(arn) ? ['sns'] : [])];
  const refused = senders.filter((sender) => !mayBeSentTo(policy, `${sender}.amazonaws.com`));
  if (refused.length > 0) return [no(`the policy of ${nameOf(arn)} does not let ${refused.join(', ')}.amazonaws.com send`, deploy)];
  if (deadLetters.has(arn) && messages > 0) {
    return [no(`${messages} messages wait in ${nameOf(arn)}`, `see docs/runbook.md; aws sqs start-message-move-task --source-arn ${arn}`)];
  }
  return [yes(nameOf(arn))];
}

/** Does a statement allow the service to send? Conditions are not weighed: they narrow it to this deployment's own resources. */
function mayBeSentTo(policy: unknown, service: string): boolean {
  const document = typeof policy === 'string' ? parseJson(policy) : policy;
  const statements = isObject(document) ? [document.Statement].flat() : [];
  return statements.filter(isObject).some(({ Effect, Principal, Action }) => {
    const who = isObject(Principal) ? [Principal.Service, Principal.AWS].flat() : [Principal];
    const what = [Action].flat().map((action) => String(action).toLowerCase());
    return (
      Effect === 'Allow' &&
      (who.includes(service) || who.includes('*')) &&
      what.some((action) => /^(\*|sqs:\*|sqs:sendmessage)$/.test(action))
    );
  });
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
