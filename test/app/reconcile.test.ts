import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Busy } from '../../src/app/monitor.ts';
import { lookbackHours, problemOf, type ReconcileWorld, reconcile, windowOf } from '../../src/app/reconcile.ts';
import { type TrailObject, TrailObjectError } from '../../src/trail/source.ts';
import { call, vpcConfig } from '../support/records.ts';

const now = Date.parse('2026-08-01T15:00:00Z');
const window = windowOf(now, 3);

const key = (published: string, unique = 'a') =>
  `AWSLogs/111122223333/CloudTrail/eu-west-1/${published.slice(0, 4)}/${published.slice(4, 6)}/${published.slice(6, 8)}/111122223333_CloudTrail_eu-west-1_${published}_${unique}.json.gz`;

function object(name: string, ...records: unknown[]): TrailObject {
  const bytes = gzipSync(JSON.stringify({ Records: records }));
  return {
    key: name,
    size: bytes.length,
    head: async () => bytes.subarray(0, 64),
    read: async () => bytes,
    metadata: async () => undefined,
  };
}

const denied = (name: string): TrailObject => ({
  ...object(name),
  read: () => Promise.reject(new TrailObjectError('KMS refuses', 'allow kms:Decrypt')),
});

const bad = (eventID: string, members: Record<string, unknown> = {}) =>
  call('CreateModel', { modelName: eventID }, { eventID, eventTime: '2026-08-01T13:00:00Z', ...members });

function world(objects: readonly TrailObject[], ledger: readonly string[] = [], more: Partial<ReconcileWorld> = {}) {
  const has = new Set(ledger);
  const taken: string[] = [];
  const logged: Record<string, unknown>[] = [];
  const counted: string[] = [];
  return {
    taken,
    logged,
    counted,
    isBucket: true,
    metrics: { count: (name) => counted.push(name) },
    has,
    clock: { now: () => now },
    deadline: now + 1,
    scheduledHours: 3,
    ledger: {
      known: async (keys: readonly { eventId: string }[]) => new Set(keys.map(({ eventId }) => eventId).filter((id) => has.has(id))),
    },
    source: {
      name: 'test',
      async *objects() {
        yield* objects;
      },
    },
    takeLate: async (parsed) => {
      if (!parsed.ok) throw new Error('unreadable');
      taken.push(parsed.record.eventId);
      has.add(parsed.record.eventId);
      return 'done' as const;
    },
    log: {
      info: (message, fields) => logged.push({ level: 'INFO', message, ...fields }),
      warn: (message, fields) => logged.push({ level: 'WARN', message, ...fields }),
      error: (message, fields) => logged.push({ level: 'ERROR', message, ...fields }),
    },
    ...more,
  } satisfies ReconcileWorld & Record<string, unknown>;
}

const quiet = { objects: 0, records: 0, expected: 0, missed: 0, failed: 0, unreadable: 0, left: 0, lost: 0 };

