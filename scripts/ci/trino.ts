import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { start as startAthena, type WireTable } from '../../stand-ins/athena.ts';
import { folderObjects, type S3Request, type StoredObject, start as startS3 } from '../../stand-ins/s3.ts';
import { statementsOf, translate } from './trino/ddl.ts';
import { lakeStatements, lakeTable } from './trino/lake.ts';
import { organization, organizationArchive } from './trino/organization.ts';
import { demandPruned } from './trino/pruned.ts';
import { startTrino } from './trino/server.ts';

/** See trino.sh: the statements that Athena gets, run by its engine over archives, and what is made of them held against a scan of the files. */

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { home: text, java: text, work: text, cli: text } });
const { home = '', java = 'java', work = '', cli = 'dist/cli.js' } = values;
const run = promisify(execFile);
const bucket = 'trail-bucket';
const started = Date.now();

// The sample lies beside the organization's archive; each is a folder of its own for the local scans.
const objects = new Map<string, StoredObject>(folderObjects('sample'));
for (const { key, text } of organizationArchive(1)) {
  const path = join(work, 'organization', key);
  const body = gzipSync(text);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, body);
  objects.set(key, { body });
}
const s3 = await startS3({ bucket, objects });
const trino = await startTrino({ home, java, work: join(work, 'trino'), endpoint: s3.url });
say('Trino answers');

const tables = new Map<string, WireTable>();
/** What each statement read of the bucket, while no other ran. */
const read = new Map<string, readonly S3Request[]>();
let last: Promise<unknown> = Promise.resolve();
const athena = await startAthena({
  tables,
  pageSize: 7,
  engine: (sql) => {
    const mine = last.then(() => engine(sql));
    last = mine.catch(() => {});
    return mine;
  },
});

