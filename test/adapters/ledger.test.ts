import { afterEach, describe, expect, test } from 'vitest';
import { dynamoLedger, type LedgerOptions } from '../../src/adapters/ledger.ts';
import { type DueGroup, LeaseLost, type LedgerEntry, LedgerError } from '../../src/app/ports.ts';
import type { ChangeAlert } from '../../src/core/alert.ts';
import { ledgerTable } from '../../stand-ins/ledger-table.ts';
import type { Fault } from '../../stand-ins/wire.ts';
import { ledgerStore } from '../app/monitor/store.ts';

/** On the wire: the real SDK against dynalite, whose conditional writes are real. */

let fail: (operation: string) => Fault | undefined = () => undefined;
const store = ledgerStore(({ operation }) => fail(operation));
afterEach(() => {
  fail = () => undefined;
});

const start = Date.parse('2026-08-01T12:00:05Z');
let time = start;
afterEach(() => {
  time = start;
});
const ledger = (options: Partial<LedgerOptions> = {}) =>
  dynamoLedger({ table: store.table, leaseSeconds: 45, ttlDays: 400, groupWindowSeconds: 3600, now: () => time, ...options });

/** A fault for the next calls of an operation. */
const failing = (operation: string, ...faults: Fault[]) => {
  fail = (called) => (called === operation ? faults.shift() : undefined);
};

let serial = 0;
const entry = (members: Partial<LedgerEntry> = {}): LedgerEntry => ({
  account: '111122223333',
  region: 'eu-west-1',
  eventId: `event-${++serial}`,
  eventTime: '2026-08-01T12:00:00Z',
  eventName: 'CreateModel',
  resourceType: 'Model',
  resourceName: 'm',
  class: null,
  rules: [],
  steps: {},
  actions: [],
  seenAt: '2026-08-01T12:00:05.000Z',
  late: false,
  grouped: false,
  doneAt: null,
  ...members,
});

describe('a claim', () => {
  test('is granted to one of many', async () => {
    const fresh = entry();
    const claims = await Promise.all(Array.from({ length: 10 }, () => ledger().claim(fresh)));
    expect(claims.map(({ state }) => state).sort()).toEqual([...Array(9).fill('busy'), 'granted']);
  });
  test('is granted again when the lease has run out, with what was done', async () => {
    const fresh = entry();
    const first = await ledger().claim(fresh);
    if (first.state !== 'granted') throw new Error(first.state);
    const judged = { ...fresh, class: 'non-compliant' as const, steps: { judged: '2026-08-01T12:00:06.000Z' }, told: ['stop:failed'] };
    await ledger().record(judged, first.lease);
    time += 44_000;
    expect(await ledger().claim(fresh)).toEqual({ state: 'busy', until: '2026-08-01T12:00:50.000Z' });
    time += 1_000;
    expect(await ledger().claim(fresh)).toMatchObject({ state: 'granted', entry: judged });
    await expect(ledger().record(judged, first.lease)).rejects.toThrow(LeaseLost);
  });
  test('taken over is granted to one of many', async () => {
    const fresh = entry();
    await ledger().claim(fresh);
    time += 45_000;
    const claims = await Promise.all(Array.from({ length: 10 }, () => ledger().claim(fresh)));
    expect(claims.filter(({ state }) => state === 'granted')).toHaveLength(1);
  });
  test('is not granted on what is done', async () => {
    const fresh = entry({ doneAt: '2026-08-01T12:00:05.000Z' });
    expect((await ledger().claim(fresh)).state).toBe('granted');
    time += 3_600_000;
    expect(await ledger().claim({ ...fresh, late: true })).toEqual({ state: 'done', entry: fresh });
  });
  test('whose answer was lost is ours all the same', async () => {
    failing('PutItem', 'reset-after');
    expect((await ledger().claim(entry())).state).toBe('granted');
  });
  test('of another account or region is another change', async () => {
    const fresh = entry();
    expect((await ledger().claim(fresh)).state).toBe('granted');
    expect((await ledger().claim({ ...fresh, region: 'us-east-1' })).state).toBe('granted');
    expect((await ledger().claim({ ...fresh, account: '444455556666' })).state).toBe('granted');
  });
  test('ends as a LedgerError when the table does not answer, without its message', async () => {
    const down: Fault = { status: 400, body: { __type: 'com.amazonaws.dynamodb.v20120810#AccessDeniedException', message: 'secret' } };
    failing('PutItem', down, down, down);
    const error = await ledger()
      .claim(entry())
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(LedgerError);
    expect((error as Error).message).toBe('AccessDeniedException');
  });
});

