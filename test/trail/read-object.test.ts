import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FastReader } from '../../src/trail/fast/read.ts';
import { readFully } from '../../src/trail/full.ts';
import { readLarge, windowsOf } from '../../src/trail/large/read.ts';
import { splitMark } from '../../src/trail/large/splitter.ts';
import type { ObjectReading } from '../../src/trail/object-reading.ts';
import { readObject } from '../../src/trail/read-object.ts';
import { inThisThread, type ObjectReader, type ReadTask, readInOrder } from '../../src/trail/reader.ts';
import { inThreads } from '../../src/trail/threads.ts';
import { caseOf, disagreement, key } from './both-paths.ts';

type Json = Record<string, unknown>;

const record = (more: Json = {}): Json => ({
  eventVersion: '1.11',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ana', accountId: '111122223333' },
  eventTime: '2026-01-05T00:10:00Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'RunInstances',
  awsRegion: 'eu-central-1',
  requestParameters: null,
  eventID: 'b3dc12b0-cf5e-4da7-a963-2fa09922f407',
  recipientAccountId: '111122223333',
  ...more,
});
const ours = record({ eventSource: 'sagemaker.amazonaws.com', eventName: 'CreateModel', requestParameters: { modelName: 'm' } });
const packed = (...records: unknown[]): Buffer => gzipSync(JSON.stringify({ Records: records }));
const noHash = { sha256: false };

const fast = FastReader.create();
const quick = (stored: Buffer, name = key) => fast?.read(name, stored, noHash);

describe('the fast path', () => {
  it('is there on this Node.js', () => expect(fast).toBeDefined());

  it('says the same as the full one, whatever is done to a file (as many more by: npm run fuzz:reader)', async () => {
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1_000_000 }), async (seed) => {
        const each = caseOf(seed);
        const { wrong, wasFast } = await disagreement(each);
        if (wasFast) answered++;
        expect(wrong, each.name).toBeUndefined();
      }),
      { numRuns: 250, seed: 5 },
    );
    // A property that never meets the fast path would prove nothing.
    expect(answered).toBeGreaterThan(50);
  });

  it.each<[string, Json]>([
    ['a map', { environment: { eventVersion: '1.08', eventTime: '2020-01-01T00:00:00Z', eventSource: 's3.amazonaws.com', eventID: 'x' } }],
    [
      'a list of maps',
      {
        tags: [
          { a: 'b', eventID: 'x' },
          { eventVersion: '1.08', userIdentity: {}, eventTime: '2020-01-01T00:00:00Z', eventSource: 's3.amazonaws.com' },
        ],
      },
    ],
    ['a list of lists', { tags: [[{ eventSource: 's3.amazonaws.com' }], [{ eventVersion: '1.08' }]] }],
    ['a string', { name: '"},{"eventVersion":"1.08","eventTime":"2020-01-01T00:00:00Z","eventSource":"s3.amazonaws.com"' }],
    ['a string that ends the document', { name: '"}]}' }],
    ['names that end strings', { '"}]},{"eventVersion":': '\\', '\\"': '\\\\' }],
  ])('cannot be led astray by %s in a request, before, in or after a record of ours', async (_, requestParameters) => {
    for (const records of [
      [record({ requestParameters }), ours, record()],
      [ours, record({ requestParameters }), { ...ours, requestParameters }],
      [{ ...ours, requestParameters }, record({ requestParameters })],
    ]) {
      const stored = packed(...records);
      const reading = quick(stored);
      expect(reading).toEqual(await readFully(key, stored, noHash));
      expect(reading?.records).toBe(records.length);
    }
  });

  it('does not take for a record what is only in its request', async () => {
    const inner = { eventTime: '2020-01-01T00:00:00Z', eventSource: 's3.amazonaws.com' };
    const hollow = record({ eventTime: undefined, eventSource: undefined, requestParameters: inner });
    const doubled = record({ eventSource: 'sagemaker.amazonaws.com', eventName: 'CreateModel', requestParameters: inner });
    const stored = packed(hollow, record(), doubled);
    const reading = quick(stored);
    expect(reading).toEqual(await readFully(key, stored, noHash));
    expect(reading).toMatchObject({ records: 3, otherServices: 1 });
    expect(reading?.readings.map(({ reading: { kind } }) => kind)).toEqual(['unreadable', 'change']);
  });

  it('hands over what CloudTrail does not write', () => {
    const json = JSON.stringify({ Records: [record(), ours] });
    const unusual: Record<string, Buffer> = {
      'blanks around': gzipSync(`${json}\n`),
      pretty: gzipSync(JSON.stringify(JSON.parse(json), null, 1)),
      'two documents': gzipSync(json + json),
      'two members': Buffer.concat([gzipSync(json.slice(0, 50)), gzipSync(json.slice(50))]),
      'an empty member first': Buffer.concat([gzipSync(''), gzipSync(json)]),
      'bytes after it': Buffer.concat([gzipSync(json), Buffer.from([0])]),
      'another list': gzipSync(json.replace('Records', 'Events')),
      'a byte order mark': gzipSync(`\uFEFF${json}`),
      'not gzip': Buffer.from(json),
      'not UTF-8': gzipSync(Buffer.from(json.replace('RunInstances', '\u00ff'), 'latin1')),
      'no records': packed(),
      'a number among them': packed(record(), 5, ours),
      'cut off': gzipSync(json).subarray(0, -12),
      'another checksum': Buffer.from(gzipSync(json)).fill(1, gzipSync(json).length - 8, gzipSync(json).length - 7),
    };
    expect(Object.entries(unusual).filter(([, stored]) => quick(stored) !== undefined)).toEqual([]);
    expect(quick(gzipSync(json), 'renamed.json.gz')).toBeUndefined();
    expect(quick(gzipSync(json))).toMatchObject({ records: 2, otherServices: 1 });
  });

  it('reads across windows, also a record that is longer than one', async () => {
    const long = 'x'.repeat(300_000);
    const many = Array.from({ length: 3000 }, (_, index) => record({ requestParameters: { index, text: 'y'.repeat(index % 700) } }));
    const stored = packed(
      ...many,
      record({ requestParameters: { long } }),
      { ...ours, requestParameters: { modelName: 'm', long } },
      ...many,
    );
    const reading = quick(stored);
    expect(reading).toEqual(await readFully(key, stored, { ...noHash, wholeBytes: 1e9 }));
    expect(reading).toMatchObject({ records: 6002, otherServices: 6001, cells: [{ hour: '2026-01-05T00', records: 6002 }] });
    expect(quick(packed(record({ requestParameters: 'z'.repeat(2_000_000) })))).toBeUndefined();
  });
});

