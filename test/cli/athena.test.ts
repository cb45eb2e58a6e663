import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { scanCommand } from '../../src/cli/scan.ts';
import { openSource } from '../../src/cli/source.ts';
import { type AthenaStandIn, start } from '../../stand-ins/athena.ts';
import { accessDenied, folderObjects, type S3StandIn, start as startS3 } from '../../stand-ins/s3.ts';
import { projectedTable, referenceEngine } from '../support/athena-engine.ts';
import { awsEnvironment, setEnvironment } from '../support/environment.ts';
import { type Heard, hear } from '../support/heard.ts';

const archive = folderObjects('sample');
const period = { from: '2026-07-01T00:00:00Z', to: '2026-10-01T00:00:00Z' };
let athena: AthenaStandIn;
let s3: S3StandIn;
let deny = false;
let heard: Heard;

awsEnvironment();
beforeEach(async () => {
  deny = false;
  athena = await start({ tables: new Map([['trails.logs', projectedTable]]), engine: referenceEngine(archive) });
  s3 = await startS3({ objects: archive, fail: () => (deny ? accessDenied : undefined) });
  setEnvironment({ AWS_ENDPOINT_URL_ATHENA: athena.url, AWS_ENDPOINT_URL_S3: s3.url });
  heard = hear();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all([athena.close(), s3.close()]);
});

const open = (flags = {}, wish = {}) => openSource(['athena:trails.logs'], flags, { period, ...wish });
const gets = () => s3.requests.filter(({ method }) => method === 'GET').length;
const scan = (...args: string[]) => scanCommand().exitOverride().parseAsync(args, { from: 'user' });
const times = ['--from', period.from, '--to', period.to];

describe('before anything runs', () => {
  it('says what the queries are expected to read, and what that costs', async () => {
    await open();
    expect(heard.err).toMatch(
      /^sagewarden: Athena: \d+ queries over publish dates 2026-06-30 to 2026-10-31, \d+(\.\d)? KB \(estimated from 400 of 496 folders\), about less than \$0.01 at \$5.00 per TB, a list price: check that of your Region\n$/,
    );
    expect(athena.statements).toEqual([]);
  });

  it('asks for leave above a limit, and where it does not know', async () => {
    await expect(open({ maxBytes: 1000 })).rejects.toThrow(/expected to read .* KB, more than 1.0 KB: --yes/);
    await expect(open({ maxBytes: 1000, yes: true })).resolves.toBeDefined();
    deny = true;
    await expect(open()).rejects.toThrow(/not known: .*s3:ListBucket.*; --yes runs/);
    await expect(open({ yes: true, objects: false })).resolves.toBeDefined();
  });

  it.each([
    [{ digests: true }, /cannot be verified/],
    [{ period: undefined }, /needs --from and --to/],
  ])('refuses what cannot be', async (wish, message) => {
    await expect(open({}, wish)).rejects.toThrow(message);
  });

  it.each([["athena:trails.lo'gs"], ['athena:trails'], ['athena:a.b.c'], ['athena:Trails.logs'], ['athena:"x".y']])(
    '%s is no table',
    async (source) => {
      await expect(openSource([source], {}, { period })).rejects.toThrow(/expected athena:DATABASE.TABLE/);
    },
  );

  it('takes the flags of others for a mistake, and its own there', async () => {
    await expect(open({ role: 'x' })).rejects.toThrow('--role says nothing about athena:');
    await expect(openSource(['sample'], { objects: false })).rejects.toThrow('--no-objects says nothing about a folder');
    await expect(openSource(['sample'], { objects: true })).resolves.toBeDefined();
  });
});

describe('a run that goes on', () => {
  it('after a query failed: pays for no query twice, reads the fewest log files twice, and keeps what was scanned', async () => {
    const out = join(mkdtempSync(join(tmpdir(), 'athena-')), 'run');
    const args = ['athena:trails.logs', ...times, '--out', out, '--resume', '--slice-days', '31'];
    const fine = athena.fail;
    athena.fail = ({ operation }, before) =>
      operation === 'StartQueryExecution' && before === 3
        ? { status: 400, body: { __type: 'InvalidRequestException', Message: 'no' } }
        : undefined;
    await expect(scan(...args)).rejects.toThrow(/publish dates 2026-10-01 to 2026-10-31: InvalidRequestException: no/);
    athena.fail = fine;
    const before = gets();
    await scan(...args);
    expect(heard.err).toMatch(/Athena scanned .* in 4 queries, 3 of them begun by a run before/);
    expect(athena.statements).toHaveLength(4);
    // What was under way when the first run ended is read again.
    const all = new Set(s3.requests.filter(({ method }) => method === 'GET').map(({ key }) => key)).size;
    expect(gets() - before).toBeLessThan(all * 0.7);
    const run = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'));
    expect(run.athena.queries.map(({ resumed }: { resumed: boolean }) => resumed)).toEqual([true, true, true, false]);
    expect(run.athena.queries[0].dataScannedInBytes).toBeGreaterThan(0);
    const evidence = JSON.parse(readFileSync(join(out, 'evidence.json'), 'utf8'));
    expect(evidence.tieOut.every(({ balances }: { balances: boolean }) => balances)).toBe(true);
    expect(evidence.limits.find(({ code }: { code: string }) => code === 'source-limited').what).toContain('counted by it, and not read');
    process.exitCode = 0;
  }, 60_000);
});

describe('statements', () => {
  it('are printed with what they cost, and not run', async () => {
    await scan('athena:trails.logs', ...times, '--show-sql', '--slice-days', '31', '--accounts', '111122223333');
    expect(heard.out.match(/^-- publish dates /gm)).toHaveLength(4);
    expect(heard.out).toMatch(/^-- Athena: 4 queries/);
    expect(heard.out).toContain(`"account" = '111122223333'`);
    expect(athena.statements).toEqual([]);
  });

  const made = [
    '--location',
    's3://trail-bucket/p/AWSLogs/',
    '--accounts',
    '111122223333',
    '--regions',
    'eu-west-1',
    '--from',
    '2026-01-01T00:00:00Z',
  ];
  it('make and take away a table, where it is said to', async () => {
    await scan('athena:trails.new', '--create-table', ...made);
    expect(heard.out).toContain("LOCATION 's3://trail-bucket/p/AWSLogs/111122223333/CloudTrail/eu-west-1'");
    expect(athena.statements).toEqual([]);
    await scan('athena:trails.new', '--create-table', '--yes', ...made);
    await scan('athena:trails.new', '--drop-table', '--yes');
    expect(athena.statements.map((sql) => sql.slice(0, 21))).toEqual(['CREATE EXTERNAL TABLE', 'DROP TABLE IF EXISTS ']);
    expect(heard.out.startsWith(`${athena.statements[0]};\n`)).toBe(true);
  });

  it.each([
    [['sample', '--show-sql'], /--show-sql needs athena:/],
    [['athena:trails.new', '--create-table', '--drop-table'], /one at a time/],
    [['athena:trails.new', '--create-table'], /needs --location/],
    [['athena:trails.logs', '--location', 's3://bucket'], /say nothing without --create-table/],
    [['athena:trails.new', '--create-table', '--location', "s3://bucket/'x"], /expected s3:\/\/bucket/],
  ])('%j is refused', async (args, message) => {
    await expect(scan(...args)).rejects.toThrow(message);
  });
});
