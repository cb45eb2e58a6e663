import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** S3's REST protocol as far as a reader needs it, over objects in memory or a folder. Path style: the SDK uses it for an IP address. */

export interface StoredObject {
  readonly body: Buffer | string;
  readonly versionId?: string;
  /** User metadata, names without `x-amz-meta-`. */
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'LIST';
  readonly bucket: string;
  /** Of an object; of a LIST its prefix. */
  readonly key: string;
  readonly delimiter: string | null;
  readonly range: string | undefined;
  readonly headers: IncomingMessage['headers'];
  /** How often this was asked for before. */
  readonly before: number;
}

/** `reset`: no answer. `cut`: half of the body, then a reset. `timeout`: never. An error has S3's code, and its status. */
export type Fault = 'reset' | 'cut' | 'timeout' | { readonly status: number; readonly code: string; readonly message?: string };

export const slowDown: Fault = { status: 503, code: 'SlowDown' };
export const accessDenied: Fault = { status: 403, code: 'AccessDenied' };
export const noSuchKey: Fault = { status: 404, code: 'NoSuchKey' };
export const archived: Fault = { status: 403, code: 'InvalidObjectState' };
export const kmsDenied: Fault = {
  status: 403,
  code: 'AccessDenied',
  message: 'User: arn:aws:sts::111122223333:assumed-role/secret/caller is not authorized to perform: kms:Decrypt on this resource',
};

export interface S3StandInOptions {
  readonly bucket?: string;
  /** By key; or a folder whose files are the objects. */
  readonly objects: ReadonlyMap<string, StoredObject> | string;
  readonly region?: string;
  readonly requesterPays?: boolean;
  readonly owner?: string;
  readonly pageSize?: number;
  /** Milliseconds before each answer. */
  readonly latency?: number;
  readonly fail?: (request: S3Request) => Fault | undefined;
}

export interface S3StandIn {
  readonly url: string;
  readonly bucket: string;
  readonly requests: S3Request[];
  /** GETs that were under way at the same time, at most. */
  readonly mostAtOnce: () => number;
  close(): Promise<void>;
}

