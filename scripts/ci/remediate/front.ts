import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isDeepStrictEqual } from 'node:util';

type Json = Record<string, unknown>;

export interface Front {
  readonly url: string;
  /** Operations that changed something, in order. */
  readonly changed: readonly string[];
  close(): void;
}

/**
 * moto, and beside it what moto 5.2.5 lacks: UpdateEndpoint, StopTrainingJob and ListInferenceComponents; the isolation that its
 * CreateModel drops, and no VpcConfig where there is none. Everything else is moto's own answer.
 */
export async function startFront(moto: string): Promise<Front> {
  const isolated = new Map<string, unknown>();
  const switched = new Map<string, Json>();
  const stopped = new Map<string, string>();
  const changed: string[] = [];

  const own: Record<string, (input: Json, ask: () => Promise<Answer>) => Promise<Answer>> = {
    ListInferenceComponents: async () => ok({ InferenceComponents: [] }),
    async UpdateEndpoint(input) {
      switched.set(String(input.EndpointName), {
        EndpointConfigName: input.EndpointConfigName,
        LastDeploymentConfig: input.DeploymentConfig,
      });
      return ok({ EndpointArn: `arn:aws:sagemaker:eu-west-1:123456789012:endpoint/${String(input.EndpointName).toLowerCase()}` });
    },
    DescribeEndpoint: async (input, ask) => patched(await ask(), switched.get(String(input.EndpointName))),
    async StopTrainingJob(input) {
      stopped.set(String(input.TrainingJobName), 'Stopping');
      return ok({});
    },
    async DescribeTrainingJob(input, ask) {
      const name = String(input.TrainingJobName);
      const status = stopped.get(name);
      if (status) stopped.set(name, 'Stopped');
      // moto's jobs have ended when they are described for the first time.
      return patched(await ask(), { TrainingJobStatus: status ?? 'InProgress' });
    },
    async CreateModel(input, ask) {
      const answer = await ask();
      if (answer.status === 200) isolated.set(String(input.ModelName), input.EnableNetworkIsolation ?? false);
      return answer;
    },
    async DescribeModel(input, ask) {
      const answer = await ask();
      const EnableNetworkIsolation = isolated.get(String(input.ModelName)) ?? false;
      // moto answers {} where AWS leaves the member out.
      const isEmpty = answer.status === 200 && isDeepStrictEqual(JSON.parse(answer.body.toString('utf8')).VpcConfig, {});
      return patched(answer, { EnableNetworkIsolation, ...(isEmpty && { VpcConfig: undefined }) });
    },
  };

  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const operation = String(request.headers['x-amz-target'] ?? '').replace('SageMaker.', '');
    if (/^(Create|Update|Delete|Stop)/.test(operation)) changed.push(operation);
    const ask = () => forward(moto, request, body);
    const handler = own[operation];
    send(response, await (handler ? handler(JSON.parse(body.toString('utf8') || '{}'), ask) : ask()));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}`, changed, close: () => void server.close() };
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

const ok = (body: Json): Answer => ({ status: 200, type: 'application/x-amz-json-1.1', body: Buffer.from(JSON.stringify(body)) });

function patched(answer: Answer, patch: Json | undefined): Answer {
  if (answer.status !== 200 || !patch) return answer;
  return { ...answer, body: Buffer.from(JSON.stringify({ ...JSON.parse(answer.body.toString('utf8')), ...patch })) };
}

async function forward(moto: string, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const { host: _, connection: __, 'transfer-encoding': ___, 'content-length': ____, expect: _____, ...headers } = request.headers;
  const answer = await fetch(`${moto}${request.url ?? '/'}`, {
    method: request.method ?? 'POST',
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    ...(request.method === 'GET' || request.method === 'HEAD' ? {} : { body: new Uint8Array(body) }),
  });
  return { status: answer.status, type: answer.headers.get('content-type') ?? 'text/plain', body: Buffer.from(await answer.arrayBuffer()) };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { 'content-type': type, 'content-length': body.length });
  response.end(body);
}