async function engine(sql: string) {
  const nothing = { columns: [], rows: [], dataScannedInBytes: 0 };
  if (sql.startsWith('CREATE EXTERNAL TABLE')) {
    const { place, table, statements } = translate(sql);
    for (const statement of statements) await trino.query(statement);
    tables.set(place, table);
    return nothing;
  }
  const [, database = '', name = ''] = /^DROP TABLE IF EXISTS `([^`]+)`\.`([^`]+)`$/.exec(sql) ?? [];
  if (name !== '') {
    await trino.query(`DROP VIEW "${database}"."${name}"`);
    await trino.query(`DROP TABLE "${database}"."${name}_files"`);
    tables.delete(`${database}.${name}`);
    return nothing;
  }
  const before = s3.requests.length;
  const result = await trino.query(sql);
  // The reader of log files asks meanwhile for what a statement before named.
  const own = s3.requests.slice(before).filter(({ headers }) => headers['user-agent']?.includes('aws-sdk-java'));
  read.set(sql, own);
  return result;
}

const env = {
  ...process.env,
  AWS_ENDPOINT_URL_ATHENA: athena.url,
  AWS_ENDPOINT_URL_S3: s3.url,
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: 'testing',
  AWS_REGION: 'us-east-1',
};

/** @returns stdout; 0, 1 and 3 are verdicts */
async function sagewarden(...args: readonly string[]): Promise<{ out: string; err: string }> {
  try {
    const { stdout, stderr } = await run(process.execPath, [...(cli.endsWith('.ts') ? ['--import', 'tsx'] : []), cli, ...args], {
      env,
      maxBuffer: 1e8,
    });
    return { out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    if (code === 2 || typeof code !== 'number') throw new Error(`sagewarden ${args.join(' ')}: ${stderr}`);
    return { out: stdout, err: stderr };
  }
}

type Period = { readonly from: string; readonly to: string };
let runs = 0;

async function scan(source: string, { from, to }: Period, ...flags: readonly string[]) {
  const out = join(work, `run-${++runs}`);
  await sagewarden('scan', source, '--from', from, '--to', to, '--out', out, '--generated-at', '2026-11-01T00:00:00Z', '--json', ...flags);
  const text = (name: string) => readFileSync(join(out, name), 'utf8');
  return { population: text('population.jsonl'), evidence: JSON.parse(text('evidence.json')), run: JSON.parse(text('run.json')) };
}

type Scan = Awaited<ReturnType<typeof scan>>;

/** What both say of the trail, and not of how it was read. */
function facts({ evidence }: Scan): unknown {
  const { activity, coverage, findings, exposures, lifecycle, trailControl, problems, scope, population, tieOut } = evidence;
  const lines = tieOut.filter(({ id }: { id: string }) => id !== 'objects');
  return { activity, coverage, findings, exposures, lifecycle, trailControl, problems, scope, population, lines };
}

function demandSame(name: string, ours: Scan, theirs: Scan): void {
  ok(theirs.evidence.population.rows > 10, `${name}: a population to compare`);
  strictEqual(ours.population, theirs.population, `${name}: population.jsonl`);
  deepStrictEqual(facts(ours), facts(theirs), `${name}: the rest of the evidence`);
  ok(
    ours.evidence.tieOut.every(({ balances }: { balances: boolean }) => balances),
    `${name}: every line of the tie-out balances`,
  );
  const { queries, dataScannedInBytes } = ours.run.athena;
  ok(dataScannedInBytes > 0, `${name}: bytes scanned are in run.json`);
  say(`${name}: ${ours.evidence.population.rows} rows, byte-identical; ${queries.length} queries, ${dataScannedInBytes} bytes`);
}

/** Rows that came from a table's columns: the same, without index and hash. @param also members that the table does not have */
function demandSameRows(name: string, ours: Scan, theirs: Scan, also: readonly string[] = []): void {
  const rows = ({ population }: Scan) =>
    population
      .trimEnd()
      .split('\n')
      .map((line) =>
        Object.fromEntries(
          Object.entries(JSON.parse(line)).filter(([member]) => !['recordIndex', 'recordSha256', ...also].includes(member)),
        ),
      );
  deepStrictEqual(rows(ours), rows(theirs), `${name}: rows`);
  ok(ours.population.includes('"recordIndex":null,"recordSha256":null'), `${name}: neither index nor hash`);
  ok(
    ours.evidence.limits.some(({ what }: { what: string }) => what.includes("judged from the table's columns")),
    `${name}: the limit is stated`,
  );
  deepStrictEqual(ours.evidence.activity, theirs.evidence.activity, `${name}: activity`);
  say(`${name}: ${ours.evidence.population.rows} rows, the same but for index and hash`);
}

try {
  const quarter = { from: '2026-07-01T00:00:00Z', to: '2026-10-01T00:00:00Z' };
  const { period, accounts, regions, id } = organization;
  const make = (table: string, ...flags: readonly string[]) =>
    sagewarden(
      'scan',
      `athena:${table}`,
      '--create-table',
      '--yes',
      '--location',
      `s3://${bucket}`,
      '--from',
      '2026-06-01T00:00:00Z',
      ...flags,
    );

  const [oneLocal, sampleLocal, local] = await Promise.all([
    scan('sample/AWSLogs/111122223333/CloudTrail/eu-west-1', quarter),
    scan('sample', quarter),
    scan(join(work, 'organization'), period),
    make('trails.one', '--accounts', '111122223333', '--regions', 'eu-west-1'),
    make('trails.sample', '--accounts', '111122223333,444455556666', '--regions', 'eu-west-1,us-east-1,eu-central-1'),
    make('trails.organization', '--organization', id, '--accounts', accounts.join(','), '--regions', regions.join(',')),
  ]);
  demandSame('one account and Region', await scan('athena:trails.one', quarter, '--slice-days', '45'), oneLocal);
  demandSame('the sample', await scan('athena:trails.sample', quarter, '--slice-days', '62'), sampleLocal);
  demandSame('an organization', await scan('athena:trails.organization', period, '--slice-days', '25'), local);
  demandSameRows(
    'an organization, without objects',
    await scan('athena:trails.organization', period, '--slice-days', '70', '--no-objects'),
    local,
  );
  const part = ['--accounts', accounts.slice(1).join(','), '--regions', 'eu-west-1'];
  const days = { from: '2026-07-10T00:00:00Z', to: '2026-07-22T00:00:00Z' };
  const [partOfIt, partLocal] = await Promise.all([
    scan('athena:trails.organization', days, '--slice-days', '10', ...part),
    scan(`s3://${bucket}/AWSLogs/${id}`, days, ...part),
  ]);
  demandSame('a part of it', partOfIt, partLocal);

  const byHand = dated(tables.get('trails.organization'));
  for (const statement of statementsOf('trails', byHand)) await trino.query(statement);
  tables.set('trails.dated', byHand);
  demandSame('partitions by year, month and day', await scan('athena:trails.dated', period, '--slice-days', '50'), local);

  for (const statement of lakeStatements('trails', 'organization')) await trino.query(statement);
  tables.set('trails.lake', lakeTable);
  const lake = await scan('athena:trails.lake', period, '--no-objects', '--yes', '--slice-days', '20');
  strictEqual(lake.evidence.population.rows, local.evidence.population.rows, 'Security Lake: rows');
  say(`Security Lake: ${lake.evidence.population.rows} rows`);

  const selects = [...read].filter(([sql]) => !sql.includes('time_dt'));
  for (const [sql, requests] of selects) await demandPruned(trino, sql, requests);
  ok(selects.length >= 12);
  say(`${selects.length} plans read the asked partitions and no others, and so did their requests to the bucket`);

  await sagewarden('scan', 'athena:trails.one', '--drop-table', '--yes');
  strictEqual(tables.has('trails.one'), false);
  console.log(`trino: passed in ${Math.round((Date.now() - started) / 1000)} s`);
} catch (error) {
  // Two whole evidences stand in an assertion's members.
  console.error(`trino: ${error instanceof Error ? error.message.slice(0, 8_000) : String(error)}`);
  process.exitCode = 1;
} finally {
  trino.close();
  await Promise.all([athena.close(), s3.close()]);
}

/** The same place, with partitions for year, month and day. */
function dated(table: WireTable | undefined): WireTable {
  if (!table) throw new Error('no table');
  const { 'projection.timestamp.type': _, ...rest } = table.Parameters;
  const number = (range: string, digits: string) => ({ type: 'integer', range, digits });
  const parts = { year: number('2026,2027', '4'), month: number('1,12', '2'), day: number('1,31', '2') };
  return {
    ...table,
    Name: 'dated',
    PartitionKeys: ['account', 'region', 'year', 'month', 'day'].map((Name) => ({ Name, Type: 'string' })),
    Parameters: {
      ...rest,
      ...Object.fromEntries(
        Object.entries(parts).flatMap(([key, properties]) =>
          Object.entries(properties).map(([name, value]) => [`projection.${key}.${name}`, value]),
        ),
      ),
      'storage.location.template': (rest['storage.location.template'] ?? '').replace(/\$\{timestamp\}/, () =>
        ['year', 'month', 'day'].map((part) => `\${${part}}`).join('/'),
      ),
    },
  };
}

function say(what: string): void {
  console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${what}`);
}
