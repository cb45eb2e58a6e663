import { afterEach, describe, expect, it, vi } from 'vitest';
import { trailsBeside } from '../../src/adapters/s3/beside.ts';
import { AdaptiveLimit } from '../../src/adapters/s3/limiter.ts';
import { type S3SourceOptions, s3Source } from '../../src/adapters/s3.ts';
import { SourceError, type TrailObject, TrailObjectError } from '../../src/trail/source.ts';
import {
  accessDenied,
  archived,
  type Fault,
  kmsDenied,
  noSuchKey,
  type S3StandIn,
  type S3StandInOptions,
  type StoredObject,
  slowDown,
  start,
} from '../../stand-ins/s3.ts';

const servers: S3StandIn[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'sekrit' };

async function serve(objects: readonly string[] | ReadonlyMap<string, StoredObject>, more: Partial<S3StandInOptions> = {}) {
  const stored =
    objects instanceof Map ? objects : new Map((objects as readonly string[]).map((key) => [key, { body: `bytes of ${key}` }]));
  const server = await start({ objects: stored, ...more });
  servers.push(server);
  const open = (options: Partial<S3SourceOptions> = {}) =>
    s3Source({
      bucket: server.bucket,
      prefix: '',
      trailsBeside,
      client: { endpoint: server.url, region: 'eu-west-1', credentials },
      ...options,
    });
  return { server, open };
}

async function keysOf(source: ReturnType<typeof s3Source>): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of source.objects()) keys.push(key);
  return keys;
}

const log = (account: string, region: string, day: string, { kind = 'CloudTrail', root = 'AWSLogs/', n = 0 } = {}) =>
  `${root}${account}/${kind}/${region}/${day}/${account}_${kind}_${region}_${day.replaceAll('/', '')}T1200Z_${n}.json.gz`;

const [a, b] = ['111122223333', '444455556666'];
const period = { from: '2026-07-01T00:00:00Z', to: '2026-08-01T00:00:00Z' };
const days = ['2026/05/31', '2026/06/29', '2026/06/30', '2026/07/15', '2026/08/31', '2026/09/02'];
const inWindow = ['2026/06/30', '2026/07/15', '2026/08/31'];

