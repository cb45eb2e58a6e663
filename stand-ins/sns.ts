import type { Alert } from '../src/core/alert.ts';
import { type Fault, serve, type WireAnswer } from './wire.ts';

export interface Published {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject: string | undefined;
  readonly message: string;
  readonly attributes: Readonly<Record<string, { readonly type: string; readonly value: string }>>;
}

export interface SnsStandIn {
  readonly url: string;
  /** What was taken, in order. */
  readonly published: readonly Published[];
  /** The alerts among it. */
  readonly alerts: readonly Alert[];
  /** Topics that exist; `undefined`: any. */
  topics: readonly string[] | undefined;
  fail: ((message: Published) => Fault | undefined) | undefined;
  close(): Promise<void>;
}

/** SNS: Publish, with the limits of its API reference. Query in, XML out. */
export async function start(options: { readonly topics?: readonly string[] } = {}): Promise<SnsStandIn> {
  const published: Published[] = [];
  let serial = 0;
  const server = await serve({
    contentType: 'text/xml',
    fault: ({ body }) => standIn.fail?.(messageOf(new URLSearchParams(body), 'none')),
    answer({ body }) {
      const form = new URLSearchParams(body);
      if (form.get('Action') !== 'Publish') return refused(400, 'InvalidAction', 'The stand-in knows Publish only');
      const message = messageOf(form, `00000000-0000-4000-8000-${String(++serial).padStart(12, '0')}`);
      if (standIn.topics && !standIn.topics.includes(message.topicArn)) return refused(404, 'NotFound', 'Topic does not exist');
      const problem = problemOf(message, form.get('MessageStructure'));
      if (problem !== undefined) return refused(400, 'InvalidParameter', `Invalid parameter: ${problem}`);
      published.push(message);
      return xml(200, `<PublishResponse><PublishResult><MessageId>${message.messageId}</MessageId></PublishResult></PublishResponse>`);
    },
  });
  const standIn: SnsStandIn = {
    url: server.url,
    published,
    get alerts() {
      return published.flatMap(({ attributes }) => (attributes.alert ? [JSON.parse(attributes.alert.value) as Alert] : []));
    },
    topics: options.topics,
    fail: undefined,
    close: server.close,
  };
  return standIn;
}

/** The batch that Lambda gets from a queue with raw delivery that is subscribed to the topic. */
export function sqsBatch(messages: readonly Published[], queueArn = 'arn:aws:sqs:eu-west-1:111122223333:alerts'): object {
  return {
    Records: messages.map(({ messageId, message, attributes }) => ({
      messageId,
      receiptHandle: `receipt-${messageId}`,
      body: message,
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, { type, value }]) => [name, { dataType: type, stringValue: value }]),
      ),
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: queueArn.split(':')[3],
    })),
  };
}

function messageOf(form: URLSearchParams, messageId: string): Published {
  const attributes: Record<string, { type: string; value: string }> = {};
  for (let entry = 1; form.has(`MessageAttributes.entry.${entry}.Name`); entry++) {
    const prefix = `MessageAttributes.entry.${entry}`;
    attributes[form.get(`${prefix}.Name`) ?? ''] = {
      type: form.get(`${prefix}.Value.DataType`) ?? '',
      value: form.get(`${prefix}.Value.StringValue`) ?? '',
    };
  }
  return {
    messageId,
    topicArn: form.get('TopicArn') ?? '',
    subject: form.get('Subject') ?? undefined,
    message: form.get('Message') ?? '',
    attributes,
  };
}

/** SNS API reference, Publish and MessageAttributeValue; developer guide, "Message attributes". */
function problemOf({ subject, message, attributes }: Published, structure: string | null): string | undefined {
  if (message === '') return 'Empty message';
  if (subject !== undefined && !/^[\x21-\x7e][\x20-\x7e]{0,98}$/.test(subject)) return 'Subject';
  const entries = Object.entries(attributes);
  // As documented: with a body per protocol, attributes are not sent.
  if (structure === 'json' && entries.length > 0) return 'the stand-in takes attributes with MessageStructure String only';
  if (entries.length > 10) return 'more than ten attributes: a queue with raw delivery would not get the message';
  if (entries.some(([name, { value }]) => !/^[A-Za-z0-9_.-]{1,256}$/.test(name) || value === '')) return 'MessageAttributes';
  const bytes = entries.reduce((sum, [name, { type, value }]) => sum + bytesOf(name + type + value), bytesOf(message));
  return bytes > 256 * 1024 ? 'Message too long' : undefined;
}

const bytesOf = (text: string): number => Buffer.byteLength(text);

const refused = (status: number, code: string, message: string): WireAnswer =>
  xml(status, `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`);

const xml = (status: number, body: string): WireAnswer => ({ status, body, contentType: 'text/xml' });