describe('a file that is too large to be held', () => {
  it('is read piece by piece, with the same answer', async () => {
    const many = Array.from({ length: 200 }, (_, index) => (index % 50 === 0 ? ours : record({ index })));
    for (const text of [
      JSON.stringify({ a: [1, [2]], Records: many, b: '}' }, null, 2),
      JSON.stringify(many),
      many.map((each) => JSON.stringify(each)).join('\n'),
      JSON.stringify({ Events: many.map((each) => ({ CloudTrailEvent: JSON.stringify(each) })) }),
    ]) {
      const stored = gzipSync(text);
      expect(await readFully(key, stored, { ...noHash, wholeBytes: 100 })).toEqual(await readFully(key, stored, noHash));
    }
  });

  it('is read up to the first fault, which says where it is', async () => {
    const text = JSON.stringify({ Records: [record(), ours, record()] }).replace('"eventName":"CreateModel"', '"eventName":CreateModel');
    const { records, fault } = await readLarge(key, windowsOf(gzipSync(text)), noHash);
    expect(records).toBe(1);
    expect(fault?.what).toMatch(/^not JSON: in the record at byte \d+: /);
  });

  it('has limits: of the whole, and of a piece', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000, 0x20));
    const tooLarge = await readLarge(key, windowsOf(bomb), { ...noHash, inflatedBytes: 1_000_000 });
    expect(tooLarge.fault?.what).toBe('inflates to more than 1000000 bytes, refused');
    const long = gzipSync(JSON.stringify({ Records: [record(), record({ long: 'x'.repeat(50_000) })] }));
    const tooLong = await readLarge(key, windowsOf(long), { ...noHash, pieceBytes: 20_000 });
    expect(tooLong).toMatchObject({
      records: 1,
      fault: { what: expect.stringMatching(/^a piece of more than 20000 bytes at byte \d+, refused$/) },
    });
  });

  it('says so where its records are in more than one place', async () => {
    const stored = gzipSync(JSON.stringify({ Records: [ours], Events: [ours] }));
    const { fault } = await readLarge(key, windowsOf(stored), noHash);
    expect(fault?.what).toContain('more than one place');
  });
});

