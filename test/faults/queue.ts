import { createHash } from 'node:crypto';
import { serve, type WireServer } from '../../stand-ins/wire.ts';
import type { VirtualClock } from './clock.ts';
import type { LambdaFunction } from './lambda.ts';

export interface Message {
  readonly messageId: string;
  readonly body: string;
  readonly messageAttributes: Readonly<Record<string, unknown>>;
  receives: number;
}

export interface QueueSettings {
  readonly batchSize: number;
  /** Seconds. */
  readonly visibility: number;
  readonly maxReceives: number;
  /** Batches at a time. */
  readonly pollers: number;
  /** Names a batch's task. */
  readonly taskOf: (message: Message) => string;
}

/** A queue of SQS that feeds a function: visibility time-out, receive count, partial batch failures, dead-letter queue. */
export class Queue {
  readonly deadLetters: Message[] = [];
  /** In the queue, visible or not. */
  pending = 0;
  received = 0;
  readonly #visible: Message[] = [];
  readonly #settings: QueueSettings;
  readonly #clock: VirtualClock;
  readonly #consumer: LambdaFunction;
  #polling = 0;
  #serial = 0;

  constructor(settings: QueueSettings, clock: VirtualClock, consumer: LambdaFunction) {
    this.#settings = settings;
    this.#clock = clock;
    this.#consumer = consumer;
  }

  send(body: string, messageAttributes: Message['messageAttributes'] = {}, delaySeconds = 0): string {
    const message = { messageId: `m-${++this.#serial}`, body, messageAttributes, receives: 0 };
    this.pending++;
    this.#appear(message, delaySeconds * 1000 + 50);
    return message.messageId;
  }

  #appear(message: Message, milliseconds: number): void {
    this.#clock.after(milliseconds, () => {
      if (message.receives >= this.#settings.maxReceives) {
        this.pending--;
        this.deadLetters.push(message);
        return;
      }
      this.#visible.push(message);
      void this.#poll();
    });
  }

  async #poll(): Promise<void> {
    const { batchSize, pollers, visibility, taskOf } = this.#settings;
    if (this.#polling >= pollers || this.#visible.length === 0) return;
    this.#polling++;
    // A batch is gathered for a moment.
    await this.#clock.wait(200);
    const batch = this.#visible.splice(0, batchSize);
    if (batch.length > 0) {
      for (const message of batch) message.receives++;
      const hidden = this.#clock.now() + visibility * 1000;
      const outcome = await this.#consumer.invoke({ Records: batch.map(recordOf) }, batch.map(taskOf).join(' '));
      const failures = outcome.ok ? failuresIn(outcome.value) : batch.map(({ messageId }) => messageId);
      for (const message of batch) {
        if (failures.includes(message.messageId)) this.#appear(message, hidden - this.#clock.now());
        else {
          this.pending--;
          this.received++;
        }
      }
    }
    this.#polling--;
    void this.#poll();
  }
}

const recordOf = ({ messageId, body, messageAttributes, receives }: Message) => ({
  messageId,
  receiptHandle: `receipt-${messageId}`,
  body,
  attributes: { ApproximateReceiveCount: String(receives) },
  messageAttributes,
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:eu-west-1:111122223333:queue',
  awsRegion: 'eu-west-1',
});

function failuresIn(value: unknown): string[] {
  const { batchItemFailures = [] } = (value ?? {}) as { batchItemFailures?: { itemIdentifier: string }[] };
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

/** SQS's SendMessage on the wire, into a queue. */
export function serveQueue(queue: () => Queue): Promise<WireServer> {
  return serve({
    contentType: 'application/x-amz-json-1.0',
    fault: () => undefined,
    answer({ body }) {
      const { MessageBody, DelaySeconds = 0 } = JSON.parse(body) as { MessageBody: string; DelaySeconds?: number };
      const MessageId = queue().send(MessageBody, {}, DelaySeconds);
      const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex');
      return { status: 200, body: JSON.stringify({ MessageId, MD5OfMessageBody }), contentType: 'application/x-amz-json-1.0' };
    },
  });
}
