import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { sampleArchive, type TrailObject } from '../scripts/sample/archive.ts';
import { digested } from '../scripts/sample/digested.ts';
import { contentOf, publicKeysOf, writeArchive } from '../scripts/sample/write.ts';
import { verifyTrail } from '../src/app/verify.ts';
import { defaultPolicy } from '../src/config.ts';
import { classify, judge } from '../src/core/judge.ts';
import { resolveLineage } from '../src/core/lineage.ts';
import { read } from '../src/core/read.ts';
import { recordsIn } from '../src/core/record.ts';
import { folderSource } from '../src/trail/folder.ts';
import { parsePublicKeys } from '../src/trail/public-keys.ts';

const temporary = mkdtempSync(join(tmpdir(), 'sagewarden-sample-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

function archiveIn(folder: string): Map<string, string> {
  const keys = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.json(\.gz)?$/.test(path));
  const content = (bytes: Buffer, key: string) => (key.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return new Map(keys.sort().map((key) => [key.replaceAll('\\', '/'), content(readFileSync(join(folder, key)), key)]));
}

const bundled = archiveIn('sample');
const small = sampleArchive({ size: 'small', seed: 1 });

type Raw = { readonly [name: string]: unknown; readonly eventID: string; readonly eventTime: string; readonly eventName: string };
const recordsOf = (objects: readonly TrailObject[]) => objects.flatMap(({ records }) => records as readonly Raw[]);
const records = recordsOf(small);

function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

const readings = new Map(records.map((record) => [record.eventID, [...recordsIn(record)].map(read)[0]!]));
const kinds = groupBy(readings.values(), ({ kind }) => kind);
const changes = [...readings.values()].flatMap((reading) => (reading.kind === 'change' ? [reading.change] : []));
const judged = resolveLineage(changes).map((change) => ({ change, findings: judge(change, { policy: defaultPolicy }) }));
const rows = groupBy(judged, ({ findings }) => classify(findings));
const exposed = (rows.get('non-compliant') ?? []).flatMap(({ change, findings }) =>
  findings.filter(({ verdict }) => verdict.compliance === 'NON_COMPLIANT').map((finding) => ({ ...finding, change })),
);

/** Hours from a record's eventTime to when its object was written. */
const delays = small.flatMap(({ published, records: delivered }) =>
  (delivered as readonly Raw[]).map(({ eventTime }) => (published - Date.parse(eventTime) / 1000) / 3600),
);

describe('the bundled archive', () => {
  it('is what `npm run sample` writes', () => {
    const folder = join(temporary, 'sample');
    writeArchive(folder, small, digested(small, 'small'));
    const written = archiveIn(folder);
    expect([...bundled.keys()]).toEqual([...written.keys()]);
    expect([...written].filter(([key, content]) => bundled.get(key) !== content).map(([key]) => key)).toEqual([]);
    expect(readFileSync(publicKeysOf('sample'), 'utf8')).toBe(readFileSync(publicKeysOf(folder), 'utf8'));
  });

  it('is what its digests say, over the whole quarter', async () => {
    const keys = parsePublicKeys(JSON.parse(readFileSync(publicKeysOf('sample'), 'utf8')), 'keys');
    const window = { from: '2026-07-01T00:00:00Z', to: '2026-10-01T00:00:00Z' };
    const { integrity } = await verifyTrail(await folderSource(['sample']), { ...window, keys: async () => keys });
    expect(integrity.verdict).toBe('valid');
    expect(integrity.coverage.map(({ hoursCovered, hoursExpected }) => [hoursCovered, hoursExpected])).toEqual(Array(4).fill([2208, 2208]));
  });

  it('is small: about 3,000 records in about 60 log files, with their digests under 600 KB', () => {
    const bytes = [...bundled.keys()].reduce((sum, key) => sum + statSync(join('sample', key)).size, 0);
    const logs = [...bundled.keys()].filter((key) => key.includes('/CloudTrail/'));
    expect(records.length).toBeGreaterThan(2700);
    expect(records.length).toBeLessThan(3300);
    expect(logs.length).toBeGreaterThanOrEqual(50);
    expect(logs.length).toBeLessThanOrEqual(70);
    expect(bytes).toBeLessThan(600_000);
  });

  it('has two accounts and two Regions, each with work in it', () => {
    const trails = new Set(small.map(({ account, region }) => `${account} ${region}`));
    expect([...trails].sort()).toEqual([
      '111122223333 eu-west-1',
      '111122223333 us-east-1',
      '444455556666 eu-west-1',
      '444455556666 us-east-1',
    ]);
  });

  it('can be read to the last record', () => {
    expect(kinds.get('unreadable')).toBeUndefined();
    expect(kinds.get('ignored')?.length).toBeGreaterThan(2000);
    expect(kinds.get('change')?.length).toBeGreaterThan(150);
    expect(kinds.get('lifecycle')?.length).toBeGreaterThan(10);
    expect(kinds.get('failed-attempt')?.length).toBe(6);
    expect(kinds.get('trail-control')).toBeUndefined();
  });

  it('is mostly inside the boundary, and nothing in it is unknown', () => {
    expect(rows.get('not-evaluable')).toBeUndefined();
    expect(rows.get('non-compliant')!.length).toBeGreaterThanOrEqual(15);
    expect(rows.get('non-compliant')!.length).toBeLessThanOrEqual(25);
    expect(rows.get('compliant')!.length).toBeGreaterThan(4 * rows.get('non-compliant')!.length);
  });

  it('has findings of every default rule, of several severities, by several people', () => {
    expect(new Set(exposed.map(({ rule }) => rule)).size).toBe(5);
    expect(new Set(exposed.map(({ severity }) => severity)).size).toBeGreaterThanOrEqual(2);
    expect(new Set(exposed.map(({ change }) => change.actor.principal)).size).toBeGreaterThanOrEqual(5);
    expect(exposed.some(({ change }) => change.via === 'service')).toBe(true);
  });

  it('has late, very late and repeated deliveries, and records at the edges of the quarter', () => {
    expect(Math.min(...delays)).toBeGreaterThan(0);
    expect(delays.some((hours) => hours > 3 && hours < 24)).toBe(true);
    expect(delays.some((hours) => hours > 9 * 24)).toBe(true);
    const copies = groupBy(records, ({ eventID }) => eventID);
    const repeated = [...copies.values()].filter((each) => each.length > 1);
    expect(repeated.length).toBeGreaterThan(0);
    for (const each of repeated) expect(new Set(each.map((copy) => JSON.stringify(copy))).size).toBe(1);
    expect(records.some(({ eventTime }) => eventTime < '2026-07-01')).toBe(true);
    expect(small.some(({ key }) => key.includes('/2026/10/01/'))).toBe(true);
  });

  it('has other services with the same event names, and traps in strings', () => {
    const elsewhere = records.filter(({ eventSource }) => eventSource !== 'sagemaker.amazonaws.com');
    for (const name of ['CreateModel', 'CreateCluster', 'CreateApp'])
      expect(elsewhere.some(({ eventName }) => eventName === name)).toBe(true);
    const text = elsewhere.map((record) => JSON.stringify(record)).join('\n');
    expect(text).toContain('sagemaker.amazonaws.com');
    expect(text).toContain('{\\"eventVersion\\":');
  });

  it('has hostile text in user agents, session names, resource names and tags', () => {
    const text = records.map((record) => JSON.stringify(record)).join('\n');
    for (const hostile of ['<script>', '=cmd|', '\\u001b', '\u202e']) expect(text).toContain(hostile);
  });
});

describe('sampleArchive', () => {
  it('gives the same bytes for the same seed, and others for another', () => {
    const contents = (seed: number) => sampleArchive({ size: 'small', seed }).map((object) => object.key + contentOf(object));
    expect(contents(1)).toEqual(small.map((object) => object.key + contentOf(object)));
    expect(contents(2)).not.toEqual(contents(1));
  });

  it('makes some tens of thousands of records when asked for all', () => {
    const full = sampleArchive({ size: 'full', seed: 1 });
    expect(recordsOf(full).length).toBeGreaterThan(30_000);
    expect(new Set(full.map(({ key }) => key)).size).toBe(full.length);
  });

  it('does not write where something else is', () => {
    expect(() => writeArchive('events', small)).toThrow(/holds more than an archive/);
  });
});
