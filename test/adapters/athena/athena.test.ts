import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type AthenaOptions, openAthena } from '../../../src/adapters/athena.ts';
import type { Scanned } from '../../../src/app/scan/model.ts';
import { scanTrail } from '../../../src/app/scan.ts';
import { readPolicyFile } from '../../../src/config.ts';
import { folderSource } from '../../../src/trail/folder.ts';
import { SourceError } from '../../../src/trail/source.ts';
import { type AthenaStandIn, type AthenaStandInOptions, start, throttled, type WireTable } from '../../../stand-ins/athena.ts';
import { accessDenied, folderObjects, type S3StandIn, type S3StandInOptions, start as startS3 } from '../../../stand-ins/s3.ts';
import { projectedTable, referenceEngine } from '../../support/athena-engine.ts';

const closing: (AthenaStandIn | S3StandIn)[] = [];
afterEach(async () => {
  for (const server of closing.splice(0)) await server.close();
});

const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'sekrit' };
const archive = folderObjects('sample');
const period = { from: '2026-07-01T00:00:00Z', to: '2026-10-01T00:00:00Z' };
const { policy } = readPolicyFile(undefined, '2026-11-01T00:00:00Z');

interface Wish extends Partial<AthenaStandInOptions> {
  readonly table?: WireTable;
  readonly s3?: Partial<S3StandInOptions>;
}

async function bench({ table = projectedTable, s3: s3Options, ...more }: Wish = {}) {
  const s3 = await startS3({ objects: archive, ...s3Options });
  const athena = await start({ tables: new Map([['trails.logs', table]]), engine: referenceEngine(archive), ...more });
  closing.push(s3, athena);
  const open = (options: Partial<AthenaOptions> = {}) =>
    openAthena({
      database: 'trails',
      table: 'logs',
      period,
      accounts: [],
      regions: [],
      objects: true,
      sliceDays: 31,
      now: Date.parse('2026-11-21T00:00:00Z'),
      workgroup: undefined,
      results: undefined,
      poll: { first: 1, most: 5 },
      client: { endpoint: athena.url, region: 'eu-west-1', credentials },
      s3: { endpoint: s3.url, region: 'eu-west-1', credentials },
      ...options,
    });
  const scan = async (options: Partial<AthenaOptions> = {}) => {
    const source = (await open(options)).source();
    return { source, scanned: await scanTrail(source, { policy, period }) };
  };
  return { s3, athena, open, scan };
}

const local = async () => scanTrail(await folderSource(['sample']), { policy, period });

/** Everything but the objects, and what only the files' names tell (the reference engine does not reckon with delivery). */
function facts({ counters, lateDelivery: _, objectVersions: __, ...rest }: Scanned): unknown {
  const { records, hours, duplicates, corrected } = counters;
  return { ...rest, records, hours, duplicates, corrected };
}

const started = (athena: AthenaStandIn) => athena.requests.filter(({ operation }) => operation === 'StartQueryExecution').length;

