import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The AWS services that `sagewarden doctor` asks, on one port: Lambda (REST), EventBridge, CloudTrail, SQS and DynamoDB (JSON), SNS
 * and STS (Query and XML), S3. Each answers from tables, by operation; what is not in a table is refused as AWS refuses it.
 */
export interface ControlPlane {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  /** `<service>:<operation>` with what was asked, as it came. */
  readonly requests: { readonly operation: string; readonly input: Readonly<Record<string, unknown>> }[];
  close(): void;
}

type Input = Readonly<Record<string, unknown>>;

/** The members of an answer; `undefined`: not found. */
export type Answers = Readonly<Record<string, (input: Input) => unknown>>;

export interface Fault {
  readonly status: number;
  readonly code: string;
}

export interface ControlPlaneOptions {
  /** By `<service>:<operation>`, such as `events:DescribeRule`. */
  readonly answers: Answers;
  readonly fail?: (operation: string, input: Input) => Fault | 'reset' | undefined;
}

interface Asked {
  readonly service: string;
  readonly name: string;
  readonly input: Input;
}

export async function start({ answers, fail }: ControlPlaneOptions): Promise<ControlPlane> {
  const requests: ControlPlane['requests'] = [];
  const server = createServer(async (request, response) => {
    const asked = await questionOf(request);
    const operation = `${asked.service}:${asked.name}`;
    requests.push({ operation, input: asked.input });
    const fault = fail?.(operation, asked.input);
    if (fault === 'reset') return void request.socket.destroy();
    if (fault) return refuse(response, asked, fault);
    const answer = answers[operation]?.(asked.input);
    if (answer === undefined) return refuse(response, asked, { status: 404, code: absent[asked.service] ?? 'ResourceNotFoundException' });
    send(response, asked, answer);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const services = ['LAMBDA', 'EVENTBRIDGE', 'CLOUDTRAIL', 'SQS', 'SNS', 'STS', 'DYNAMODB', 'SECRETS_MANAGER', 'SSM', 'S3'];
  return {
    url,
    requests,
    env: {
      ...Object.fromEntries(services.map((service) => [`AWS_ENDPOINT_URL_${service}`, url])),
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'sekrit-of-the-caller',
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const absent: Readonly<Record<string, string>> = {
  sns: 'NotFound',
  sqs: 'QueueDoesNotExist',
  ssm: 'ParameterNotFound',
  s3: 'NoSuchBucket',
};

const targets: Readonly<Record<string, string>> = {
  AWSEvents: 'events',
  CloudTrail_20131101: 'cloudtrail',
  AmazonSQS: 'sqs',
  DynamoDB_20120810: 'dynamodb',
  secretsmanager: 'secretsmanager',
  AmazonSSM: 'ssm',
};

async function questionOf(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('utf8');
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    const at = target.lastIndexOf('.');
    return { service: targets[target.slice(0, at)] ?? target, name: target.slice(at + 1), input: JSON.parse(body || '{}') };
  }
  if (request.method === 'POST') {
    const form = Object.fromEntries(new URLSearchParams(body));
    return { service: form.Version === '2011-06-15' ? 'sts' : 'sns', name: form.Action ?? '', input: form };
  }
  const url = new URL(request.url ?? '/', 'http://control-plane');
  return url.searchParams.has('list-type') ? bucketQuestion(url) : lambdaQuestion(url);
}

function bucketQuestion({ pathname, searchParams }: URL): Asked {
  return { service: 's3', name: 'ListObjectsV2', input: { Bucket: pathname.split('/')[1], Prefix: searchParams.get('prefix') } };
}

function lambdaQuestion({ pathname, searchParams }: URL): Asked {
  const [, , kind, name = '', what] = pathname.split('/');
  if (kind === 'event-source-mappings')
    return { service: 'lambda', name: 'ListEventSourceMappings', input: { FunctionName: searchParams.get('FunctionName') } };
  const operation = what === 'configuration' ? 'GetFunctionConfiguration' : 'GetFunctionEventInvokeConfig';
  return { service: 'lambda', name: operation, input: { FunctionName: decodeURIComponent(name) } };
}

const speaksXml = (service: string) => service === 'sns' || service === 'sts' || service === 's3';

function send(response: ServerResponse, { service, name }: Asked, answer: unknown): void {
  if (!speaksXml(service)) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/xml' });
  response.end(
    service === 's3'
      ? `<ListBucketResult>${xml(answer)}</ListBucketResult>`
      : `<${name}Response><${name}Result>${xml(answer)}</${name}Result></${name}Response>`,
  );
}

function refuse(response: ServerResponse, { service }: Asked, { status, code }: Fault): void {
  const message = `${code} for arn:aws:sts::111122223333:assumed-role/Admin/secret-caller`;
  if (speaksXml(service)) {
    response.writeHead(status, { 'content-type': 'text/xml' });
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
    response.end(service === 's3' ? error : `<ErrorResponse>${error}</ErrorResponse>`);
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': code });
  response.end(JSON.stringify({ __type: code, message }));
}

/** Lists as the Query protocol has them: `<Name><member>...</member></Name>`. */
function xml(value: unknown): string {
  if (Array.isArray(value)) return value.map((each) => `<member>${xml(each)}</member>`).join('');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, inner]) => `<${name}>${xml(inner)}</${name}>`)
      .join('');
  }
  return String(value).replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
}
