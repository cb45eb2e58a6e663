import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { lakeTable } from '../../scripts/ci/trino/lake.ts';
import { reportCommand } from '../../src/cli/report.ts';
import { scanCommand } from '../../src/cli/scan.ts';
import { sealCommand } from '../../src/cli/seal.ts';
import type { DaySeal } from '../../src/core/day-seal.ts';
import { type AthenaStandIn, start } from '../../stand-ins/athena.ts';
import { accessDenied, folderObjects, type S3StandIn, start as startS3 } from '../../stand-ins/s3.ts';
import { projectedTable, referenceEngine } from '../support/athena-engine.ts';
import { awsEnvironment, setEnvironment } from '../support/environment.ts';
import { type Heard, hear } from '../support/heard.ts';

/** Days that are sealed from Athena: the sample in a bucket, and a table over it. */

const archive = folderObjects('sample');
const folder = mkdtempSync(join(tmpdir(), 'sagewarden-seal-athena-'));
/** Finds nothing here: whether that is conclusive is the question. */
const calm = join(folder, 'calm.yml');
writeFileSync(
  calm,
  'version: 1\nrules:\n  vpc-required: off\n  network-isolation-required: off\n  inter-container-encryption-required: off\n  direct-internet-disabled: off\n  vpc-only-domain: off\n  remote-debug-disabled: on\n',
);
const period = ['--from', '2026-07-01T00:00:00Z', '--to', '2026-10-01T00:00:00Z'];
let athena: AthenaStandIn;
let s3: S3StandIn;
let denied: (key: string) => boolean = () => false;
let heard: Heard;

awsEnvironment();
beforeAll(async () => {
  s3 = await startS3({ objects: archive, fail: ({ method, key }) => (method === 'GET' && denied(key) ? accessDenied : undefined) });
  athena = await start({ tables: new Map([['trails.logs', projectedTable]]), engine: referenceEngine(archive) });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await Promise.all([athena.close(), s3.close()]);
});
beforeEach(() => {
  denied = () => false;
  athena.statements.length = 0;
  setEnvironment({ AWS_ENDPOINT_URL_ATHENA: athena.url, AWS_ENDPOINT_URL_S3: s3.url });
  heard = hear();
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
});

const seal = (store: string, ...args: string[]) =>
  sealCommand()
    .exitOverride()
    .parseAsync(['athena:trails.logs', '--into', store, ...args], { from: 'user' });
const fileOf = (store: string, day: string, kind: string) => {
  const at = join(store, 'days', day.replaceAll('-', '/'));
  return join(at, readdirSync(at).find((name) => name.startsWith(kind)) ?? '');
};
const sealOf = (store: string, day: string): DaySeal => JSON.parse(readFileSync(fileOf(store, day, 'day'), 'utf8'));

async function evidenceOf(command: typeof reportCommand, source: string, ...args: string[]) {
  const out = mkdtempSync(join(folder, 'run-'));
  await command()
    .exitOverride()
    .parseAsync([source, '--out', out, '--generated-at', '2026-11-01T00:00:00Z', '--quiet', ...args], { from: 'user' });
  const code = process.exitCode;
  process.exitCode = 0;
  return {
    code,
    population: readFileSync(join(out, 'population.jsonl'), 'utf8'),
    evidence: JSON.parse(readFileSync(join(out, 'evidence.json'), 'utf8')),
  };
}

