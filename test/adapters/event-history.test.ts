import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { logFile } from '../../src/adapters/event-history/records.ts';
import { lookupWindows } from '../../src/adapters/event-history/windows.ts';
import { type EventHistoryOptions, eventHistorySource } from '../../src/adapters/event-history.ts';
import { SourceError, TrailObjectError, type TrailSource } from '../../src/trail/source.ts';
import { type CloudTrailStandIn, type CloudTrailStandInOptions, type HistoryEvent, start } from '../../stand-ins/cloudtrail.ts';
import { type StsStandIn, start as startSts } from '../../stand-ins/sts.ts';

let sts: StsStandIn;
const environment = { ...process.env };
beforeAll(async () => {
  sts = await startSts({
    roles: ['111122223333', '444455556666'].map((account) => ({ arn: `arn:aws:iam::${account}:role/Reader`, externalId: 'extern' })),
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_STS: sts.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'sekrit',
  });
});
afterAll(async () => {
  process.env = environment;
  await sts.close();
});

const servers: CloudTrailStandIn[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const now = Date.parse('2026-08-01T12:00:00Z');
const period = { from: '2026-07-01T00:00:00Z', to: '2026-07-02T00:00:00Z' };
const sagemaker = 'sagemaker.amazonaws.com';

async function serve(options: CloudTrailStandInOptions) {
  const server = await start({ now: () => now, ...options });
  servers.push(server);
  const open = (more: Partial<EventHistoryOptions> = {}) =>
    eventHistorySource({ period, regions: ['eu-west-1'], now, requestsPerSecond: 500, client: { endpoint: server.url }, ...more });
  return { server, open };
}

function event(eventID: string, eventTime: string, more: Partial<HistoryEvent> = {}): HistoryEvent {
  const record = { eventID, eventTime, eventSource: more.EventSource ?? sagemaker };
  return {
    EventId: eventID,
    EventTime: Date.parse(eventTime) / 1000,
    EventSource: sagemaker,
    CloudTrailEvent: JSON.stringify(record),
    ...more,
  };
}

/** `<account> <region>` -> ids, as often as they came. */
async function idsOf(source: TrailSource): Promise<string[]> {
  const ids: string[] = [];
  for await (const object of source.objects()) {
    const { Records } = JSON.parse((await object.read()).toString('utf8'));
    ids.push(...Records.map((record: { eventID: string }) => record.eventID));
  }
  return ids;
}

describe('windows', () => {
  it('have each second of the period once, and no other, for each event source', () => {
    const second = fc.integer({ min: Date.parse('2026-05-01T00:00:00Z') / 1000, max: Date.parse('2026-07-31T00:00:00Z') / 1000 });
    fc.assert(
      fc.property(second, fc.integer({ min: 1, max: 400_000 }), (from, length) => {
        const iso = (time: number) => new Date(time * 1000).toISOString().replace('.000Z', 'Z');
        const windows = lookupWindows({ from: iso(from), to: iso(from + length) });
        for (const source of ['cloudtrail.amazonaws.com', sagemaker]) {
          let next = from;
          for (const { first, last } of windows.filter(({ eventSource }) => eventSource === source)) {
            expect(Date.parse(first) / 1000).toBe(next);
            expect(first.slice(0, 10)).toBe(last.slice(0, 10));
            next = Date.parse(last) / 1000 + 1;
          }
          expect(next).toBe(from + length);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('what is looked up', () => {
  it('has every event once: at the edges of days, and many of one second over the edges of pages', async () => {
    const crowd = Array.from({ length: 130 }, (_, n) => event(`crowd-${n}`, '2026-07-01T10:00:00Z'));
    const edges = ['2026-07-01T00:00:00Z', '2026-07-01T23:59:59Z', '2026-07-02T00:00:00Z', '2026-07-03T23:59:59Z'];
    const outside = [event('before', '2026-06-30T23:59:59Z'), event('after', '2026-07-04T00:00:00Z')];
    const control = event('stop', '2026-07-01T11:00:00Z', { EventSource: 'cloudtrail.amazonaws.com' });
    const other = event('s3', '2026-07-01T11:00:00Z', { EventSource: 's3.amazonaws.com' });
    const inside = [...crowd, ...edges.map((time) => event(`edge ${time}`, time)), control];
    const { open } = await serve({ events: [...inside, ...outside, other] });
    const ids = await idsOf(open({ period: { from: '2026-07-01T00:00:00Z', to: '2026-07-04T00:00:00Z' } }));
    expect(ids.sort()).toEqual(inside.map(({ EventId }) => EventId).sort());
  });

  it("is complete at CloudTrail's pace, and through throttles that others cause", async () => {
    const events = Array.from({ length: 12 }, (_, n) => event(`e${n}`, `2026-07-01T${10 + n}:00:00Z`));
    let thrown = 0;
    const { server, open } = await serve({
      events,
      pageSize: 4,
      perSecond: 2,
      fail: () => (thrown++ < 2 ? { status: 400, body: { __type: 'ThrottlingException' } } : undefined),
    });
    expect((await idsOf(open({ requestsPerSecond: 2 }))).length).toBe(12);
    const apart = server.requests.slice(1).map(({ at }, n) => at - (server.requests[n]?.at ?? 0));
    expect(Math.min(...apart)).toBeGreaterThan(400);
  });

  it('starts a window again, when its token has run out', async () => {
    const events = Array.from({ length: 120 }, (_, n) => event(`e${n}`, '2026-07-01T10:00:00Z'));
    let expired = false;
    const { open } = await serve({
      events,
      fail({ body }) {
        if (body.NextToken === undefined || expired) return undefined;
        expired = true;
        return { status: 400, body: { __type: 'InvalidNextTokenException' } };
      },
    });
    expect((await idsOf(open())).sort()).toEqual(events.map(({ EventId }) => EventId).sort());
    expect(expired).toBe(true);
  });

  it.each([['reset' as const], [{ status: 500, body: { __type: 'InternalFailure' } }]])('is tried again: %j', async (fault) => {
    const { open } = await serve({
      events: [event('a', '2026-07-01T10:00:00Z')],
      fail: (_, before) => (before % 3 < 2 ? fault : undefined),
    });
    expect(await idsOf(open())).toEqual(['a']);
  });

  it('has accounts and Regions side by side, each as its own role, in order of key', async () => {
    const place = (account: string, region: string) => [event(`${account} ${region}`, '2026-07-01T10:00:00Z')];
    const accounts = ['444455556666', '111122223333'];
    const regions = ['us-east-1', 'eu-west-1'];
    const events = Object.fromEntries(
      accounts.flatMap((account) => regions.map((region) => [`${account} ${region}`, place(account, region)])),
    );
    const { server, open } = await serve({ events, latency: 100 });
    const source = open({ regions, others: { accounts, role: 'Reader', externalId: 'extern' } });
    expect(await idsOf(source)).toEqual([
      '111122223333 eu-west-1',
      '111122223333 us-east-1',
      '444455556666 eu-west-1',
      '444455556666 us-east-1',
    ]);
    // The first request of each place before any place's second.
    expect(new Set(server.requests.slice(0, 4).map(({ account, region }) => `${account} ${region}`)).size).toBe(4);
  });

  it("is the caller's own account where no role is given", async () => {
    const { open } = await serve({ events: [] });
    for await (const { key } of open().objects()) expect(key).toMatch(/^event-history\/111122223333\/eu-west-1\/2026-07-01T00:00:00Z\/\w/);
  });
});

describe('the log file of a window', () => {
  const records = (items: Parameters<typeof logFile>[0]) => JSON.parse(logFile(items).toString('utf8')).Records;
  const item = (id: string, eventTime: string, more = {}) => ({ id, cloudTrailEvent: JSON.stringify({ eventID: id, eventTime, ...more }) });

  it('is the same in whatever order its events come, each once', () => {
    const items = ['b', 'a', 'c', 'd'].map((id, n) => item(id, `2026-07-01T10:00:0${n >> 1}Z`));
    fc.assert(
      fc.property(fc.shuffledSubarray([...items, ...items], { minLength: 8 }), (shuffled) => {
        expect(logFile(shuffled).toString('utf8')).toBe(logFile(items).toString('utf8'));
      }),
    );
    expect(records(items).map(({ eventID }: { eventID: string }) => eventID)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('keeps two copies that differ, and what is no record, so that both are counted', () => {
    const kept = records([
      item('a', '2026-07-01T10:00:00Z'),
      item('a', '2026-07-01T10:00:00Z', { errorCode: 'AccessDenied' }),
      { id: 'b', cloudTrailEvent: '{"eventID":' },
      { id: 'c', cloudTrailEvent: '["list"]' },
      { id: 'd', cloudTrailEvent: undefined },
    ]);
    expect(kept.filter((each: unknown) => typeof each === 'object').length).toBe(2);
    expect(kept.filter((each: unknown) => typeof each === 'string').sort()).toEqual([
      '["list"]',
      'event d without a record',
      '{"eventID":',
    ]);
  });
});

describe('what cannot be looked up', () => {
  it('is a period before the 90 days', async () => {
    const { open } = await serve({});
    const from = '2026-05-03T11:59:59Z';
    expect(() => open({ period: { from, to: period.to } })).toThrow(SourceError);
    expect(() => open({ period: { from, to: period.to } })).toThrow(/90 days.*start at 2026-05-03T12:00:00Z/);
    expect(() => open({ period: { from: '2026-05-03T12:00:00Z', to: period.to } })).not.toThrow();
  });

  it('is a Region where the caller is denied: named, asked once, and the others go on', async () => {
    const { server, open } = await serve({
      events: { 'us-east-1': [event('there', '2026-07-01T10:00:00Z')] },
      fail: ({ region }) =>
        region === 'eu-west-1' ? { status: 400, body: { __type: 'AccessDeniedException', message: 'secret caller' } } : undefined,
    });
    const [problems, read]: [TrailObjectError[], string[]] = [[], []];
    const days = { from: '2026-07-01T00:00:00Z', to: '2026-07-11T00:00:00Z' };
    for await (const object of open({ regions: ['eu-west-1', 'us-east-1'], period: days }).objects()) {
      await object.read().then(
        (bytes) => read.push(bytes.toString('utf8')),
        (error) => problems.push(error),
      );
    }
    expect(problems.length).toBe(20);
    expect(
      problems.every(
        (each) => each instanceof TrailObjectError && /eu-west-1: access denied \(cloudtrail:LookupEvents\)/.test(each.message),
      ),
    ).toBe(true);
    expect(problems.some(({ message, fix }) => `${message}${fix}`.includes('secret'))).toBe(false);
    expect(read.filter((text) => text.includes('there')).length).toBe(1);
    expect(server.requests.filter(({ region }) => region === 'eu-west-1').length).toBeLessThanOrEqual(2);
  });

  it('is an account whose role cannot be assumed: nothing is read', async () => {
    const { server, open } = await serve({});
    const source = open({ others: { accounts: ['111122223333', '444455556666'], role: 'Reader', externalId: 'wrong' } });
    await expect(idsOf(source)).rejects.toThrow(/arn:aws:iam::\d{12}:role\/Reader cannot be assumed.*sts:AssumeRole.*--external-id/);
    expect(server.requests.length).toBe(0);
  });
});

describe('a window that may still grow', () => {
  it('has no stamp: a checkpoint does not keep it', async () => {
    const { open } = await serve({});
    const source = open({ period: { from: '2026-07-31T00:00:00Z', to: '2026-08-02T00:00:00Z' } });
    const stamps: (string | undefined)[] = [];
    for await (const { stamp } of source.objects()) stamps.push(stamp);
    expect(stamps).toEqual(['2026-07-31T23:59:59Z', '2026-07-31T23:59:59Z', undefined, undefined]);
    expect(source.limits?.join(' ')).toMatch(/may not be in event history yet/);
  });
});
