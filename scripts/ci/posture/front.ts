import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What asked for what, as the server saw it. */
export interface Seen {
  readonly operation: string;
  readonly name: string;
}

export interface Front {
  readonly url: string;
  readonly seen: Seen[];
  close(): void;
}

/**
 * Stands before a SageMaker of moto, which drops EnableNetworkIsolation of CreateModel (moto 5.2): remembers it, and puts it into
 * DescribeModel's answer. Everything else goes through as it is.
 */
export async function front(behind: string): Promise<Front> {
  const isolation = new Map<string, boolean>();
  const seen: Seen[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', async () => {
      const body = Buffer.concat(chunks);
      const operation = String(incoming.headers['x-amz-target'] ?? '').replace('SageMaker.', '');
      const input = JSON.parse(body.toString('utf8') || '{}') as Record<string, unknown>;
      const name = String(input.ModelName ?? input.TrainingJobName ?? '');
      seen.push({ operation, name });
      if (operation === 'CreateModel') isolation.set(name, input.EnableNetworkIsolation === true);
      const { host: _, connection: __, 'content-length': ___, ...headers } = incoming.headers as Record<string, string>;
      const answer = await fetch(`${behind}${incoming.url}`, { method: incoming.method ?? 'POST', headers, body });
      let text = await answer.text();
      if (operation === 'DescribeModel' && answer.ok)
        text = JSON.stringify({ ...JSON.parse(text), EnableNetworkIsolation: isolation.get(name) ?? false });
      response
        .writeHead(answer.status, {
          'content-type': answer.headers.get('content-type') ?? 'application/x-amz-json-1.1',
          'x-amzn-requestid': answer.headers.get('x-amzn-requestid') ?? 'front',
        })
        .end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, close: () => void server.close() };
}