describe('a list of records that is named twice', () => {
  const [one, two] = [JSON.stringify([ours]), JSON.stringify([record()])];
  const ways: Record<string, (stored: Buffer) => Promise<ObjectReading>> = {
    'as it comes': async (stored) => readObject(key, stored, noHash),
    whole: (stored) => readFully(key, stored, noHash),
    'piece by piece': (stored) => readLarge(key, windowsOf(stored), noHash),
  };

  describe.each(Object.entries(ways))('%s', (_, way) => {
    it.each([
      ['in the document', `{"Records":${one},"Records":${two}}`],
      ['with another member between', `{"Records":${one},"a":[{"b":"}"}],"Records":${two}}`],
      ['with blanks', `{ "Records" : ${one} ,\n "Records"\t: ${two} }`],
      ['with an escape', `{"Records":${one},"R\\u0065cords":${two}}`],
      ['in another case', `{"Records":${one},"records":${two}}`],
      ['as no list at first', `{"Records":null,"Records":${two}}`],
      ['thrice, with the mark of a list that was split', `{"Records":${two},"Records":${one},"Records":["${splitMark}"]}`],
      ['in one document of two', `{"Records":${two}}{"Events":${one},"Events":${two}}`],
      ['in an element', `{"Records":[{"Records":${one},"Records":${two}}]}`],
      ['in an element of an element', `{"Records":[{"Events":[{"Records":${one},"Records":${two}}]}]}`],
      ['in an element of a bare list', `[{"Records":${one},"Records":${two}}]`],
    ])('is a fault of the object: %s', async (__, text) => {
      expect((await way(gzipSync(text))).fault?.what).toMatch(/records in more than one place/);
    });

    it.each([
      ['in a request', { requestParameters: { Records: [], records: [1], events: [], Events: [] } }],
      ['in the text of a request', { requestParameters: { text: '{"Records":[],"Records":[]}', more: '\u0000' } }],
      ['as members of a record', { Records: [], records: [] }],
    ])('is none where no records are held: %s', async (__, more) => {
      const reading = await way(packed(record(more), ours));
      expect(reading).toMatchObject({ records: 2, otherServices: 1 });
      expect(reading.fault).toBeUndefined();
    });
  });

  it('is not looked for in a file as CloudTrail writes it, whatever is escaped in it', () => {
    expect(quick(packed(record({ userAgent: '\u0000' }), ours))).toMatchObject({ records: 2 });
  });
});

describe('threads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sagewarden-threads-'));
  const script = new URL(`file://${folder}/read-worker.mjs`);
  const banner = "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";
  beforeAll(() =>
    build({
      entryPoints: ['src/trail/worker.ts'],
      outfile: script.pathname,
      bundle: true,
      platform: 'node',
      format: 'esm',
      banner: { js: banner },
    }).then(() => {}),
  );
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const objects = Array.from({ length: 300 }, (_, index) => {
    const stored = packed(...Array.from({ length: (index * 7) % 40 }, () => record()), ours);
    const path = join(folder, `${index}.json.gz`);
    const isLocal = index % 2 === 0;
    return { key: `${key}${index}.json.gz`, size: stored.length, stored, ...(isLocal && { path }) };
  });
  const source = async function* () {
    for (const { key: name, size, stored, path } of objects) {
      yield {
        key: name,
        size,
        ...(path !== undefined && { path }),
        read: async () => Buffer.from(stored),
        head: async () => stored,
        metadata: async () => undefined,
      };
    }
  };
  const all = async (reader: ObjectReader) => {
    const out = [];
    try {
      for await (const { object, reading } of readInOrder(source(), reader)) out.push({ key: object.key, reading });
    } finally {
      await reader.close();
    }
    return out;
  };

  it('give the same readings in the same order as one', async () => {
    for (const { path, stored } of objects) if (path !== undefined) writeFileSync(path, stored);
    const alone = await all(inThisThread({ sha256: true }));
    expect(alone.map((each) => each.key)).toEqual(objects.map((each) => each.key));
    expect(alone.every(({ reading }) => reading.readings.length === 1 && reading.hash !== undefined)).toBe(true);
    expect(await all(inThreads({ threads: 3, script, startAfter: 0, sha256: true }))).toEqual(alone);
    expect(await all(inThreads({ threads: 2, script, startAfter: 20_000, sha256: true }))).toEqual(alone);
  });

  it('end the run by name when one dies', async () => {
    const dying = new URL(`file://${folder}/dying.mjs`);
    writeFileSync(dying, "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(7));");
    await expect(all(inThreads({ threads: 2, script: dying, startAfter: 0, sha256: false }))).rejects.toThrow(
      'a reading thread ended with code 7 before its work did',
    );
    const broken = inThreads({ threads: 1, script, startAfter: 0, sha256: false });
    await expect(broken.read([{ key, size: 1, from: { path: 5 } } as unknown as ReadTask])).rejects.toThrow(
      'reading failed in a thread: TypeError',
    );
    await broken.close();
  });
});
