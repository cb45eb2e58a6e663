import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface BucketCall {
  readonly method: string;
  readonly key: string;
}

export interface BucketStandIn {
  readonly url: string;
  readonly bucket: string;
  /** Body by key, in the order of the first write. */
  readonly objects: ReadonlyMap<string, Buffer>;
  readonly calls: readonly BucketCall[];
  fail: ((call: BucketCall) => { readonly status: number; readonly code: string } | undefined) | undefined;
  close(): Promise<void>;
}

/** A bucket of S3 that can be written: PUT (with If-None-Match), GET, DELETE, LIST by pages of two. Every other bucket is asked of another stand-in. */
export async function start(options: { readonly bucket: string; readonly others: string }): Promise<BucketStandIn> {
  const objects = new Map<string, Buffer>();
  const calls: BucketCall[] = [];
  const server = createServer(async (incoming, response) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://s3');
    const [, bucket = '', ...rest] = pathname.split('/');
    if (bucket !== options.bucket) return forward(incoming, response, options.others);
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const call = { method: incoming.method ?? '', key: decodeURIComponent(rest.join('/')) };
    calls.push(call);
    const fault = standIn.fail?.(call);
    if (fault) return refuse(response, fault.status, fault.code);
    if (searchParams.has('list-type')) return list(objects, searchParams, response);
    perform(objects, call, { body: Buffer.concat(chunks), ifNoneMatch: incoming.headers['if-none-match'] }, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const standIn: BucketStandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bucket: options.bucket,
    objects,
    calls,
    fail: undefined,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return standIn;
}

interface Sent {
  readonly body: Buffer;
  readonly ifNoneMatch: string | undefined;
}

function perform(objects: Map<string, Buffer>, { method, key }: BucketCall, { body, ifNoneMatch }: Sent, response: ServerResponse): void {
  const there = objects.get(key);
  if (method === 'PUT') {
    if (ifNoneMatch === '*' && there) refuse(response, 412, 'PreconditionFailed');
    else {
      objects.set(key, body);
      response.writeHead(200, { etag: '"e"' }).end();
    }
  } else if (method === 'DELETE') {
    objects.delete(key);
    response.writeHead(204).end();
  } else if (there) response.writeHead(200, { 'content-length': there.length, etag: '"e"' }).end(there);
  else refuse(response, 404, 'NoSuchKey');
}

/** Two keys a page, so that whoever forgets the next one is found out. */
function list(objects: ReadonlyMap<string, Buffer>, asked: URLSearchParams, response: ServerResponse): void {
  const prefix = asked.get('prefix') ?? '';
  const after = asked.get('continuation-token') ?? '';
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
  const page = keys.slice(0, 2);
  const contents = page.map((key) => `<Contents><Key>${key}</Key><Size>${objects.get(key)?.length}</Size></Contents>`).join('');
  const next =
    keys.length > page.length ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
  response.writeHead(200, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0"?><ListBucketResult>${contents}${next}</ListBucketResult>`);
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse, to: string): void {
  const { method, headers } = incoming;
  const onward = request(new URL(incoming.url ?? '/', to), { ...(method && { method }), headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', () => incoming.socket.destroy());
  incoming.pipe(onward);
}