describe('what is listed', () => {
  const everything = [a, b].flatMap((account) =>
    ['eu-west-1', 'us-east-1'].flatMap((region) => [
      ...days.map((day) => log(account, region, day)),
      ...days.map((day) => log(account, region, day, { kind: 'CloudTrail-Digest' })),
      log(account, region, '2026/07/15', { kind: 'CloudTrail-Insight' }),
    ]),
  );
  const beside = ['AWSLogs/111122223333/Config/eu-west-1/2026/7/15/x.json.gz', 'other/x.json.gz', 'AWSLogs/999/x.json'];

  it('is the accounts, Regions and publish dates that were asked for, with a month for late delivery', async () => {
    const { server, open } = await serve([...everything, ...beside]);
    const keys = await keysOf(open({ period, accounts: [a], regions: ['us-east-1'] }));
    expect(keys).toEqual(inWindow.map((day) => log(a, 'us-east-1', day)));
    // Folders are discovered; only days of that place are listed whole.
    const whole = server.requests.filter(({ method, delimiter }) => method === 'LIST' && delimiter === null).map(({ key }) => key);
    expect(whole).toEqual(inWindow.map((day) => `AWSLogs/${a}/CloudTrail/us-east-1/${day}/`));
    expect(server.requests.some(({ key }) => key.includes(b) || key.includes('eu-west-1'))).toBe(false);
  });

  it('is every account and Region, and every publish date, where nothing was said', async () => {
    const { open } = await serve([...everything, ...beside]);
    expect(await keysOf(open())).toEqual(everything.filter((key) => key.includes('/CloudTrail/')).sort());
    expect(await keysOf(open({ period }))).toEqual(
      everything.filter((key) => key.includes('/CloudTrail/') && inWindow.some((day) => key.includes(day))).sort(),
    );
  });

  it('has digests where they are asked for, and whatever they may name', async () => {
    const { open } = await serve([...everything, ...beside]);
    expect(await keysOf(open({ period, accounts: [b], regions: ['eu-west-1'], digests: true }))).toEqual([
      ...inWindow.map((day) => log(b, 'eu-west-1', day, { kind: 'CloudTrail-Digest' })),
      log(b, 'eu-west-1', '2026/07/15', { kind: 'CloudTrail-Insight' }),
      ...inWindow.map((day) => log(b, 'eu-west-1', day)),
    ]);
  });

  it("finds an organisation's accounts a folder deeper, beside one's own", async () => {
    const root = 'central/AWSLogs/o-a1b2c3d4e5/';
    const { open } = await serve([
      log(a, 'eu-west-1', '2026/07/15', { root: 'central/AWSLogs/' }),
      log(b, 'eu-west-1', '2026/07/15', { root }),
    ]);
    for (const prefix of ['', 'central', 'central/', 'central/AWSLogs', 'central/AWSLogs/']) {
      expect({ prefix, keys: (await keysOf(open({ period, prefix }))).length }).toEqual({ prefix, keys: 2 });
    }
    expect(await keysOf(open({ period, prefix: root }))).toEqual([log(b, 'eu-west-1', '2026/07/15', { root })]);
  });

  it.each([
    ['an account', `AWSLogs/${a}/`, 6],
    ['an account, without the slash', `AWSLogs/${a}`, 6],
    ['its log files', `AWSLogs/${a}/CloudTrail/`, 6],
    ['a Region', `AWSLogs/${a}/CloudTrail/us-east-1/`, 3],
    ['a month', `AWSLogs/${a}/CloudTrail/us-east-1/2026/07/`, 1],
    ['a day', `AWSLogs/${a}/CloudTrail/us-east-1/2026/07/15/`, 1],
    ['one object', log(a, 'us-east-1', '2026/07/15'), 1],
    ['nothing', 'nowhere/', 0],
  ])('starts at %s', async (_, prefix, count) => {
    const { open } = await serve([...everything, ...beside]);
    expect((await keysOf(open({ period, prefix }))).length).toBe(count);
  });

  it('is everything below a prefix that is not laid out as a trail is, over many pages', async () => {
    const keys = Array.from({ length: 95 }, (_, n) => `copies/of-mine/${n}.json.gz`);
    const { open } = await serve([...keys, 'copies/', 'copies-2/x.json'], { pageSize: 10 });
    expect(await keysOf(open({ period, prefix: 'copies' }))).toEqual([...keys].sort());
  });

  it('has the trails beside AWSLogs/, however deep their prefix, in order of key, and nothing else of what lies there', async () => {
    const roots = ['A/b/c/AWSLogs/', 'AWSLogs/', 'org/AWSLogs/o-a1b2c3d4e5/', 'org/more/AWSLogs/', 'z/AWSLogs/'];
    const trails = roots.map((root) => log(a, 'eu-west-1', '2026/07/15', { root }));
    const others = ['config/x.json.gz', 'org/x.json.gz', 'org/AWSLogs-old/x.json.gz', 'z/2026/07/15/x.json.gz'];
    const { server, open } = await serve([...trails, ...others]);
    for (const options of [{}, { period }]) {
      const source = open(options);
      expect(await keysOf(source)).toEqual(trails);
      expect(source.unlisted?.()).toEqual([]);
    }
    const before = server.requests.length;
    // Who names a trail is not given those beside it.
    expect(await keysOf(open({ prefix: 'AWSLogs/' }))).toEqual([trails[1]]);
    const lists = server.requests.slice(before).filter(({ method }) => method === 'LIST');
    expect(lists.every(({ key }) => key.startsWith('AWSLogs/'))).toBe(true);
    expect(await keysOf(open({ prefix: 'org' }))).toEqual([trails[2], trails[3]]);
  });

  it('says which folders beside AWSLogs/ were not looked through: those that may not be listed', async () => {
    const own = log(a, 'eu-west-1', '2026/07/15');
    const { server, open } = await serve([own, log(b, 'eu-west-1', '2026/07/15', { root: 'closed/AWSLogs/' }), 'open/x.json'], {
      fail: ({ key }) => (key.startsWith('closed/') ? accessDenied : undefined),
    });
    const source = open();
    expect(await keysOf(source)).toEqual([own]);
    expect(source.unlisted?.()).toEqual([`s3://${server.bucket}/closed/`]);
    // Nobody looks: they are all said.
    const blind = s3Source({ bucket: server.bucket, prefix: '', client: { endpoint: server.url, region: 'eu-west-1', credentials } });
    expect(await keysOf(blind)).toEqual([own]);
    expect(blind.unlisted?.()).toEqual(['closed', 'open'].map((folder) => `s3://${server.bucket}/${folder}/`));
  });

  it('says so too of those that are too many, and looks into the nearest first', async () => {
    const tree: Record<string, readonly string[]> = {
      'a/': ['a/AWSLogs/', 'a/1/'],
      'a/1/': ['a/1/2/'],
      'a/1/2/': ['a/1/2/AWSLogs/'],
      'b/': ['b/1/'],
    };
    const looked: string[] = [];
    const look = async (prefix: string, after: string | undefined) => {
      looked.push(prefix);
      return {
        folders: after === undefined ? (tree[prefix] ?? []) : [],
        next: prefix === 'b/' && after === undefined ? 'more' : undefined,
      };
    };
    expect(await trailsBeside(['a/', 'b/'], look, 2)).toEqual({ logs: ['a/AWSLogs/'], unlisted: ['a/', 'b/'] });
    expect(await trailsBeside(['a/', 'b/'], look, 5)).toEqual({ logs: ['a/AWSLogs/'], unlisted: ['a/'] });
    looked.length = 0;
    expect(await trailsBeside(['a/', 'b/'], look, 6)).toEqual({ logs: ['a/AWSLogs/', 'a/1/2/AWSLogs/'], unlisted: [] });
    expect(looked).toEqual(['a/', 'b/', 'a/1/', 'b/', 'b/1/', 'a/1/2/']);
  });

  it('is named in the limits where it is not all', async () => {
    const { open } = await serve([]);
    expect(open({ accounts: [a], regions: ['eu-west-1'] }).limits).toEqual([
      expect.stringMatching(/one account and the Regions eu-west-1/),
    ]);
    expect(open().limits).toEqual([]);
  });
});

