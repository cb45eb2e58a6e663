import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a stand-in for a service of AWS got over the wire. */
export interface WireRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface WireAnswer {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * What goes wrong. `reset`: the connection breaks before anything is done; `reset-after`: it is done, and the answer is lost;
 * `timeout`: nothing is done, and no answer comes; `delay`: all is well, late, by so many milliseconds.
 */
export type Fault =
  | { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly delay: number }
  | 'reset'
  | 'reset-after'
  | 'timeout';

export interface WireServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves on a free port of 127.0.0.1. `fault` is asked first; `answer` does the work. */
export async function serve(options: {
  readonly fault: (request: WireRequest) => Fault | undefined;
  readonly answer: (request: WireRequest) => WireAnswer;
  /** How a fault's body is sent. */
  readonly contentType: string;
}): Promise<WireServer> {
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const request = { path: String(incoming.url), headers: incoming.headers, body: Buffer.concat(chunks).toString('utf8') };
      const fault = options.fault(request);
      if (fault === 'timeout') return;
      if (fault === 'reset') return void incoming.socket.resetAndDestroy();
      if (typeof fault === 'object' && 'status' in fault) {
        const body = typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body);
        return send(response, { ...fault, body, contentType: options.contentType });
      }
      const answer = options.answer(request);
      if (fault === 'reset-after') return void incoming.socket.resetAndDestroy();
      setTimeout(() => send(response, answer), typeof fault === 'object' ? fault.delay : 0);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, { status, body, contentType, headers }: WireAnswer): void {
  response
    .writeHead(status, { 'content-type': contentType, 'x-amzn-requestid': '00000000-0000-4000-8000-000000000000', ...headers })
    .end(body);
}

/** Whose credentials a request was signed with, and for which region (Signature Version 4, Authorization header). */
export function signedBy({ headers }: WireRequest): { accessKeyId: string; region: string } {
  const [, accessKeyId = '', region = ''] = /Credential=([^/]+)\/\d{8}\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  return { accessKeyId, region };
}

/** Access keys of the stand-ins' sessions hold their account, so that every stand-in can tell whose they are. */
export const sessionKey = (account: string) => `ASIA${account}`;
export const accountOfKey = (accessKeyId: string) => /^ASIA(\d{12})$/.exec(accessKeyId)?.[1];