describe('what the trail has and the ledger has not', () => {
  test('goes through the monitor, once, and is named', async () => {
    const w = world([object(key('20260801T1310Z'), bad('known'), bad('missed'), bad('missed'))], ['known']);
    expect(await reconcile(window, w)).toEqual({ ...quiet, objects: 1, records: 3, expected: 2, missed: 1 });
    expect(w.taken).toEqual(['missed']);
    expect(w.logged).toEqual([expect.objectContaining({ level: 'WARN', eventId: 'missed', account: '111122223333', region: 'eu-west-1' })]);
  });

  test('is not missed where it corrects what was handled before', async () => {
    const w = world([object(key('20260801T1310Z'), bad('correction'))], [], { takeLate: async () => 'corrected' });
    expect(await reconcile(window, w)).toEqual({ ...quiet, objects: 1, records: 1, expected: 1 });
    expect(w.logged).toEqual([]);
  });

  test.each<[string, unknown, number]>([
    ['a change that complies', call('CreateModel', { modelName: 'm', vpcConfig, enableNetworkIsolation: true }), 1],
    ['an update', call('UpdateDomain', { domainId: 'd-1' }), 1],
    ['a failed attempt', bad('x', { errorCode: 'AccessDenied' }), 0],
    ['StopLogging', call('StopLogging', { name: 't' }, { eventSource: 'cloudtrail.amazonaws.com' }), 1],
    [
      'StopLogging that was refused',
      call('StopLogging', { name: 't' }, { eventSource: 'cloudtrail.amazonaws.com', errorCode: 'AccessDenied' }),
      0,
    ],
    ['StartLogging', call('StartLogging', { name: 't' }, { eventSource: 'cloudtrail.amazonaws.com' }), 0],
    ['another service', call('CreateModel', {}, { eventSource: 'apigateway.amazonaws.com' }), 0],
    ['a Describe', call('DescribeModel', { modelName: 'm' }), 0],
  ])('%s', async (_, record, expected) => {
    expect((await reconcile(window, world([object(key('20260801T1310Z'), record)]))).expected).toBe(expected);
  });

  test('what happened within the last 15 minutes is left to the live path and the next run', async () => {
    const objects = [object(key('20260801T1458Z'), bad('young', { eventTime: '2026-08-01T14:50:00Z' }))];
    expect(await reconcile(window, world(objects))).toMatchObject({ expected: 0 });
    const next = world(objects);
    expect(await reconcile(windowOf(now + 3_600_000, 3), next)).toMatchObject({ missed: 1 });
  });

  test('an event of days ago is met when its log file is delivered', async () => {
    const w = world([object(key('20260801T1300Z'), bad('late', { eventTime: '2026-07-20T08:00:00Z' }))]);
    expect(await reconcile(window, w)).toMatchObject({ missed: 1 });
  });

  test('files published before the window, digests and Insights are not read; a name without a time is', async () => {
    const w = world([
      denied(key('20260801T1159Z')),
      denied('AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/08/01/x.json.gz'),
      denied('AWSLogs/111122223333/CloudTrail-Insight/eu-west-1/2026/08/01/x.json.gz'),
      object('lookup/eu-west-1/page.json', bad('a')),
      object(key('20260801T1310Z').replace('Z_a', 'Zx'), bad('b')),
    ]);
    expect(await reconcile(window, w)).toMatchObject({ objects: 2, unreadable: 0 });
    expect(w.taken.sort()).toEqual(['a', 'b']);
  });
});

describe('what goes wrong', () => {
  test('an object that cannot be read is named, counted, and stops nothing', async () => {
    const w = world([denied(key('20260801T1300Z')), object(key('20260801T1310Z'), bad('a'))]);
    expect(await reconcile(window, w)).toMatchObject({ objects: 2, unreadable: 1, missed: 1 });
    expect(w.logged[0]).toEqual({
      level: 'ERROR',
      message: 'an object of the trail could not be read',
      object: key('20260801T1300Z'),
      error: 'KMS refuses',
      fix: 'allow kms:Decrypt',
    });
  });

  test('of a damaged object, what comes before the fault is taken', async () => {
    const bytes = Buffer.from(`${JSON.stringify({ Records: [bad('a')] })}\n{"Records": [`);
    const name = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/08/01/x.json';
    const w = world([{ ...object(name), head: async () => bytes, read: async () => bytes }]);
    expect(await reconcile(window, w)).toMatchObject({ unreadable: 1, missed: 1 });
  });

  test('records that cannot be read are counted with their object', async () => {
    const w = world([object(key('20260801T1300Z'), { eventSource: 'sagemaker.amazonaws.com' }, bad('a'))]);
    expect(await reconcile(window, w)).toMatchObject({ unreadable: 1, missed: 1 });
    expect(w.logged[0]).toMatchObject({ error: '1 of 2 records cannot be read' });
  });

  test('an event that cannot be finished is counted; the rest goes on', async () => {
    const w = world([object(key('20260801T1300Z'), bad('a'), bad('b'))]);
    const { takeLate } = w;
    const result = await reconcile(window, {
      ...w,
      takeLate: (parsed) => (parsed.ok && parsed.record.eventId === 'a' ? Promise.reject(new Error('SNS')) : takeLate(parsed)),
    });
    expect(result).toMatchObject({ missed: 2, failed: 1 });
    expect(w.taken).toEqual(['b']);
  });

  test('what the live path is at, or finished meanwhile, and what is out of scope, was not missed', async () => {
    const outcomes = ['duplicate', 'out-of-scope', 'deferred'] as const;
    const w = world([object(key('20260801T1300Z'), bad('0'), bad('1'), bad('2'), bad('busy'))]);
    const result = await reconcile(window, {
      ...w,
      takeLate: async (parsed) => {
        const id = parsed.ok ? parsed.record.eventId : '';
        if (id === 'busy') throw new Busy('somebody else is at it');
        return outcomes[Number(id)] ?? 'done';
      },
    });
    expect(result).toMatchObject({ expected: 4, missed: 1, failed: 0 });
  });

  test('the ledger that does not answer ends the run: nothing is passed over', async () => {
    const w = world([object(key('20260801T1300Z'), bad('a'))]);
    await expect(reconcile(window, { ...w, ledger: { known: () => Promise.reject(new Error('ledger')) } })).rejects.toThrow('ledger');
  });
});