describe('a record', () => {
  test('is refused when the lease has run out, though nobody else has it; what was done is kept', async () => {
    const fresh = entry();
    const claim = await ledger().claim(fresh);
    if (claim.state !== 'granted') throw new Error(claim.state);
    time += 45_000;
    const did = { ...fresh, steps: { stopped: '2026-08-01T12:00:45.000Z' } };
    await expect(ledger().record(did, claim.lease)).rejects.toThrow(LeaseLost);
    expect(await ledger().claim(fresh)).toMatchObject({ state: 'granted', entry: did });
  });
  test('survives throttling, and a lost answer', async () => {
    const fresh = entry();
    const claim = await ledger().claim(fresh);
    if (claim.state !== 'granted') throw new Error(claim.state);
    const throttled = { status: 400, body: { __type: 'x#ProvisionedThroughputExceededException' } };
    failing('PutItem', throttled, 'reset-after');
    const did = { ...fresh, doneAt: '2026-08-01T12:00:06.000Z' };
    await ledger().record(did, claim.lease);
    expect(await ledger().claim(fresh)).toEqual({ state: 'done', entry: did });
  });
});

describe('the brake', () => {
  const key = (account: string, eventId: string) => ({ account, region: 'eu-west-1', eventId });

  test('lets N through in any hour, each change once', async () => {
    const reserve = (eventId: string) => ledger().reserveStop(key('100000000001', eventId), 2, time);
    expect([await reserve('a'), await reserve('a'), await reserve('b'), await reserve('c')]).toEqual([true, true, true, false]);
    expect(await ledger().stopsInLastHour('100000000001', time)).toBe(2);
    expect(await ledger().stopsInLastHour('100000000001', time, key('100000000001', 'a'))).toBe(1);
    time += 3_600_000;
    expect([await reserve('c'), await ledger().stopsInLastHour('100000000001', time)]).toEqual([true, 1]);
  });
  test('lets N of many at once through', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, (_, at) => ledger().reserveStop(key('100000000002', `e${at}`), 5, time)));
    expect(all.filter(Boolean)).toHaveLength(5);
  });
  test('is a brake of each account', async () => {
    expect(await ledger().reserveStop(key('100000000003', 'a'), 1, time)).toBe(true);
    expect(await ledger().reserveStop(key('100000000004', 'a'), 1, time)).toBe(true);
  });
  test('counts a reservation once whose answer was lost', async () => {
    failing('PutItem', 'reset-after');
    expect(await ledger().reserveStop(key('100000000005', 'a'), 1, time)).toBe(true);
    expect(await ledger().stopsInLastHour('100000000005', time)).toBe(1);
  });
  test('of zero lets nothing through', async () => {
    expect(await ledger().reserveStop(key('100000000006', 'a'), 0, time)).toBe(false);
  });
});

describe('groups', () => {
  const group = (principal: string) => ({ rules: ['vpc-required' as const], account: '111122223333', region: 'eu-west-1', principal });
  const alert = (eventId: string, verdict: ChangeAlert['verdict'] = 'NON_COMPLIANT') =>
    ({ kind: 'change', verdict, account: '111122223333', region: 'eu-west-1', eventId, eventTime: '2026-08-01T12:00:00Z' }) as ChangeAlert;
  const join = (principal: string, ...given: Parameters<typeof alert>) => ledger().joinGroup(group(principal), alert(...given), time);
  const due = async (principal: string) => {
    const found: DueGroup[] = [];
    for await (const each of ledger().dueGroups(time)) if (each.group.principal === principal) found.push(each);
    return found;
  };

  test('the first is told at once, the others by a roll-up when the window is over', async () => {
    expect([await join('p1', 'a'), await join('p1', 'b'), await join('p1', 'c')]).toEqual(['first', 'grouped', 'grouped']);
    expect(await due('p1')).toEqual([]);
    time += 3_600_000;
    const [rollUp, ...more] = await due('p1');
    expect([rollUp?.count, rollUp?.alerts.map(({ eventId }) => eventId).sort(), more]).toEqual([2, ['b', 'c'], []]);
    if (rollUp) await ledger().closeGroup(rollUp);
    expect(await due('p1')).toEqual([]);
  });
  test('one of many at once is the first', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, (_, at) => join('p2', `e${at}`)));
    expect(all.filter((answer) => answer === 'first')).toHaveLength(1);
    time += 3_600_000;
    expect((await due('p2'))[0]?.count).toBe(9);
  });
  test('the same change gets the same answer, before and after the roll-up', async () => {
    await join('p3', 'a');
    await join('p3', 'b');
    expect([await join('p3', 'a'), await join('p3', 'b')]).toEqual(['first', 'grouped']);
    time += 3_600_000;
    const [rollUp] = await due('p3');
    expect(rollUp?.count).toBe(1);
    if (rollUp) await ledger().closeGroup(rollUp);
    expect(await join('p3', 'b')).toBe('grouped');
    time += 3_600_000;
    expect(await due('p3')).toEqual([]);
  });
  test('after the window the next one is told at once again, whether or not the roll-up was sent', async () => {
    await join('p4', 'a');
    await join('p4', 'b');
    time += 3_600_000;
    expect([await join('p4', 'c'), await join('p4', 'd')]).toEqual(['first', 'grouped']);
    expect((await due('p4'))[0]?.alerts.map(({ eventId }) => eventId).sort()).toEqual(['b', 'd']);
  });
  test('what joins while the roll-up is sent stays due', async () => {
    await join('p5', 'a');
    await join('p5', 'b');
    time += 3_599_000;
    await join('p5', 'c');
    time += 1_000;
    const [rollUp] = await due('p5');
    await join('p5', 'd');
    await join('p5', 'e');
    if (rollUp) await ledger().closeGroup(rollUp);
    expect((await due('p5'))[0]?.alerts.map(({ eventId }) => eventId)).toEqual(['e']);
  });
  test('what could not be judged does not hide what fails', async () => {
    expect([await join('p6', 'a', 'INSUFFICIENT_DATA'), await join('p6', 'b', 'NON_COMPLIANT')]).toEqual(['first', 'first']);
  });
  test('an answer that was lost makes nobody else the first', async () => {
    failing('UpdateItem', 'reset-after');
    expect(await join('p7', 'a')).toBe('first');
  });
});

