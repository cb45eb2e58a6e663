import { paginateListSubscriptionsByTopic, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DeployedQueue, Deployment, Subscription } from '../../app/doctor/ports.ts';
import { isObject, parseJson } from '../../core/json.ts';
import { answered, asked, impatient } from './call.ts';

export function messaging(region: string): Pick<Deployment, 'subscriptions' | 'queue'> {
  const sns = new SNSClient({ ...impatient, region });
  const sqs = new SQSClient({ ...impatient, region, useQueueUrlAsEndpoint: false });

  async function subscriptions(TopicArn: string): Promise<Subscription[]> {
    const found: Subscription[] = [];
    for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn })) {
      for (const { Protocol = '', Endpoint = '', SubscriptionArn = '' } of Subscriptions) {
        // Else it is the word PendingConfirmation or Deleted.
        found.push({ protocol: Protocol, endpoint: Endpoint, confirmed: SubscriptionArn.startsWith('arn:') });
      }
    }
    return found;
  }

  return {
    subscriptions: (topicArn) => asked('sns:ListSubscriptionsByTopic', () => subscriptions(topicArn)),
    async queue(arn) {
      const [, , , , account, name] = arn.split(':');
      const found = await asked('sqs:GetQueueUrl', () =>
        sqs.send(new GetQueueUrlCommand({ QueueName: name, QueueOwnerAWSAccountId: account })),
      );
      if (!found) return undefined;
      const { Attributes = {} } = await answered('sqs:GetQueueAttributes', () =>
        sqs.send(new GetQueueAttributesCommand({ QueueUrl: found.QueueUrl, AttributeNames: ['All'] })),
      );
      return queueOf(arn, Attributes);
    },
  };
}

function queueOf(arn: string, attributes: Partial<Record<string, string>>): DeployedQueue {
  const redrive = parseJson(attributes.RedrivePolicy ?? '');
  const to = isObject(redrive) ? redrive.deadLetterTargetArn : undefined;
  return {
    arn,
    messages: Number(attributes.ApproximateNumberOfMessages ?? 0) + Number(attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
    policy: parseJson(attributes.Policy ?? ''),
    deadLetters: typeof to === 'string' ? to : null,
  };
}
