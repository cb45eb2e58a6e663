import type { Deferrer } from '../app/ports.ts';

/** SQS takes 15 minutes at most. */
const longest = 900;

/** A queue that hands an event to the monitor again. The client is loaded when something is deferred, which is rare. */
export function sqsDeferrer(queueUrl: string): Deferrer {
  return {
    async defer(event, seconds) {
      const { SendMessageCommand, SQSClient } = await import('@aws-sdk/client-sqs');
      const client = new SQSClient({
        maxAttempts: 3,
        requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
      });
      await client.send(
        new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(event), DelaySeconds: Math.min(seconds, longest) }),
      );
    },
  };
}