export async function start(options: S3StandInOptions): Promise<S3StandIn> {
  const bucket = options.bucket ?? 'trail-bucket';
  const objects = typeof options.objects === 'string' ? folderObjects(options.objects) : options.objects;
  const requests: S3Request[] = [];
  const counts = new Map<string, number>();
  const keys = [...objects.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  let [atOnce, most] = [0, 0];

  const server = createServer(async (incoming, response) => {
    const request = requestOf(incoming, counts);
    requests.push(request);
    if (request.method === 'GET') most = Math.max(most, ++atOnce);
    response.once('close', () => {
      if (request.method === 'GET') atOnce--;
    });
    if (options.latency) await wait(options.latency);
    const fault = options.fail?.(request) ?? refusal(request, bucket, options);
    if (fault === 'reset') return void incoming.socket.destroy();
    if (fault === 'timeout') return;
    if (fault && fault !== 'cut') return error(response, request, fault, options.region);
    if (request.method === 'LIST') return list(incoming, response, request, { keys, objects, pageSize: options.pageSize ?? 1000 });
    const stored = objects.get(request.key);
    if (!stored) return error(response, request, { status: 404, code: 'NoSuchKey' });
    send(response, request, stored, fault === 'cut');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bucket,
    requests,
    mostAtOnce: () => most,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function requestOf(incoming: IncomingMessage, counts: Map<string, number>): S3Request {
  const url = new URL(incoming.url ?? '/', 'http://s3');
  const [, bucket = '', ...rest] = url.pathname.split('/');
  const isList = url.searchParams.get('list-type') === '2';
  const method = isList ? 'LIST' : incoming.method === 'HEAD' ? 'HEAD' : 'GET';
  const key = isList ? (url.searchParams.get('prefix') ?? '') : decodeURIComponent(rest.join('/'));
  const name = `${method} ${key} ${url.searchParams.get('continuation-token')}`;
  const before = counts.get(name) ?? 0;
  counts.set(name, before + 1);
  return {
    method,
    bucket,
    key,
    delimiter: url.searchParams.get('delimiter'),
    range: incoming.headers.range,
    headers: incoming.headers,
    before,
  };
}

function refusal({ bucket: asked, headers }: S3Request, bucket: string, options: S3StandInOptions): Fault | undefined {
  const signedFor = /Credential=[^/]+\/\d+\/([^/]+)/.exec(headers.authorization ?? '')?.[1];
  if (asked !== bucket) return { status: 404, code: 'NoSuchBucket' };
  if (options.region && signedFor !== options.region) return { status: 301, code: 'PermanentRedirect' };
  if (options.requesterPays && headers['x-amz-request-payer'] !== 'requester') return accessDenied;
  const owner = headers['x-amz-expected-bucket-owner'];
  return owner !== undefined && owner !== (options.owner ?? '111122223333') ? accessDenied : undefined;
}

function error(response: ServerResponse, { method }: S3Request, fault: Exclude<Fault, string>, region?: string): void {
  const message = fault.message ?? fault.code;
  response.writeHead(fault.status, { 'content-type': 'application/xml', ...(region && { 'x-amz-bucket-region': region }) });
  response.end(
    method === 'HEAD' ? undefined : `<?xml version="1.0"?><Error><Code>${fault.code}</Code><Message>${xml(message)}</Message></Error>`,
  );
}

function list(
  incoming: IncomingMessage,
  response: ServerResponse,
  { bucket, key: prefix, delimiter }: S3Request,
  store: { keys: readonly string[]; objects: ReadonlyMap<string, StoredObject>; pageSize: number },
): void {
  const query = new URL(incoming.url ?? '/', 'http://s3').searchParams;
  const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
  const entries: string[] = [];
  const folders = new Set<string>();
  let last = '';
  let truncated = false;
  for (const key of store.keys) {
    if (!key.startsWith(prefix)) continue;
    const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    const name = cut < 0 ? key : key.slice(0, cut + 1);
    if (name <= after || folders.has(name)) continue;
    if (entries.length + folders.size === store.pageSize) {
      truncated = true;
      break;
    }
    last = name;
    if (cut >= 0) folders.add(name);
    else entries.push(contents(key, store.objects));
  }
  response.writeHead(200, { 'content-type': 'application/xml' });
  response.end(
    `<?xml version="1.0"?><ListBucketResult><Name>${bucket}</Name><Prefix>${xml(prefix)}</Prefix><IsTruncated>${truncated}</IsTruncated>` +
      (truncated ? `<NextContinuationToken>${xml(last)}</NextContinuationToken>` : '') +
      entries.join('') +
      [...folders].map((folder) => `<CommonPrefixes><Prefix>${xml(folder)}</Prefix></CommonPrefixes>`).join('') +
      '</ListBucketResult>',
  );
}

function contents(key: string, objects: ReadonlyMap<string, StoredObject>): string {
  const body = bytesOf(objects.get(key));
  return `<Contents><Key>${xml(key)}</Key><Size>${body.length}</Size><ETag>${xml(etag(body))}</ETag><LastModified>2026-08-01T00:00:00.000Z</LastModified></Contents>`;
}

function send(response: ServerResponse, { method, range }: S3Request, stored: StoredObject, cut: boolean): void {
  const whole = bytesOf(stored);
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  const body = from === undefined ? whole : whole.subarray(Number(from), Number(to) + 1);
  response.writeHead(from === undefined ? 200 : 206, {
    'content-length': body.length,
    etag: etag(whole),
    ...(stored.versionId && { 'x-amz-version-id': stored.versionId }),
    ...Object.fromEntries(Object.entries(stored.metadata ?? {}).map(([name, value]) => [`x-amz-meta-${name}`, value])),
  });
  if (method === 'HEAD') response.end();
  else if (cut) response.write(body.subarray(0, body.length >> 1), () => response.destroy());
  else response.end(body);
}

function bytesOf(stored: StoredObject | undefined): Buffer {
  return Buffer.from(stored?.body ?? '');
}

function etag(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

function xml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** A folder's files by path; sidecars (`<file>.metadata.json`) are what S3 keeps beside an object. */
export function folderObjects(root: string): Map<string, StoredObject> {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(root, path)).isFile());
  const sidecars = new Set(paths.filter((path) => path.endsWith('.metadata.json')));
  return new Map(
    paths
      .filter((path) => !sidecars.has(path))
      .map((path) => {
        const beside = `${path}.metadata.json`;
        const metadata = sidecars.has(beside) ? JSON.parse(readFileSync(join(root, beside), 'utf8')).Metadata : {};
        return [relative('.', path).split('\\').join('/'), { body: readFileSync(join(root, path)), metadata }];
      }),
  );
}