describe('a scan by Athena', () => {
  it('finds what a scan of the files finds, and reads no other log file from the bucket', async () => {
    const { s3, athena, scan } = await bench({ pageSize: 5, looks: 2 });
    const { scanned, source } = await scan();
    const expected = await local();
    expect(facts(scanned)).toEqual(facts(expected));
    expect(scanned.changes.every(({ recordIndex, recordSha256 }) => recordIndex !== null && recordSha256 !== null)).toBe(true);
    const fetched = new Set(s3.requests.filter(({ method }) => method === 'GET').map(({ key }) => key));
    expect(fetched.size).toBeGreaterThan(20);
    expect(fetched.size).toBeLessThan(expected.counters.objects.read);
    expect(scanned.counters.objects.read).toBe(expected.counters.objects.read);
    expect(started(athena)).toBe(4);
    expect(source.ran?.()).toMatchObject({
      athena: { workgroup: 'primary', queries: [{ first: '2026-06-30', last: '2026-07-30' }, {}, {}, {}] },
    });
  });

  it('judges from the columns where the bucket is out of reach: the same rows, without index and hash', async () => {
    const { s3, scan } = await bench({ s3: { fail: () => accessDenied }, pageSize: 11 });
    const { scanned, source } = await scan({ objects: false });
    const expected = await local();
    const nowhere = (all: Scanned['changes'] | Scanned['attempts']) =>
      all.map((located) => ({ ...located, recordIndex: null, recordSha256: null }));
    expect(scanned.changes).toEqual(nowhere(expected.changes));
    expect(scanned.attempts).toEqual(nowhere(expected.attempts));
    expect(scanned.cells).toEqual(expected.cells);
    expect(scanned.counters.records).toEqual(expected.counters.records);
    expect(s3.requests).toEqual([]);
    expect(source.limits?.join(' ')).toContain('neither the index nor the hash');
  });

  it('says before it runs how to do without the bucket, where that cannot be listed', async () => {
    const { athena, scan } = await bench({ s3: { fail: () => accessDenied } });
    await expect(scan()).rejects.toThrow(/s3:ListBucket.*--no-objects/);
    expect(started(athena)).toBe(0);
  });

  it('reckons what will be read from a listing of the asked partitions', async () => {
    const { s3, open } = await bench();
    const expected = await (await open({ accounts: ['111122223333'], regions: ['eu-west-1'] })).expected();
    const bytes = [...archive]
      .filter(([key]) => key.startsWith('AWSLogs/111122223333/CloudTrail/eu-west-1/'))
      .reduce((sum, [, { body }]) => sum + body.length, 0);
    expect(expected).toEqual({ bytes, folders: 124, listed: 124 });
    expect(new Set(s3.requests.map(({ key }) => key.split('/').slice(0, 4).join('/')))).toEqual(
      new Set(['AWSLogs/111122223333/CloudTrail/eu-west-1']),
    );
  });

  it('estimates from some of the folders where there are many', async () => {
    const accounts = Array.from({ length: 300 }, (_, index) => String(100_000_000_000 + index)).join(',');
    const table = { ...projectedTable, Parameters: { ...projectedTable.Parameters, 'projection.account.values': accounts } };
    const { s3, open } = await bench({ table });
    expect(await (await open()).expected()).toMatchObject({ folders: 300 * 2 * 124, listed: 400 });
    expect(s3.requests.length).toBeLessThan(410);
  });
});