describe('what is in it', () => {
  test('known names the changes that it has, hundreds at a time', async () => {
    const kept = Array.from({ length: 130 }, () => entry({ doneAt: '2026-08-01T12:00:05.000Z' }));
    await Promise.all(kept.map((each) => ledger().claim(each)));
    const found = await ledger().known([...kept, entry(), entry()]);
    expect([...found].sort()).toEqual(kept.map(({ eventId }) => eventId).sort());
  });
  test('known does not name what was begun and then left undone', async () => {
    const [begun, left] = [entry(), entry({ seenAt: new Date(start - 46 * 60_000).toISOString() })];
    await Promise.all([begun, left].map((each) => ledger().claim(each)));
    expect([...(await ledger().known([begun, left]))]).toEqual([begun.eventId]);
  });
  test('entries are those of a period, half-open, over days', async () => {
    const at = (eventTime: string) => entry({ account: '222233334444', eventTime, eventId: eventTime });
    const times = [
      '2026-09-01T00:00:00Z',
      '2026-09-01T23:59:59Z',
      '2026-09-02T10:00:00.5Z',
      '2026-09-03T00:00:00Z',
      '2026-08-31T23:59:59Z',
    ];
    for (const each of times) await ledger().claim(at(each));
    const found: string[] = [];
    for await (const each of ledger().entries('2026-09-01T00:00:00Z', '2026-09-03T00:00:00Z')) found.push(each.eventId);
    expect(found).toEqual(times.slice(0, 3));
  });
  test('an entry comes back as it was kept', async () => {
    const full = entry({
      account: '333344445555',
      eventTime: '2026-10-01T00:00:00Z',
      resourceName: null,
      class: 'non-compliant',
      rules: ['vpc-required'],
      steps: { judged: 'j', published: 'p' },
      actions: [
        {
          action: 'stop',
          target: { type: 'Model', name: null },
          outcome: 'withheld',
          at: null,
          conditions: [{ id: 'supported', holds: false, detail: '' }],
        },
      ],
      late: true,
      doneAt: '2026-10-01T00:00:05.000Z',
    });
    await ledger().claim(full);
    const found: LedgerEntry[] = [];
    for await (const each of ledger().entries('2026-10-01T00:00:00Z', '2026-10-02T00:00:00Z')) found.push(each);
    expect(found).toEqual([full]);
  });
  test('every item expires, at a time in epoch seconds', async () => {
    const { AttributeName } = ledgerTable.TimeToLiveSpecification;
    const before = store.server().received.length;
    await ledger({ ttlDays: 10 }).claim(entry());
    const [put] = store.server().received.slice(before);
    const item = put?.body.Item as Record<string, { N?: string }>;
    expect(item[AttributeName]?.N).toBe(String(Math.ceil((start + 10 * 86_400_000) / 1000)));
  });
});

test('a heartbeat is sent once, and by another when who sends it dies', async () => {
  const at = (seconds: number) => start + seconds * 1000;
  expect(await ledger().lastHeartbeat()).toBeNull();
  const claims = await Promise.all(Array.from({ length: 5 }, () => ledger().claimHeartbeat('h1', at(0))));
  expect(claims.filter(Boolean)).toHaveLength(1);
  expect(await ledger().claimHeartbeat('h1', at(45))).toBe(true);
  await ledger().heartbeatSent('h1', at(46));
  expect(await ledger().claimHeartbeat('h1', at(3600))).toBe(false);
  expect(await ledger().lastHeartbeat()).toBe('2026-08-01T12:00:51.000Z');
});
