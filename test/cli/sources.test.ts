import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { progressLine, progressText } from '../../src/cli/progress.ts';
import { start as startCloudTrail } from '../../stand-ins/cloudtrail.ts';
import { accessDenied, folderObjects, noSuchKey, type S3StandIn, start as startS3 } from '../../stand-ins/s3.ts';
import { start as startSts } from '../../stand-ins/sts.ts';
import { files, folder, run, runAsync } from '../support/cli.ts';
import { call, record, vpcConfig } from '../support/records.ts';

const credentials = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'sekrit-of-the-caller', AWS_REGION: 'eu-west-1' };
const july = [
  '--from',
  '2026-07-01T00:00:00Z',
  '--to',
  '2026-08-01T00:00:00Z',
  '--generated-at',
  '2026-11-01T00:00:00Z',
  '--accept-unverified',
];

const [own, other] = ['111122223333', '444455556666'];
const log = (account: string, day: string, n: number) =>
  `AWSLogs/${account}/CloudTrail/eu-west-1/2026/07/${day}/${account}_CloudTrail_eu-west-1_202607${day}T1200Z_${n}.json`;
const model = (account: string, day: string, n: number, request = {}) =>
  call(
    'CreateModel',
    { modelName: `model-${day}-${n}`, ...request },
    { eventTime: `2026-07-${day}T11:00:00Z`, recipientAccountId: account },
  );

const records = new Map(
  [own, other].flatMap((account) =>
    ['02', '15', '30'].flatMap((day) =>
      [1, 2].map(
        (n) => [log(account, day, n), [model(account, day, n, n === 1 ? { vpcConfig, enableNetworkIsolation: true } : {})]] as const,
      ),
    ),
  ),
);
const archive = files(Object.fromEntries([...records].map(([key, Records]) => [`audit/${key}`, JSON.stringify({ Records })])));

const rows = (out: string) => readFileSync(join(out, 'population.jsonl'), 'utf8');
const evidence = (out: string) => JSON.parse(readFileSync(join(out, 'evidence.json'), 'utf8'));

describe('scan s3://', () => {
  let server: S3StandIn;
  let env: Record<string, string>;
  const [denied, gone] = [log(own, '15', 1), log(other, '30', 2)];
  beforeAll(async () => {
    server = await startS3({
      objects: folderObjects(archive),
      fail: ({ method, key, before }) => {
        if (method === 'GET' && key === `audit/${denied}` && spoilt) return accessDenied;
        if (method === 'GET' && key === `audit/${gone}` && spoilt) return noSuchKey;
        return before === 0 && key.endsWith('_2.json') ? { status: 503, code: 'SlowDown' } : undefined;
      },
    });
    env = { ...credentials, AWS_ENDPOINT_URL_S3: server.url };
  });
  afterAll(() => server.close());
  let spoilt = false;

  it('finds what a scan of a copy finds', async () => {
    spoilt = false;
    const [local, remote] = [join(folder(), 'local'), join(folder(), 'remote')];
    expect(run(['scan', archive, ...july, '--out', local]).code).toBe(1);
    const ran = await runAsync(['scan', `s3://${server.bucket}/audit`, ...july, '--out', remote], { env });
    expect(ran).toMatchObject({ code: 1, err: '' });
    const withoutPrefix = rows(remote).replaceAll('"audit/AWSLogs', '"AWSLogs');
    expect(withoutPrefix).toBe(rows(local).replaceAll('"audit/AWSLogs', '"AWSLogs'));
    expect(rows(remote).split('\n').length).toBe(13);
  });

  it('keeps the versions of the objects that rows come from', async () => {
    const versioned = await startS3({
      objects: new Map(
        [...records].map(([key, Records]) => [key, { body: JSON.stringify({ Records }), versionId: `v-${key.slice(-6, -5)}` }]),
      ),
    });
    const out = join(folder(), 'run');
    await runAsync(['scan', `s3://${versioned.bucket}`, ...july, '--out', out], { env: { ...env, AWS_ENDPOINT_URL_S3: versioned.url } });
    await versioned.close();
    expect(evidence(out).objectVersions).toEqual(
      [...records.keys()].sort().map((object) => ({ object, versionId: `v-${object.slice(-6, -5)}` })),
    );
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain(', version of the object <code><bdi>v-1</bdi></code>');
  });

  it('reads the accounts that are asked for', async () => {
    spoilt = false;
    const out = join(folder(), 'run');
    await runAsync(['scan', `s3://${server.bucket}/audit/`, ...july, '--out', out, '--accounts', other, '--regions', 'eu-west-1'], { env });
    expect(evidence(out).population.rows).toBe(6);
    expect(rows(out)).not.toContain(`"${own}"`);
  });

  it('names what is denied and what is gone, reads the rest, and is inconclusive', async () => {
    spoilt = true;
    const out = join(folder(), 'run');
    const ran = await runAsync(['scan', `s3://${server.bucket}/audit/`, ...july, '--out', out, '--json'], { env });
    const { problems } = JSON.parse(ran.out);
    expect(problems.map(({ object }: { object: string }) => object)).toEqual([`audit/${denied}`, `audit/${gone}`]);
    expect(problems[0].what).toMatch(/access denied/);
    expect(problems[1].what).toMatch(/deleted before it was read/);
    expect(evidence(out).population.rows).toBe(10);
    expect(`${ran.out}${ran.err}`).not.toContain('sekrit');
  });

  it('could not run where nothing can be listed', async () => {
    const ran = await runAsync(['scan', 's3://another-bucket/', ...july, '--out', join(folder(), 'run')], { env });
    expect(ran.code).toBe(2);
    expect(ran.err).toBe('sagewarden: s3://another-bucket/ cannot be listed: there is no such bucket\n');
  });
});