const twenty = Array.from({ length: 20 }, (_, n) => log(a, 'eu-west-1', '2026/07/15', { n: 10 + n }));

async function readAll(objects: AsyncIterable<TrailObject>): Promise<Map<string, string | TrailObjectError>> {
  const read = new Map<string, string | TrailObjectError>();
  for await (const object of objects) {
    const got = await object.read().catch((error: unknown) => {
      if (error instanceof TrailObjectError) return error;
      throw error;
    });
    read.set(object.key, got instanceof TrailObjectError ? got : got.toString('utf8'));
  }
  return read;
}

describe('what goes wrong on the way', () => {
  it.each<[string, Fault]>([
    ['SlowDown', slowDown],
    ['an internal error', { status: 500, code: 'InternalError' }],
    ['a bare 503', { status: 503, code: '' }],
    ['a reset', 'reset'],
    ['a reset within the body', 'cut'],
  ])('is tried again: %s', async (_, fault) => {
    const { server, open } = await serve(twenty, { fail: ({ before }) => (before < 2 ? fault : undefined) });
    const read = await readAll(open().objects());
    expect([...read]).toEqual(twenty.map((key) => [key, `bytes of ${key}`]));
    expect(server.requests.filter(({ method }) => method === 'GET').length).toBe(60);
  });

  it.each<[string, Fault, RegExp, RegExp]>([
    ['denied', accessDenied, /access denied \(s3:GetObject\)/, /allow s3:GetObject/],
    ['its key denied', kmsDenied, /KMS key cannot be used/, /kms:Decrypt/],
    [
      'its key disabled',
      { status: 400, code: 'KMS.DisabledException' },
      /KMS key cannot be used \(KMS.DisabledException\)/,
      /enable the key/,
    ],
    ['gone', noSuchKey, /deleted before it was read/, /list-object-versions/],
    ['archived', archived, /archived/, /restore-object/],
    ['refused for a reason of its own', { status: 400, code: 'Odd' }, /Odd, HTTP 400/, /--resume/],
  ])('is a problem of that object, once: %s', async (_, fault, what, fix) => {
    const { server, open } = await serve(twenty, {
      fail: ({ method, key }) => (method === 'GET' && key === twenty[7] ? fault : undefined),
    });
    const read = await readAll(open().objects());
    const problem = read.get(twenty[7] as string);
    expect(problem).toBeInstanceOf(TrailObjectError);
    expect((problem as TrailObjectError).message).toMatch(what);
    expect((problem as TrailObjectError).fix).toMatch(fix);
    expect(`${(problem as TrailObjectError).message}${(problem as TrailObjectError).fix}`).not.toMatch(/secret|assumed-role/);
    expect([...read.values()].filter((each) => typeof each === 'string').length).toBe(19);
    expect(server.requests.filter(({ method, key }) => method === 'GET' && key === twenty[7]).length).toBe(1);
  });

  it.each<[string, Fault, RegExp]>([
    ['denied', accessDenied, /s3:ListBucket.*--request-payer/],
    ['no such bucket', { status: 404, code: 'NoSuchBucket' }, /there is no such bucket/],
    ['a key that is not valid', { status: 403, code: 'InvalidAccessKeyId' }, /credentials are not valid/],
  ])('ends the run, where nothing can be listed: %s', async (_, fault, message) => {
    const { open } = await serve(twenty, { fail: ({ method }) => (method === 'LIST' ? fault : undefined) });
    await expect(keysOf(open())).rejects.toThrow(SourceError);
    await expect(keysOf(open())).rejects.toThrow(message);
  });

  it('ends the run, where one prefix of many cannot be listed, and when the credentials expire', async () => {
    const denied = await serve(twenty, { fail: ({ key }) => (key.endsWith('2026/07/15/') ? accessDenied : undefined) });
    await expect(keysOf(denied.open({ period }))).rejects.toThrow(SourceError);
    const expired = await serve(twenty, { fail: ({ key }) => (key === twenty[3] ? { status: 400, code: 'ExpiredToken' } : undefined) });
    await expect(readAll(expired.open().objects())).rejects.toThrow(/expired.*--resume/);
  });
});

