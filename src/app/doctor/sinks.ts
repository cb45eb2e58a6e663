import { type Finding, no, unknown, yes } from './check.ts';
import type { Deployment, Subscription } from './ports.ts';

export function checkTopic(topicArn: string, subscriptions: readonly Subscription[] | undefined, deploy: string): Finding {
  if (!subscriptions) return no(`the topic ${topicArn} is not there`, deploy);
  const confirmed = subscriptions.filter((subscription) => subscription.confirmed);
  const pending = subscriptions.filter((subscription) => !subscription.confirmed).map(placeOf);
  if (confirmed.length > 0) {
    return yes(`${confirmed.map(placeOf).join(', ')}${pending.length > 0 ? `; not confirmed: ${pending.join(', ')}` : ''}`);
  }
  const subscribe = `aws sns subscribe --topic-arn ${topicArn} --protocol email --notification-endpoint ADDRESS, and confirm by the mail's link`;
  if (pending.length > 0) return no(`no subscription is confirmed: ${pending.join(', ')}`, "follow the link in the topic's mail");
  return no('nobody is subscribed: alerts reach no one', subscribe);
}

/** Where alerts go, for people: of an address what tells whose it is, of a URL its host, since the rest may be a secret. */
export function placeOf({ protocol, endpoint }: Subscription): string {
  if (protocol === 'email' || protocol === 'email-json') return `${protocol} ${endpoint.replace(/^(.).*@/, '$1…@')}`;
  if (protocol === 'http' || protocol === 'https') return `${protocol} ${/^https?:\/\/([^/?#@]+)/.exec(endpoint)?.[1] ?? ''}`;
  if (protocol === 'sms') return `sms …${endpoint.slice(-3)}`;
  return `${protocol} ${endpoint.slice(endpoint.lastIndexOf(':') + 1)}`;
}

/**
 * Slack refuses a message without content by 400 (`invalid_payload`, `no_text`) where the webhook lives, and posts nothing; a dead one
 * gives 403, 404 or 410 (Slack, "Improving error conditions for Incoming Webhooks").
 */
export async function checkWebhook(deployment: Deployment, reference: string | undefined): Promise<Finding> {
  if (!reference) return yes('not asked for: there is no Slack in this deployment');
  const answer = await deployment.webhook(reference);
  if (!answer)
    return no(`there is no webhook address in ${reference}`, 'put the URL that Slack gave into it, as it is or as {"url": "..."}');
  switch (answer.outcome) {
    case 'posted':
    case 'refused':
      return yes('Slack answered');
    case 'throttled':
      return yes(`Slack answered, and asks for ${answer.seconds} seconds of silence`);
    case 'broken':
      return no(
        `Slack does not take it: ${answer.reason}`,
        `make a new webhook in Slack, for a channel that is there, and put its URL into ${reference}`,
      );
    case 'unavailable':
      return unknown(`Slack cannot be reached from here: ${answer.reason}`, 'ask again, or from a network that reaches hooks.slack.com');
  }
}