test.each<[unknown, number]>([
  [{ lookbackHours: 720 }, 720],
  [{ 'detail-type': 'Scheduled Event' }, 3],
  [undefined, 3],
])('%j looks back %i hours', (event, hours) => {
  expect(lookbackHours(event, 3)).toBe(hours);
});

test.each([0, -1, 2161, '720', null])('lookbackHours %j is refused', (asked) => {
  expect(() => lookbackHours({ lookbackHours: asked }, 3)).toThrow(/at most 2160/);
});

describe("in Lambda's time", () => {
  test('it stops, oldest files first, and says what is left, and what no later run will meet', async () => {
    let clock = now;
    const objects = ['1450', '1210', '1330', '1205'].map((time) => object(key(`20260801T${time}Z`), bad(time)));
    const w = world(objects);
    const { takeLate } = w;
    const run = {
      ...w,
      clock: { now: () => clock },
      deadline: now + 1000,
      takeLate: async (parsed: Parameters<typeof takeLate>[0]) => {
        const outcome = await takeLate(parsed);
        clock += 1000;
        return outcome;
      },
    };
    expect(await reconcile(window, run)).toMatchObject({ objects: 1, left: 3, lost: 1 });
    expect(w.taken).toEqual(['1205']);
  });

  test('it stops within a file, too', async () => {
    let clock = now;
    const w = world([object(key('20260801T1310Z'), bad('a'), bad('b'), bad('c'))]);
    const run = {
      ...w,
      clock: { now: () => clock },
      deadline: now + 2000,
      takeLate: async (parsed: Parameters<typeof w.takeLate>[0]) => {
        const outcome = await w.takeLate(parsed);
        clock += 1000;
        return outcome;
      },
    };
    expect(await reconcile(window, run)).toMatchObject({ missed: 2, left: 1 });
  });

  test('of a longer look back, what the scheduled runs do not reach is lost', async () => {
    const objects = ['0100', '1000', '1450'].map((time) => object(key(`20260801T${time}Z`), bad(time)));
    const w = world(objects, [], { deadline: now });
    expect(await reconcile(windowOf(now, 24), w)).toMatchObject({ objects: 0, left: 3, lost: 2 });
  });
});

describe('a trail without a log file in the window', () => {
  const digest = key('20260801T1310Z').replaceAll('CloudTrail', 'CloudTrail-Digest');

  test('is told and counted, and is no failure', async () => {
    const w = world([object(digest), object(key('20260801T1000Z', 'before'))]);
    expect(await reconcile(window, w)).toEqual(quiet);
    expect(problemOf(quiet)).toBeUndefined();
    expect(w.counted).toEqual(['TrailSilent']);
    expect(w.logged).toEqual([{ level: 'WARN', message: expect.stringContaining('no log file'), ...window, source: 'test' }]);
  });

  test('is none where there is one, though nothing of ours is in it or there was no time', async () => {
    const w = world([object(key('20260801T1310Z'), call('DescribeModel', {}))]);
    await reconcile(window, w);
    await reconcile(window, { ...w, deadline: now });
    expect(w.counted).toEqual([]);
  });

  test('is nothing special in event history', async () => {
    const w = world([], [], { isBucket: false });
    await reconcile(window, w);
    expect([w.counted, w.logged]).toEqual([[], []]);
  });
});
