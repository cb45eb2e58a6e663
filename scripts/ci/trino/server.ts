import { spawn } from 'node:child_process';
import { closeSync, cpSync, existsSync, mkdirSync, openSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { QueryResult } from '../../../stand-ins/athena.ts';
import { freePort } from '../../../stand-ins/free-port.ts';

export interface Trino {
  query(sql: string): Promise<QueryResult>;
  close(): void;
}

interface Place {
  /** `trino-server-core-476` and `trino-hive-476`, unpacked. */
  readonly home: string;
  readonly java: string;
  /** A folder of its own: configuration, metastore, log. */
  readonly work: string;
  /** Of S3. */
  readonly endpoint: string;
}

const catalog = 'awsdatacatalog';

/** Trino with the hive connector over S3, a metastore in files, and partition projection: what Athena is made of. */
export async function startTrino({ home, java, work, endpoint }: Place): Promise<Trino> {
  const port = await freePort();
  const core = join(home, 'trino-server-core-476');
  const write = (path: string, lines: readonly string[]) => writeFileSync(join(work, path), `${lines.join('\n')}\n`);
  for (const folder of ['etc/catalog', 'plugin', 'metastore']) mkdirSync(join(work, folder), { recursive: true });
  const plugin = join(work, 'plugin/hive');
  if (!existsSync(plugin)) symlinkOrCopy(join(home, 'trino-hive-476'), plugin);
  write('etc/config.properties', [
    'coordinator=true',
    'node-scheduler.include-coordinator=true',
    `http-server.http.port=${port}`,
    'http-server.http.enabled=true',
    `discovery.uri=http://127.0.0.1:${port}`,
    'query.max-memory=256MB',
    'query.max-memory-per-node=256MB',
    'memory.heap-headroom-per-node=128MB',
  ]);
  write(`etc/catalog/${catalog}.properties`, [
    'connector.name=hive',
    'hive.metastore=file',
    'hive.metastore.catalog.dir=local:///metastore',
    'fs.native-local.enabled=true',
    `local.location=${work}`,
    'fs.native-s3.enabled=true',
    `s3.endpoint=${endpoint}`,
    's3.path-style-access=true',
    's3.region=us-east-1',
    's3.aws-access-key=testing',
    's3.aws-secret-key=testing',
    'hive.partition-projection-enabled=true',
    // Projected days without a folder are empty in Athena, and errors here.
    'hive.ignore-absent-partitions=true',
  ]);
  const log = openSync(join(work, 'server.log'), 'w');
  const options = ['node.environment=test', 'node.id=test', `node.data-dir=${work}`, `plugin.dir=${join(work, 'plugin')}`];
  const server = spawn(
    java,
    [
      '-Xmx640m',
      ...options.map((option) => `-D${option}`),
      `-Dconfig=${join(work, 'etc/config.properties')}`,
      `-Dcatalog.config-dir=${join(work, 'etc/catalog')}`,
      '-cp',
      join(core, 'lib/*'),
      'io.trino.server.TrinoServer',
    ],
    { cwd: work, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  let isOver = false;
  server.once('exit', () => (isOver = true));
  const close = () => void server.kill('SIGKILL');
  process.once('exit', close);
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; !(await isReady(url)); tries++) {
    if (isOver || tries > 360) {
      close();
      throw new Error(`Trino did not start:\n${readFileSync(join(work, 'server.log'), 'utf8').slice(-3000)}`);
    }
    await wait(250);
  }
  return { query: (sql) => run(url, sql), close };
}

async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/v1/info`).catch(() => undefined);
  return answer?.ok === true && ((await answer.json()) as { starting: boolean }).starting === false;
}

interface Answer {
  readonly columns?: readonly { readonly name: string }[];
  readonly data?: readonly (readonly unknown[])[];
  readonly nextUri?: string;
  readonly error?: { readonly message: string; readonly errorName: string };
  readonly stats?: { readonly physicalInputBytes?: number; readonly processedBytes?: number };
}

/** Trino's client protocol; every value as Athena would write it, as text. */
async function run(url: string, sql: string): Promise<QueryResult> {
  const headers = { 'X-Trino-User': 'test', 'X-Trino-Catalog': catalog, 'X-Trino-Schema': 'default', 'X-Trino-Time-Zone': 'UTC' };
  let answer = (await (await fetch(`${url}/v1/statement`, { method: 'POST', headers, body: sql })).json()) as Answer;
  let columns: readonly string[] = [];
  const rows: (string | null)[][] = [];
  for (;;) {
    if (answer.error) throw new Error(`${answer.error.errorName}: ${answer.error.message}`);
    columns = answer.columns?.map(({ name }) => name) ?? columns;
    for (const row of answer.data ?? []) rows.push(row.map((value) => (value === null ? null : String(value))));
    if (answer.nextUri === undefined) break;
    answer = (await (await fetch(answer.nextUri)).json()) as Answer;
  }
  return { columns, rows, dataScannedInBytes: answer.stats?.physicalInputBytes ?? 0 };
}

function symlinkOrCopy(from: string, to: string): void {
  try {
    symlinkSync(from, to);
  } catch {
    cpSync(from, to, { recursive: true });
  }
}
