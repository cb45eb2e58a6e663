import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { folderDays } from '../../../src/adapters/folder-days.ts';
import { openFold } from '../../../src/app/days/fold.ts';
import { NotSealed, type SealRequest, type SealResult, type SealWorld, sealDays } from '../../../src/app/days/seal.ts';
import { scanTrail } from '../../../src/app/scan.ts';
import { readPolicyFile } from '../../../src/config.ts';
import type { DaySeal } from '../../../src/core/day-seal.ts';
import { jsonl } from '../../../src/report/jsonl.ts';
import { folderSource } from '../../../src/trail/folder.ts';
import type { ObjectReading } from '../../../src/trail/object-reading.ts';
import { inThisThread } from '../../../src/trail/reader.ts';
import { TrailObjectError, type TrailSource } from '../../../src/trail/source.ts';
import { call } from '../../support/records.ts';

const { policy, sha256: policySha256 } = readPolicyFile(undefined, '2026-11-01T00:00:00Z');
const period = { from: '2026-08-02T00:00:00Z', to: '2026-08-05T00:00:00Z' };
const later = Date.parse('2026-11-01T00:00:00Z');

let trail: string;
let folder: string;
let store: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sagewarden-days-'));
  [trail, store] = [join(folder, 'trail'), join(folder, 'store')];
  mkdirSync(trail);
  mkdirSync(store);
});