describe('what goes wrong', () => {
  it('waits while too many queries run, and does not start one twice whose answer was lost', async () => {
    const { athena, scan } = await bench({
      fail: ({ operation }, before) =>
        operation !== 'StartQueryExecution' ? undefined : before < 2 ? throttled : before === 2 ? 'reset-after' : undefined,
    });
    expect(facts((await scan()).scanned)).toEqual(facts(await local()));
    expect(athena.statements.length).toBe(4);
    expect(started(athena)).toBeGreaterThan(6);
  });

  it('runs a query again whose failure passes by itself', async () => {
    const { athena, scan } = await bench({
      end: (_, start) => (start === 1 ? { state: 'FAILED', reason: 'GENERIC_INTERNAL_ERROR: Internal error', retryable: true } : undefined),
    });
    expect(facts((await scan()).scanned)).toEqual(facts(await local()));
    expect(athena.statements.length).toBe(5);
  });

  it.each([
    ['CANCELLED', 'Query cancelled! : Bytes scanned limit was exceeded', /was cancelled .*workgroup's limit of bytes.*--slice-days/],
    ['CANCELLED', '', /was cancelled \(no reason given\): somebody stopped it.*--resume/],
    ['FAILED', 'Query timeout', /failed \(Query timeout\): .*time limit: give a smaller --slice-days/],
    ['FAILED', 'Query exhausted resources at this scale factor', /too large for Athena: give a smaller --slice-days/],
    ['FAILED', 'HIVE_CURSOR_ERROR: Row is not a valid JSON Object s3://trail-bucket/x.json.gz', /x\.json\.gz\): a file below the table/],
    ['FAILED', 'User: arn:aws:sts::111122223333:assumed-role/secret/who is not authorized', /^(?!.*secret).*\(the caller\).*access denied/],
    ['FAILED', 'odd \u001b[31m\u202eends', /failed \(odd (?!.*\p{Cc})(?!.*\p{Bidi_Control})/u],
  ] as const)('%s, %s: says what to do, and stops the others', async (state, reason, message) => {
    const { athena, scan } = await bench({ end: (_, start) => (start === 0 ? { state, reason } : undefined), looks: 3 });
    const problem = await scan().then(
      () => undefined,
      (error) => error,
    );
    expect(problem).toBeInstanceOf(SourceError);
    expect(problem.message).toMatch(/^Athena, publish dates 2026-06-30 to 2026-07-30: the query /);
    expect(problem.message).toMatch(message);
    expect(athena.stopped.length).toBeGreaterThan(0);
  });

  it.each([
    [{ status: 400, body: { __type: 'AccessDeniedException', Message: 'x' } }, /athena:GetTableMetadata.*glue:GetTable/],
    [{ status: 400, body: { __type: 'MetadataException', Message: 'Table nope not found' } }, /there is no such table.*--create-table/],
    [{ status: 400, body: { __type: 'MetadataException', Message: 'Insufficient Lake Formation permission(s) on logs' } }, /glue:GetTable/],
    [{ status: 400, body: { __type: 'InvalidRequestException', Message: 'WorkGroup x is not found.' } }, /name of the workgroup/],
    [{ status: 400, body: { __type: 'ExpiredTokenException', Message: 'x' } }, /credentials have expired/],
  ])('a table that cannot be looked at: %j', async (fault, message) => {
    const { open } = await bench({ fail: () => fault });
    await expect(open()).rejects.toThrow(message);
  });

  it('says where results should go, when Athena does not know', async () => {
    const { scan } = await bench({
      fail: ({ operation }) =>
        operation === 'StartQueryExecution'
          ? { status: 400, body: { __type: 'InvalidRequestException', Message: 'No output location provided' } }
          : undefined,
    });
    await expect(scan()).rejects.toThrow(/--query-results/);
  });

  it.each([
    [{ ...projectedTable, Columns: [{ Name: 'line', Type: 'string' }] }, /has no column useridentity.*expected AWS's documented table/],
    [{ ...projectedTable, PartitionKeys: [], Parameters: {} }, /has no partitions, and none by day: a query would read the whole trail/],
    [
      { ...projectedTable, Parameters: { ...projectedTable.Parameters, 'projection.account.type': 'injected' } },
      /account is projected as injected.*give --accounts/,
    ],
  ])('another shape of table is refused', async (table, message) => {
    const { open } = await bench({ table });
    await expect(open()).rejects.toThrow(message);
  });

  it('refuses a statement that Athena would not take', async () => {
    const { open } = await bench();
    const accounts = Array.from({ length: 20_000 }, (_, index) => String(100_000_000_000 + index));
    await expect(open({ accounts })).rejects.toThrow(/bytes, and Athena takes 262144: ask for fewer accounts/);
  });

  it('refuses an answer that is not of its statement', async () => {
    const { scan } = await bench({ engine: async () => ({ columns: ['a'], rows: [['b']], dataScannedInBytes: 0 }) });
    await expect(scan()).rejects.toThrow(/a row that was not asked for/);
  });
});

describe('a run that goes on', () => {
  const log = () => join(mkdtempSync(join(tmpdir(), 'athena-')), 'queries.jsonl');

  it('reads the results of what a run before had begun, and pays for the rest only', async () => {
    const { athena, scan } = await bench({ end: (_, start) => (start === 3 ? { state: 'FAILED', reason: 'Query timeout' } : undefined) });
    const queryLog = log();
    await expect(scan({ queryLog })).rejects.toThrow(/Query timeout/);
    expect(athena.stopped).toEqual([]);
    const { scanned, source } = await scan({ queryLog });
    expect(facts(scanned)).toEqual(facts(await local()));
    expect(athena.statements.length).toBe(5);
    expect(source.ran?.()).toMatchObject({
      athena: { queries: [{ resumed: true }, { resumed: true }, { resumed: true }, { resumed: false }] },
    });
    expect(readFileSync(queryLog, 'utf8')).not.toContain('SELECT');
  });

  it('asks anew where the results are gone', async () => {
    const { athena, scan } = await bench();
    const queryLog = log();
    await scan({ queryLog });
    athena.gone.add('00000000-0000-4000-8000-000000000002');
    expect(facts((await scan({ queryLog })).scanned)).toEqual(facts(await local()));
    expect(athena.statements.length).toBe(5);
  });
});