describe('scan lookup:', () => {
  const day = 86_400_000;
  const now = Date.now();
  const iso = (time: number) => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
  const from = iso(Math.floor(now / day - 10) * day);
  const to = iso(Math.floor(now / day - 8) * day);
  const period = ['--from', from, '--to', to, '--generated-at', to, '--accept-unverified'];

  it('looks into several accounts by role, and finds log control too', async () => {
    const at = iso(Date.parse(from) + 3_600_000);
    const events = (account: string) =>
      [
        call('CreateModel', { modelName: `open-${account}` }, { eventTime: at, recipientAccountId: account }),
        record('StopLogging', {
          eventTime: at,
          eventSource: 'cloudtrail.amazonaws.com',
          recipientAccountId: account,
          requestParameters: { name: 'main' },
        }),
      ].map((each) => ({
        EventId: String(each.eventID),
        EventTime: Date.parse(at) / 1000,
        EventSource: String(each.eventSource),
        CloudTrailEvent: JSON.stringify(each),
      }));
    const cloudtrail = await startCloudTrail({ events: { [`${own} eu-west-1`]: events(own), [`${other} eu-west-1`]: events(other) } });
    const sts = await startSts({
      roles: [own, other].map((account) => ({ arn: `arn:aws:iam::${account}:role/Reader`, externalId: 'extern' })),
    });
    const out = join(folder(), 'run');
    const where = ['--regions', 'eu-west-1', '--accounts', `${own},${other}`, '--role', 'Reader', '--external-id', 'extern'];
    const env = { ...credentials, AWS_ENDPOINT_URL_CLOUDTRAIL: cloudtrail.url, AWS_ENDPOINT_URL_STS: sts.url };
    const ran = await runAsync(['scan', 'lookup:', ...period, ...where, '--out', out], { env });
    await Promise.all([cloudtrail.close(), sts.close()]);
    expect(ran).toMatchObject({ code: 1, err: '' });
    expect(rows(out).match(/"object":"event-history\/\d+\/eu-west-1\/[^"]*\/sagemaker\.amazonaws\.com\.json"/g)?.length).toBe(2);
    expect(JSON.stringify(evidence(out))).toContain('StopLogging');
    expect(evidence(out).limits).toContainEqual(
      expect.objectContaining({
        code: 'source-limited',
        what: expect.stringMatching(/in eu-west-1;.*management events only, and has no digests/),
      }),
    );
  });

  it.each<[string, string[], RegExp]>([
    ['no Regions', [...period], /needs --regions/],
    ['no period', ['--regions', 'eu-west-1'], /needs --from and --to/],
    ['accounts without a role', [...period, '--regions', 'eu-west-1', '--accounts', own], /needs --role/],
    ['a role without accounts', [...period, '--regions', 'eu-west-1', '--role', 'Reader'], /needs --accounts/],
    [
      'more than 90 days',
      [...july.slice(0, 1), '2026-01-01T00:00:00Z', '--to', '2026-01-02T00:00:00Z', '--regions', 'eu-west-1'],
      /keeps 90 days/,
    ],
    ["a bucket's flag", [...period, '--regions', 'eu-west-1', '--request-payer'], /--request-payer says nothing about lookup:/],
    ['a Region that is none', [...period, '--regions', 'Ireland'], /expected Regions such as eu-west-1/],
    ['an account that is none', [...period, '--accounts', '12'], /expected ids of 12 digits/],
  ])('is refused with a hint: %s', (_, more, message) => {
    const ran = run(['scan', 'lookup:', '--out', join(folder(), 'run'), ...more]);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(message);
  });
});

describe('sources', () => {
  it.each<[string, string[], RegExp]>([
    ['two at once', ['s3://a/', 's3://b/'], /stands alone/],
    ['no bucket', ['s3://'], /expected s3:\/\/bucket/],
    ['no role of that form', ['s3://bucket/', '--role-arn', 'Reader'], /expected arn:aws:iam::ACCOUNT:role\/NAME/],
    ['a flag that a folder has no use for', [archive, '--accounts', own], /--accounts says nothing about a folder/],
    ['lookup: with a place', ['lookup:eu-west-1'], /expected lookup: alone/],
  ])('are refused with a hint: %s', (_, more, message) => {
    const ran = run(['scan', '--out', join(folder(), 'run'), ...more]);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(message);
  });
});

describe('progress', () => {
  it.each([
    [{ objects: 12, records: 3456 }, 500, undefined, 'reading: 12 objects, 3,456 records'],
    [{ objects: 12_000, records: 3456 }, 2_000, 0.25, 'reading: 12,000 objects, 3,456 records, 6,000 objects/s, 25 %'],
    [{ objects: 600, records: 1 }, 60_000, 0.5, 'reading: 600 objects, 1 records, 10 objects/s, 50 %, about 1 min left'],
    [{ objects: 600, records: 1 }, 60_000, 0.75, 'reading: 600 objects, 1 records, 10 objects/s, 75 %, about 20 s left'],
    [{ objects: 600, records: 1 }, 3_600_000, 0.4, 'reading: 600 objects, 1 records, 0 objects/s, 40 %, about 1 h 30 min left'],
  ])('says how much, how fast and how long: %o after %i ms', (progress, elapsed, share, text) => {
    expect(progressText(progress, elapsed, share)).toBe(text);
  });

  it('is on a terminal only, not too often, and gone at the end', () => {
    const written: string[] = [];
    let now = 0;
    const terminal = (isTTY: boolean) => ({ isTTY, write: (text: string) => written.push(text) });
    const silent = [progressLine({ quiet: false, terminal: terminal(false) }), progressLine({ quiet: true, terminal: terminal(true) })];
    for (const line of silent) {
      line.show({ objects: 1, records: 1 });
      line.clear();
    }
    expect(written).toEqual([]);
    const line = progressLine({ quiet: false, terminal: terminal(true), now: () => now });
    for (; now < 1000; now += 10) line.show({ objects: now, records: now });
    line.clear();
    expect(written.length).toBe(6);
    expect(written.at(-1)).toBe('\r\u001b[K');
    expect(written.slice(0, -1).every((text) => text.startsWith('\r\u001b[Kreading: ') && text.lastIndexOf('\u001b') === 1)).toBe(true);
  });
});
