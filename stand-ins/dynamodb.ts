import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { ledgerTable } from './ledger-table.ts';
import type { Fault } from './wire.ts';

export interface Call {
  /** `PutItem`, `GetItem`... */
  readonly operation: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface DynamoDb {
  readonly url: string;
  /** Calls as they came in, those that were made to fail too. */
  readonly received: readonly Call[];
  close(): Promise<void>;
}

export interface DynamoDbOptions {
  /** Created before `start` answers. */
  readonly table?: string;
  readonly fail?: (call: Call) => Fault | undefined;
}

/** DynamoDB on 127.0.0.1: dynalite, with real conditional writes on the wire, behind a relay that can fail. */
export async function start({ table, fail }: DynamoDbOptions = {}): Promise<DynamoDb> {
  const store: Server = dynalite({ createTableMs: 0 });
  const storePort = await listen(store);
  if (table) await create(table, `http://127.0.0.1:${storePort}`);
  const received: Call[] = [];
  const relay = createServer((incoming, outgoing) => {
    void forward(incoming, outgoing, storePort, received, fail);
  });
  const port = await listen(relay);
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    async close() {
      relay.closeAllConnections();
      store.closeAllConnections();
      await Promise.all([relay, store].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function create(table: string, endpoint: string): Promise<void> {
  const client = new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
  const { TimeToLiveSpecification, ...schema } = ledgerTable;
  await client.send(new CreateTableCommand({ ...structuredClone(schema), TableName: table } as unknown as CreateTableCommandInput));
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.05, maxDelay: 0.1 } as never, { TableName: table });
  client.destroy();
}

async function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  port: number,
  received: Call[],
  fail: DynamoDbOptions['fail'],
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const call: Call = { operation: String(incoming.headers['x-amz-target']).split('.')[1] ?? '', body: JSON.parse(body.toString() || '{}') };
  received.push(call);
  const fault = fail?.(call);
  if (fault === 'reset') return void incoming.socket.resetAndDestroy();
  if (fault === 'timeout') return;
  if (typeof fault === 'object' && 'status' in fault) {
    outgoing
      .writeHead(fault.status, { 'content-type': 'application/x-amz-json-1.0' })
      .end(typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body));
    return;
  }
  if (typeof fault === 'object') await new Promise((resolve) => setTimeout(resolve, fault.delay));
  const { host, ...headers } = incoming.headers;
  const onward = request(
    { host: '127.0.0.1', port, method: incoming.method, path: incoming.url, headers: { ...headers, host } },
    (answer) => {
      if (fault === 'reset-after') {
        answer.resume();
        incoming.socket.destroy();
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    },
  );
  onward.on('error', () => incoming.socket.destroy());
  onward.end(body);
}