describe('requests', () => {
  it('pay, and name the owner, where that was asked for', async () => {
    const { server, open } = await serve(twenty, { requesterPays: true, owner: b });
    await expect(keysOf(open())).rejects.toThrow(/--request-payer/);
    await expect(keysOf(open({ requestPayer: true, expectedOwner: a }))).rejects.toThrow(/--expected-bucket-owner/);
    for await (const object of open({ requestPayer: true, expectedOwner: b, prefix: twenty[0] as string }).objects()) {
      await object.read();
      await object.metadata();
      await object.head();
    }
    const last = server.requests.slice(-3);
    expect(
      last.every(({ headers }) => headers['x-amz-request-payer'] === 'requester' && headers['x-amz-expected-bucket-owner'] === b),
    ).toBe(true);
  });

  it('find the Region of the bucket, and ask the wrong one once', async () => {
    const { server, open } = await serve(twenty, { region: 'eu-central-1' });
    expect((await readAll(open().objects())).size).toBe(20);
    const elsewhere = server.requests.filter(({ headers }) => !String(headers.authorization).includes('/eu-central-1/'));
    expect(elsewhere.length).toBe(1);
  });

  it('keep the version that was read, and its metadata', async () => {
    const key = log(a, 'eu-west-1', '2026/07/15', { kind: 'CloudTrail-Digest' });
    const { server, open } = await serve(
      new Map([[key, { body: '{}', versionId: 'v.3', metadata: { signature: 'abc', 'backfill-generation-timestamp': '2026' } }]]),
    );
    const heads = () => server.requests.filter(({ method }) => method === 'HEAD').length;
    for await (const object of open({ digests: true }).objects()) {
      expect([object.versionId, object.bucket]).toEqual([undefined, server.bucket]);
      expect(await object.metadata()).toEqual({ signature: 'abc', 'backfill-generation-timestamp': '2026' });
      expect(heads()).toBe(1);
      await object.read();
      expect(object.versionId).toBe('v.3');
      expect(await object.metadata()).toEqual({ signature: 'abc', 'backfill-generation-timestamp': '2026' });
      expect(heads()).toBe(1);
    }
  });
});