/** A log file in a publish date's folder. */
function deliver(day: string, name: string, records: readonly unknown[], bytes = gzipSync(JSON.stringify({ Records: records }))): string {
  const path = join(trail, `AWSLogs/111122223333/CloudTrail/eu-west-1/${day.replaceAll('-', '/')}/${name}.json.gz`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

const model = (eventTime: string, name: string, members = {}) =>
  call('CreateModel', { modelName: name, primaryContainer: { image: 'i' } }, { eventTime, ...members });

function seal(asked: SealRequest = {}, world: Partial<SealWorld> = {}): Promise<SealResult> {
  return sealDays(asked, {
    clock: { now: () => later },
    log: { info() {}, warn() {}, error() {} },
    store: folderDays(store),
    source: () => folderSource([trail]),
    reader: inThisThread({ sha256: true }),
    policy,
    policySha256,
    version: '0.0.0',
    lines: (rows) => [...jsonl({ population: { rows: () => rows, count: rows.length } })].join(''),
    deadline: Number.POSITIVE_INFINITY,
    ...world,
  });
}

async function fold(options: { head?: string; now?: number } = {}) {
  const opened = await openFold(folderDays(store), { period, now: later, ...options });
  const scanned = await scanTrail(opened.source, { policy, period, known: opened.known });
  const names = scanned.changes.map(({ value }) => value.resource.name).sort();
  return { ...opened, scanned, names, problems: scanned.problems.map(({ object, what }) => `${object}: ${what}`) };
}

const fileOf = (day: string, kind: string) => {
  const at = join(store, 'days', day.replaceAll('-', '/'));
  return join(at, readdirSync(at).find((name) => name.startsWith(kind)) ?? '');
};
const sealOf = (day: string): DaySeal => JSON.parse(readFileSync(fileOf(day, 'day'), 'utf8'));

/** From a day before the period to the last on which its events may be delivered. */
const whole = { from: '2026-08-01', to: '2026-09-04' };

function threeDays(): void {
  const twice = model('2026-08-03T10:00:00Z', 'twice');
  deliver('2026-08-02', 'a', [model('2026-08-02T10:00:00Z', 'first'), model('2026-08-01T10:00:00Z', 'before')]);
  deliver('2026-08-03', 'b', [twice]);
  deliver('2026-08-04', 'c', [twice, model('2026-08-04T10:00:00Z', 'third')]);
  deliver('2026-09-01', 'd', [model('2026-08-04T11:00:00Z', 'a-month-late'), model('2026-09-01T11:00:00Z', 'after')]);
}

describe('a fold of sealed days', () => {
  it('is one scan of the same period, with what was delivered late, and each event once', async () => {
    threeDays();
    const { sealed } = await seal(whole);
    expect([sealed.length, sealed[0], sealed.at(-1)]).toEqual([35, '2026-08-01', '2026-09-04']);
    const { names, scanned, faults } = await fold();
    expect(names).toEqual(['a-month-late', 'first', 'third', 'twice']);
    expect(faults).toEqual([]);
    expect(scanned.counters.duplicates).toBe(1);
    expect(scanned).toEqual(await scanTrail(await folderSource([trail]), { policy, period, reader: inThisThread({ sha256: true }) }));
  });

  it('chains each day to the one before', async () => {
    threeDays();
    const { head } = await seal({ from: '2026-08-02', to: '2026-08-03' });
    expect(sealOf('2026-08-02').previous).toBeNull();
    expect(sealOf('2026-08-03').previous).toMatchObject({ day: '2026-08-02', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(sealOf('2026-08-02')).toMatchObject({ objects: { logs: 1 }, records: 2, population: { 'non-compliant': 2 } });
    const { head: next, sealed } = await seal({ to: '2026-08-04' });
    expect(sealed).toEqual(['2026-08-04']);
    expect(sealOf('2026-08-04').previous).toEqual(head);
    expect(next?.day).toBe('2026-08-04');
  });

  it('says what is not sealed yet, without calling it a gap', async () => {
    threeDays();
    const now = Date.parse('2026-08-06T12:00:00Z');
    await seal({ from: '2026-08-01' }, { clock: { now: () => now } });
    const { faults, source } = await fold({ now });
    expect(faults).toEqual([]);
    expect(source.limits).toEqual(['Days are sealed up to 2026-08-05: what is delivered from then until 2026-09-04 is not in.']);
  });
});

describe('what was done to the days is named', () => {
  beforeEach(async () => {
    threeDays();
    await seal(whole);
  });

  const tamper: [string, () => void, { day: string; fault?: string; what: RegExp; without: string }][] = [
    [
      'a day removed',
      () => rmSync(join(store, 'days/2026/08/03'), { recursive: true }),
      { day: '2026-08-03', fault: 'missing', what: /not sealed/, without: 'none' },
    ],
    [
      'a seal altered',
      () =>
        writeFileSync(
          fileOf('2026-08-02', 'day'),
          readFileSync(fileOf('2026-08-02', 'day'), 'utf8').replace('"records": 2', '"records": 1'),
        ),
      { day: '2026-08-02', fault: 'altered', what: /altered/, without: 'first' },
    ],
    [
      'what was read altered',
      () => {
        const path = fileOf('2026-08-04', 'objects');
        writeFileSync(path, gzipSync(gunzipSync(readFileSync(path)).toString().replaceAll('third', 'thirf')));
      },
      { day: '2026-08-04', what: /not the one that was sealed/, without: 'third' },
    ],
    [
      'what was read taken away',
      () => rmSync(fileOf('2026-08-04', 'objects')),
      { day: '2026-08-04', what: /is not there/, without: 'third' },
    ],
    [
      'no seal any more',
      () => writeFileSync(fileOf('2026-08-02', 'day'), '{"schema":"https://sagewarden.dev/day/1"}'),
      { day: '2026-08-02', fault: 'malformed', what: /not the seal of a day/, without: 'first' },
    ],
    [
      'a day made anew, files and all',
      () => {
        const path = fileOf('2026-08-02', 'objects');
        const bytes = gzipSync(gunzipSync(readFileSync(path)).toString().replaceAll('"first"', '"other"'));
        writeFileSync(path, bytes);
        const { files, ...rest } = sealOf('2026-08-02');
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        writeFileSync(
          fileOf('2026-08-02', 'day'),
          JSON.stringify({
            ...rest,
            files: files.map((file) => (file.name.startsWith('objects') ? { ...file, bytes: bytes.length, sha256 } : file)),
          }),
        );
      },
      { day: '2026-08-02', fault: 'altered', what: /altered/, without: 'first' },
    ],
  ];

  it.each(tamper)('%s', async (_, act, { day, fault, what, without }) => {
    act();
    const { names, problems, faults } = await fold();
    expect(faults).toEqual(fault ? [{ day, fault }] : []);
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^days/${day.replaceAll('-', '/')}/day\\.json: .*${what.source}`))]);
    expect(names).not.toContain(without);
  });

  it('two days in each other’s place', async () => {
    const [a, b, aside] = [join(store, 'days/2026/08/02'), join(store, 'days/2026/08/03'), join(store, 'aside')];
    renameSync(a, aside);
    renameSync(b, a);
    renameSync(aside, b);
    const { faults } = await fold();
    expect(faults).toEqual([
      { day: '2026-08-02', fault: 'misplaced' },
      { day: '2026-08-03', fault: 'misplaced' },
    ]);
  });

  it('the first days removed, and the newest', async () => {
    rmSync(join(store, 'days/2026/08/01'), { recursive: true });
    expect((await fold()).faults).toEqual([{ day: '2026-08-01', fault: 'missing' }]);
    rmSync(join(store, 'days/2026/09'), { recursive: true });
    expect((await fold()).faults.map(({ day }) => day)).toEqual(['2026-08-01', '2026-09-01', '2026-09-02', '2026-09-03', '2026-09-04']);
  });

  it('a chain that was made anew, where its head was written down', async () => {
    const { head } = await fold();
    expect((await fold({ head: head?.sha256 ?? '' })).faults).toEqual([]);
    rmSync(store, { recursive: true });
    mkdirSync(store);
    deliver('2026-08-02', 'a', []);
    await seal(whole);
    expect((await fold()).faults).toEqual([]);
    await expect(fold({ head: head?.sha256 ?? '' })).rejects.toThrow(/the newest day, 2026-09-04, has sha256/);
  });

  it('nothing there at all', async () => {
    rmSync(store, { recursive: true });
    await expect(fold()).rejects.toThrow(/no sealed days there/);
  });
});

describe('sealing', () => {
  it('finds what came into a folder after its day was sealed', async () => {
    deliver('2026-08-02', 'a', [model('2026-08-02T10:00:00Z', 'first')]);
    await seal({ from: '2026-08-01', to: '2026-08-02' });
    deliver('2026-08-02', 'z', [model('2026-08-02T11:00:00Z', 'slow')]);
    await seal({ to: '2026-08-03' });
    expect(sealOf('2026-08-03').objects).toEqual({ logs: 1, digests: 0, other: 0, unreadable: 0, late: 1 });
    expect((await fold({ now: Date.parse('2026-08-04T12:00:00Z') })).names).toEqual(['first', 'slow']);
  });

  it('takes another object under the same key for a new one', async () => {
    deliver('2026-08-02', 'a', [model('2026-08-02T10:00:00Z', 'first')]);
    await seal({ from: '2026-08-02', to: '2026-08-02' });
    deliver('2026-08-02', 'a', [model('2026-08-02T10:00:00Z', 'another')]);
    await seal({ to: '2026-08-03' });
    expect(sealOf('2026-08-03').objects.late).toBe(1);
  });

  it('keeps the place of digests and of what is no log file, and reads a log file under another name', async () => {
    deliver('2026-08-02', 'a', [model('2026-08-02T10:00:00Z', 'first')]);
    const beside = (name: string, text: string) => {
      const path = join(trail, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    };
    beside('AWSLogs/111122223333/CloudTrail/eu-west-1/2026/08/02/notes.txt', 'no log');
    beside(
      'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/08/02/renamed.log',
      JSON.stringify({ Records: [model('2026-08-02T12:00:00Z', 'renamed')] }),
    );
    beside('AWSLogs/111122223333/CloudTrail-Insight/eu-west-1/2026/08/02/i.json.gz', 'x');
    await seal(whole);
    expect(sealOf('2026-08-02').objects).toMatchObject({ logs: 2, other: 2 });
    const { scanned, names } = await fold();
    expect(names).toEqual(['first', 'renamed']);
    expect(scanned).toEqual(await scanTrail(await folderSource([trail]), { policy, period, reader: inThisThread({ sha256: true }) }));
  });

  it('waits three days for what cannot be read, then seals the day and names it', async () => {
    deliver('2026-08-02', 'a', [], Buffer.from('{"Records": [cut'));
    const at = (time: string) => ({ clock: { now: () => Date.parse(time) } });
    await expect(seal({ from: '2026-08-02' }, at('2026-08-03T03:00:01Z'))).rejects.toThrow(NotSealed);
    await expect(seal({ from: '2026-08-02', to: '2026-08-02' }, at('2026-08-05T23:59:59Z'))).rejects.toThrow(/1 objects could not be read/);
    await seal({ from: '2026-08-02', to: '2026-08-02' }, at('2026-08-06T00:00:00Z'));
    expect(sealOf('2026-08-02')).toMatchObject({
      objects: { unreadable: 1 },
      problems: [{ object: expect.stringContaining('/a.json.gz') }],
    });
  });

  it('leaves a day that is not over, and for three hours more', async () => {
    const at = (time: string) => ({ clock: { now: () => Date.parse(time) } });
    expect((await seal({}, at('2026-08-03T02:59:59Z'))).sealed).toEqual(['2026-08-01']);
    expect((await seal({}, at('2026-08-03T02:59:59Z'))).sealed).toEqual([]);
    expect((await seal({ to: '2026-12-31' }, at('2026-08-03T03:00:00Z'))).sealed).toEqual(['2026-08-02']);
  });

  it('goes on where it ended, and only there', async () => {
    await seal({ from: '2026-08-01', to: '2026-08-02' });
    await expect(seal({ from: '2026-08-05' })).rejects.toThrow(
      'the chain has days up to 2026-08-02: it goes on with 2026-08-03, not with 2026-08-05',
    );
    await expect(seal({ from: '2026-13-01' })).rejects.toThrow(/expected a day/);
    const result = await seal({ to: '2026-08-09' }, { deadline: later - 1 });
    expect(result).toMatchObject({ sealed: [], left: 7, head: { day: '2026-08-02' } });
  });

  it('is not stopped by what a run left that died before it wrote the seal', async () => {
    deliver('2026-08-02', 'a', [model('2026-08-02T10:00:00Z', 'first')]);
    await seal({ from: '2026-08-02', to: '2026-08-02' });
    rmSync(fileOf('2026-08-02', 'day'));
    deliver('2026-08-02', 'b', [model('2026-08-02T11:00:00Z', 'second')]);
    await seal({ from: '2026-08-02', to: '2026-08-02' });
    expect(sealOf('2026-08-02').objects.logs).toBe(2);
  });

  it('never writes over a seal', async () => {
    const other = join(folder, 'other');
    await seal({ from: '2026-08-02', to: '2026-08-02' });
    cpSync(store, other, { recursive: true });
    const days = folderDays(store);
    // Somebody else seals the day meanwhile: this store does not know of it yet.
    await expect(
      seal({ from: '2026-08-02', to: '2026-08-02' }, { store: { ...days, async *names() {} }, clock: { now: () => later + 1 } }),
    ).rejects.toThrow(/somebody else sealed it/);
    expect(readFileSync(fileOf('2026-08-02', 'day'))).toEqual(readFileSync(join(other, 'days/2026/08/02/day.json')));
  });

  it('refuses a trail that is not laid out by dates', async () => {
    writeFileSync(join(trail, 'one.json.gz'), gzipSync('{"Records":[]}'));
    await expect(seal({ from: '2026-08-02', to: '2026-08-02' })).rejects.toThrow(/not below a publish date/);
  });
});

describe('what was counted and not read', () => {
  const place = { account: '111122223333', region: 'eu-west-1' };
  const hours = ['2026-08-01T10', '2026-08-02T10', '2026-08-05T10'];
  const counted: ObjectReading = {
    records: 9,
    otherServices: 3,
    readings: [],
    cells: hours.map((hour) => ({ ...place, hour, records: 3 })),
    bytes: 0,
    counted: {
      objects: 6,
      others: hours.map((hour) => ({ ...place, eventTime: `${hour}:00:00Z`, records: 2 })),
      late: hours.map((hour, index) => ({ ...place, hour, hours: index + 2, records: 1, objects: 1 })),
    },
  };
  const source = async (): Promise<TrailSource> => ({
    name: 'athena:trails.logs',
    limits: ['some were counted'],
    ran: () => ({ athena: { queries: [] } }),
    async *objects() {
      const none = async () => {
        throw new TrailObjectError('not read', 'no');
      };
      yield { key: 'AWSLogs/', size: 0, reading: counted, head: none, read: none, metadata: async () => undefined };
    },
  });

  it('is in the seal, and counts in the period by its hours', async () => {
    await seal({ from: '2026-08-02', to: '2026-08-02' }, { source });
    expect(sealOf('2026-08-02')).toMatchObject({
      source: 'athena:trails.logs',
      limits: ['some were counted', "What came into a day's folder after the query that sealed the day was not looked for."],
      ran: { athena: {} },
      objects: { logs: 6, late: 0 },
      records: 9,
    });
    const { scanned, source: folded } = await fold({ now: Date.parse('2026-08-03T12:00:00Z') });
    expect(folded.limits).toContain('some were counted');
    const { objects, records, hours: byHour } = scanned.counters;
    expect(objects).toMatchObject({ listed: 7, read: 6 });
    expect(records).toMatchObject({ read: 9, otherServices: 3, otherSageMaker: 2, outOfPeriod: 4 });
    expect(byHour.outOfPeriod).toBe(6);
    expect(scanned.lateDelivery).toEqual({ records: 1, objects: 1, longestHours: 3 });
  });
});