describe('the sample, sealed day by day from Athena', () => {
  const store = join(folder, 'sealed');

  it('is a query a day, of that day alone, with the log files that it found', async () => {
    await seal(store, '--from', '2026-06-30', '--to', '2026-10-31', '--workgroup', 'evidence');
    expect(athena.statements).toHaveLength(124);
    expect(athena.statements[1]).toContain(`"timestamp" BETWEEN '2026/07/01' AND '2026/07/01'`);
    expect(heard.err).toMatch(
      /Athena: 1 query over publish dates 2026-07-01 to 2026-07-01, .*\nsagewarden: Athena scanned .* in 1 query\n/,
    );
    expect(heard.out).toMatch(/124 days sealed; the newest is 2026-10-31, sha256 [0-9a-f]{64}\n$/);
    const { source, limits, ran, objects } = sealOf(store, '2026-08-14');
    expect(source).toBe('athena:trails.logs');
    expect(limits).toContainEqual(expect.stringContaining('counted by it, and not read'));
    expect(ran).toMatchObject({ athena: { workgroup: 'evidence', queries: [{ first: '2026-08-14', last: '2026-08-14' }] } });
    const there = [...archive.keys()].filter((key) => /\/CloudTrail\/[^/]+\/2026\/08\/14\//.test(key));
    expect(objects).toEqual({ logs: there.length, digests: 0, other: 0, unreadable: 0, late: 0 });
  }, 120_000);

  it('folds into the population and findings of one scan by Athena', async () => {
    const fold = await evidenceOf(reportCommand, store, ...period);
    const scan = await evidenceOf(scanCommand, 'athena:trails.logs', ...period, '--slice-days', '31');
    expect(fold.population).toBe(scan.population);
    const names = Object.keys({ ...fold.evidence, ...scan.evidence });
    expect(names.filter((name) => JSON.stringify(fold.evidence[name]) !== JSON.stringify(scan.evidence[name]))).toEqual(['limits']);
    const [last] = fold.evidence.limits.slice(-1);
    expect(last.what).toContain("What came into a day's folder after the query that sealed the day was not looked for.");
    expect(fold.evidence.findings.length).toBeGreaterThan(5);
    expect(fold.evidence.tieOut.every(({ balances }: { balances: boolean }) => balances)).toBe(true);
    expect(fold.code).toBe(scan.code);
  }, 60_000);

  it('is not conclusive unless it is accepted that nobody verified it, and then says so', async () => {
    const keys = ['--verify', '--public-keys', 'sample.public-keys.json'];
    await expect(evidenceOf(reportCommand, store, ...period, ...keys)).rejects.toThrow(
      '2026-06-30 was sealed from Athena, without digests: these days cannot be verified (leave --verify out; --accept-unverified',
    );
    const plain = await evidenceOf(reportCommand, store, ...period, '--config', calm);
    expect([plain.evidence.verdict, plain.code]).toEqual(['INCONCLUSIVE', 3]);
    const accepted = await evidenceOf(reportCommand, store, ...period, '--config', calm, '--accept-unverified');
    expect([accepted.evidence.verdict, accepted.code]).toEqual(['CONFIRMED', 0]);
    expect(accepted.evidence.integrity).toMatchObject({ verified: false, acceptedUnverified: true });
    expect(accepted.evidence.limits.map(({ code }: { code: string }) => code)).toEqual(expect.arrayContaining(['source-limited']));
  }, 60_000);

  it('refuses a period that cuts an hour', async () => {
    const cut = ['--from', '2026-07-01T00:30:00Z', '--to', '2026-10-01T00:00:00Z'];
    await expect(evidenceOf(reportCommand, store, ...cut)).rejects.toThrow(/2026-07-01T00:30:00Z: .* counted by the hour/);
  });
});

describe('a day that Athena cannot give', () => {
  it('is not sealed where a log file that it found cannot be read', async () => {
    denied = (key) => key.endsWith('.json.gz');
    const store = join(folder, 'denied');
    // Three days after its end it would be.
    vi.useFakeTimers({ now: Date.parse('2026-08-15T12:00:00Z'), toFake: ['Date'] });
    try {
      await expect(seal(store, '--from', '2026-08-14', '--to', '2026-08-14')).rejects.toThrow(/2026-08-14: \d+ objects could not be read/);
    } finally {
      vi.useRealTimers();
    }
    expect(existsSync(join(store, 'days'))).toBe(false);
  });

  it('is refused before a query that is too large', async () => {
    await expect(seal(join(folder, 'dear'), '--from', '2026-08-14', '--to', '2026-08-14', '--max-bytes', '1')).rejects.toThrow(
      /expected to read .*: --yes runs/,
    );
    expect(athena.statements).toEqual([]);
  });

  it('is not sealed where the query hits the limit of its workgroup', async () => {
    const reason = 'Query cancelled! : Bytes scanned limit was exceeded';
    const limited = await start({
      tables: new Map([['trails.logs', projectedTable]]),
      engine: referenceEngine(archive),
      end: () => ({ state: 'CANCELLED', reason }),
    });
    setEnvironment({ AWS_ENDPOINT_URL_ATHENA: limited.url });
    const store = join(folder, 'limited');
    try {
      await expect(seal(store, '--from', '2026-08-14', '--to', '2026-08-14')).rejects.toThrow(
        /publish dates 2026-08-14 to 2026-08-14: the query was cancelled .*limit of bytes for a query was exceeded/,
      );
    } finally {
      await limited.close();
    }
    expect(existsSync(join(store, 'days'))).toBe(false);
  });

  it('is not asked of Security Lake, which goes by time of the event', async () => {
    const lake = await start({ tables: new Map([['trails.logs', lakeTable]]), engine: referenceEngine(archive) });
    setEnvironment({ AWS_ENDPOINT_URL_ATHENA: lake.url });
    try {
      await expect(seal(join(folder, 'lake'), '--from', '2026-08-14')).rejects.toThrow(/Security Lake's: it goes by time of the event/);
    } finally {
      await lake.close();
    }
  });

  it.each([
    [['--no-objects'], /--no-objects says nothing about seal/],
    [['--slice-days', '3'], /--slice-days says nothing about seal/],
  ])('%j is refused', async (args, message) => {
    await expect(seal(join(folder, 'none'), '--from', '2026-08-14', ...args)).rejects.toThrow(message);
  });
});

describe('a chain of both kinds of day', () => {
  const s3Seal = (store: string, ...args: string[]) =>
    sealCommand()
      .exitOverride()
      .parseAsync(['s3://trail-bucket/AWSLogs/', '--into', store, '--quiet', ...args], { from: 'user' });

  it('takes nothing of a day from Athena for new', async () => {
    const store = join(folder, 'mixed');
    await s3Seal(store, '--from', '2026-08-13', '--to', '2026-08-13');
    await seal(store, '--to', '2026-08-14', '--quiet');
    await s3Seal(store, '--to', '2026-08-15');
    expect(['2026-08-13', '2026-08-14', '2026-08-15'].map((day) => sealOf(store, day).objects.late)).toEqual([0, 0, 0]);
    expect(sealOf(store, '2026-08-15').previous?.day).toBe('2026-08-14');
  });
});