describe('what is fetched ahead', () => {
  const gets = (server: S3StandIn) => server.requests.filter(({ method }) => method === 'GET').map(({ key }) => key);
  /** So many, and no more for a while. */
  async function settled(server: S3StandIn, count: number): Promise<string[]> {
    await vi.waitFor(() => expect(gets(server).length).toBeGreaterThanOrEqual(count), { timeout: 30_000 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(gets(server).length).toBe(count);
    return gets(server).sort();
  }

  it('is under way together, and no more objects than the window has', async () => {
    const keys = Array.from({ length: 900 }, (_, n) => log(a, 'eu-west-1', '2026/07/15', { n: 1000 + n }));
    const { server, open } = await serve(keys, { latency: 50 });
    const objects = open().objects()[Symbol.asyncIterator]();
    await objects.next();
    expect(await settled(server, 256)).toEqual(keys.slice(0, 256));
    expect(server.mostAtOnce()).toBeGreaterThan(8);
    expect(server.mostAtOnce()).toBeLessThanOrEqual(64);
    await objects.return?.();
  });

  it('is bounded in bytes', async () => {
    const keys = Array.from({ length: 12 }, (_, n) => log(a, 'eu-west-1', '2026/07/15', { n: 10 + n }));
    const body = Buffer.alloc(10 * 1024 * 1024);
    const { server, open } = await serve(new Map(keys.map((key) => [key, { body }])));
    const objects = open().objects()[Symbol.asyncIterator]();
    const first = await objects.next();
    expect(await settled(server, 4)).toEqual(keys.slice(0, 4));
    await first.value.read();
    expect(await settled(server, 5)).toEqual(keys.slice(0, 5));
    await objects.return?.();
  });

  it('is given up by a reader that lists first: what it reads afterwards is fetched then, and little of it twice', async () => {
    const keys = Array.from({ length: 1200 }, (_, n) => log(a, 'eu-west-1', '2026/07/15', { n: 1000 + n }));
    const { server, open } = await serve(keys);
    const objects: TrailObject[] = [];
    for await (const object of open().objects()) objects.push(object);
    for (let n = 0; n < objects.length; n += 30) await Promise.all(objects.slice(n, n + 30).map((object) => object.read()));
    expect(new Set(gets(server)).size).toBe(1200);
    expect(gets(server).length).toBeLessThanOrEqual(1200 + 256);
  });

  it('runs ahead again, when a reader that left some out begins to read', async () => {
    const keys = Array.from({ length: 1200 }, (_, n) => log(a, 'eu-west-1', '2026/07/15', { n: 1000 + n }));
    const { server, open } = await serve(keys);
    let at = 0;
    for await (const object of open().objects()) {
      if (at >= 300) await object.read();
      if (++at === 900) break;
    }
    // 256 for nothing, 600 that were read, and those that come next.
    expect(gets(server).length).toBeGreaterThan(256 + 600 + 8);
  });

  it('is what will be read: no other kinds, no other dates, nothing that is known', async () => {
    const [known, unknown] = [log(a, 'eu-west-1', '2026/07/15'), log(a, 'eu-west-1', '2026/07/16')];
    const { server, open } = await serve([
      known,
      unknown,
      log(a, 'eu-west-1', '2026/01/01'),
      `AWSLogs/${a}/CloudTrail/eu-west-1/2026/07/15/notes.txt`,
    ]);
    const source = open({
      period,
      prefix: `AWSLogs/${a}/CloudTrail/eu-west-1/2026/`,
      isKnown: ({ key, stamp }) => key === known && stamp !== undefined,
    });
    expect((await keysOf(source)).length).toBe(4);
    expect(await settled(server, 1)).toEqual([unknown]);
  });
});

describe('the limit of requests at a time', () => {
  it('grows by one for each round, and is halved by a throttle, once for those that were sent together', async () => {
    let now = 0;
    const limit = new AdaptiveLimit(32, () => now);
    expect(limit.limit).toBe(16);
    for (let n = 0; n < 16; n++) await limit.run(async () => {});
    expect(limit.limit).toBe(16);
    await limit.run(async () => {});
    expect(limit.limit).toBe(17);
    for (let n = 0; n < 1000; n++) await limit.run(async () => {});
    expect(limit.limit).toBe(32);
    for (let n = 0; n < 10; n++) limit.throttled();
    expect(limit.limit).toBe(16);
    for (now = 1000; now < 20_000; now += 1000) limit.throttled();
    expect(limit.limit).toBe(1);
  });

  it('keeps to it, in order', async () => {
    const limit = new AdaptiveLimit(4);
    let [running, most] = [0, 0];
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        limit.run(async () => {
          most = Math.max(most, ++running);
          order.push(n);
          await new Promise((resolve) => setTimeout(resolve, 1));
          running--;
        }),
      ),
    );
    expect(most).toBeLessThanOrEqual(4);
    expect(order).toEqual([...order].sort((x, y) => x - y));
  });
});
