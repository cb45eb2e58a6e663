import type { IncomingHttpHeaders } from 'node:http';

/** A request of a function, in the monitor's terms. */
export interface Step {
  readonly service: Service;
  /** What is done: boundaries are counted by it. */
  readonly name: string;
  /** DynamoDB: the item. */
  readonly key?: string;
  /** DynamoDB: the item says that the alert is out. */
  readonly tells?: boolean;
  /** DynamoDB: the item owes nothing. */
  readonly done?: boolean;
  /** SNS: the alert, as it is published. */
  readonly alert?: { readonly id: string } & Readonly<Record<string, unknown>>;
  /** SageMaker: the request. */
  readonly input?: Readonly<Record<string, unknown>>;
  /** Slack: the message. */
  readonly text?: string;
}

export const services = ['dynamodb', 'sagemaker', 'sns', 'sqs', 'sts', 'slack', 'secretsmanager', 's3'] as const;
export type Service = (typeof services)[number];

type Json = Readonly<Record<string, unknown>>;
interface Attribute {
  readonly S?: string;
  readonly M?: Readonly<Record<string, Attribute>>;
  readonly L?: readonly Attribute[];
}

export function stepOf(service: Service, method: string, headers: IncomingHttpHeaders, body: string): Step {
  const operation = String(headers['x-amz-target'] ?? '').split('.')[1] ?? '';
  switch (service) {
    case 'dynamodb':
      return ledgerStep(operation, JSON.parse(body) as Json);
    case 'sagemaker':
      return { service, name: verb(operation), input: JSON.parse(body) as Json };
    case 'sns':
      return { service, name: 'publish', alert: alertIn(new URLSearchParams(body)) };
    case 'sqs':
      return { service, name: 'defer' };
    case 'sts':
      return { service, name: 'assume the role' };
    case 'slack':
      return { service, name: 'post', text: body };
    case 'secretsmanager':
      return { service, name: 'read the secret' };
    case 's3':
      return { service, name: `${method.toLowerCase()} the trail` };
  }
}

const verb = (operation: string) => /^(Describe|Stop)/.exec(operation)?.[0].toLowerCase() ?? operation;

function alertIn(form: URLSearchParams): { id: string } {
  for (let entry = 1; form.has(`MessageAttributes.entry.${entry}.Name`); entry++) {
    if (form.get(`MessageAttributes.entry.${entry}.Name`) === 'alert')
      return JSON.parse(form.get(`MessageAttributes.entry.${entry}.Value.StringValue`) ?? '{}');
  }
  throw new Error('a message without an alert');
}

function ledgerStep(operation: string, body: Json): Step {
  const service = 'dynamodb';
  const item = body.Item as Readonly<Record<string, Attribute>> | undefined;
  const keys = (item ?? body.Key) as Readonly<Record<string, Attribute>> | undefined;
  const key = keys?.pk?.S;
  const what = `${key?.split('#')[0] ?? 'items'}${keys?.sk?.S?.startsWith('change#') ? ' member' : ''}`;
  if (operation !== 'PutItem' || !item || what !== 'change') {
    const closes = operation === 'UpdateItem' && String(body.UpdateExpression).startsWith('REMOVE');
    return { service, name: closes ? 'close group' : `${operation} ${what}`, ...(key && { key }), tells: closes };
  }
  const condition = String(body.ConditionExpression);
  const steps = Object.keys(item.steps?.M ?? {});
  const tells = steps.includes('published');
  const done = item.doneAt?.S !== undefined;
  const ids = { ...(key && { key }), done };
  if (condition.includes('attribute_not_exists')) return { service, name: 'claim', ...ids, tells: false };
  if (condition.includes(':held')) return { service, name: 'take over', ...ids, tells: false };
  return { service, name: `record ${progress(item, steps)}`, ...ids, tells };
}

function progress(item: Readonly<Record<string, Attribute>>, steps: readonly string[]): string {
  if (item.doneAt?.S) return 'done';
  if (steps.includes('published')) return 'published';
  const acted = (item.actions?.L ?? []).map(({ M }) => M?.action?.S);
  const sending = Object.keys(item.sent?.M ?? {}).find((action) => !acted.includes(action));
  if (sending) return `${sending} to be sent`;
  if (acted.length > 0) return `acted ${acted.length}`;
  return steps.includes('judged') ? 'judged' : 'begun';
}
