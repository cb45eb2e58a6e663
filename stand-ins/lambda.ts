import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Invocation {
  readonly functionName: string;
  readonly type: string;
  readonly payload: unknown;
}

export interface LambdaStandIn {
  readonly url: string;
  readonly invocations: readonly Invocation[];
  close(): void;
}

/** Lambda: asynchronous Invoke, which is taken and not run. */
export async function start(): Promise<LambdaStandIn> {
  const invocations: Invocation[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const functionName = decodeURIComponent(/functions\/([^/]+)\/invocations/.exec(request.url ?? '')?.[1] ?? '');
    const type = String(request.headers['x-amz-invocation-type'] ?? 'RequestResponse');
    invocations.push({ functionName, type, payload: JSON.parse(body || 'null') });
    response.writeHead(type === 'Event' ? 202 : 501).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    invocations,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
