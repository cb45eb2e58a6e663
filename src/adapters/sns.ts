import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { AlertPublisher } from '../app/ports.ts';
import type { Alert } from '../core/alert.ts';

/** What is published, in SNS's terms. */
export interface TopicMessage {
  readonly subject?: string;
  readonly body: string;
  readonly attributes?: Readonly<Record<string, { readonly type: string; readonly value: string }>>;
}

export interface Topic {
  /** @throws PublishError */
  send(message: TopicMessage): Promise<void>;
}

/** SNS did not take a message for certain: it can be published again. `reason` is the error's name. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
  readonly reason: string;

  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.name : 'UnknownError';
    super(`SNS did not take the message: ${reason}`, { cause });
    this.reason = reason;
  }

  /** Does it stay so until somebody changes something? */
  get lasting(): boolean {
    return /^(AuthorizationError|NotFound|KMS(AccessDenied|Disabled|NotFound))/.test(this.reason);
  }
}

/** A topic, in the Region of its ARN. Tries three times within 12 seconds. */
export function snsTopic(topicArn: string): Topic {
  const region = topicArn.split(':')[3];
  const client = new SNSClient({
    ...(region && { region }),
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });
  return {
    async send({ subject, body, attributes = {} }) {
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([name, { type, value }]) => [name, { DataType: type, StringValue: value }]),
      );
      const command = new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: body, MessageAttributes });
      try {
        await client.send(command);
      } catch (error) {
        throw new PublishError(error);
      }
    },
  };
}

/** The alert topic: everything else that people get hangs on it. @param format an alert in SNS's terms */
export function snsPublisher<Kind extends Alert>(topic: Topic, format: (alert: Kind) => TopicMessage): AlertPublisher<Kind> {
  return { publish: (alert) => topic.send(format(alert)) };
}
