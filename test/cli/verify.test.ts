import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { iso } from '../../scripts/sample/time.ts';
import { first, hour, Trail, window } from '../../scripts/tamper/trail.ts';
import { writeTrail } from '../../scripts/tamper/write.ts';
import type { Limit } from '../../src/core/evidence/limit.ts';
import { type CloudTrailStandIn, start } from '../../stand-ins/cloudtrail.ts';
import { accessDenied, type S3StandIn, start as startS3 } from '../../stand-ins/s3.ts';
import { folder, run, runAsync } from '../support/cli.ts';

const period = ['--from', window.from, '--to', window.to];
/** A scan's, whose last minutes are delivered within the window. */
const before = ['--from', window.from, '--to', iso(first + 7 * hour)];

function written(change: (trail: Trail) => void = () => {}): { trail: Trail; at: string; keys: string } {
  const trail = new Trail();
  change(trail);
  const at = join(folder(), 'trail');
  return { trail, at, keys: writeTrail(at, trail) };
}

describe('sagewarden verify', () => {
  test('a trail as it was delivered: 0, and the verdict is the first line', () => {
    const { at, keys } = written();
    const ran = run(['verify', at, ...period, '--public-keys', keys]);
    expect([ran.code, ran.err]).toEqual([0, '']);
    expect(ran.out.split('\n')[0]).toMatch(/^VALID: /);
    expect(ran.out).toMatch(/111122223333 eu-west-1 .*: 8 of 8 hours covered, 1 of them with nothing delivered/);
    expect(ran.out).toMatch(/listed 21 = valid 21 \+ invalid 0 \+ named by no digest 0 \+ not verified 0; missing 0/);
  });

  test('--json: a verdict for each digest and log file, unnamed log files, gaps, and nothing else', () => {
    const { trail, at, keys } = written((each) => {
      each.objects.delete(each.log(0));
      each.objects.delete(each.digest(-1));
    });
    const ran = run(['verify', at, ...period, '--public-keys', keys, '--json']);
    expect(ran.code).toBe(1);
    const said = JSON.parse(ran.out);
    expect(Object.keys(said)).toEqual(['digests', 'logs', 'unnamed', 'gaps']);
    expect(said.digests).toEqual(Object.fromEntries(trail.digests.slice(0, -1).map((key) => [key, 'valid'])));
    expect(said.logs[trail.log(0)]).toBe('missing');
    expect(said.logs[trail.log(1)]).toBe('valid');
    expect(said.unnamed).toEqual(trail.logs.at(-1));
    expect(said.gaps).toEqual([
      { account: '111122223333', region: 'eu-west-1', from: window.from, to: '2026-08-03T01:01:31Z', cause: 'log-missing' },
      { account: '111122223333', region: 'eu-west-1', from: '2026-08-03T07:01:31Z', to: window.to, cause: 'newest-end-not-covered' },
    ]);
  });

  test('tampered: 1, and each thing that is wrong is named', () => {
    const { trail, at, keys } = written((each) => each.alter(2, (content) => void content.logFiles.pop()));
    const ran = run(['verify', at, ...period, '--public-keys', keys]);
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/^TAMPERED: /);
    expect(ran.out).toContain(`${trail.digest(2)}: its signature is wrong`);
  });

  test('a gap: 3', () => {
    const { at, keys } = written((trail) => trail.objects.delete(trail.digest(-1)));
    const ran = run(['verify', at, ...period, '--public-keys', keys]);
    expect(ran.code).toBe(3);
    expect(ran.out).toMatch(/^GAP: /);
  });

  test('names drive no terminal', () => {
    const { at, keys } = written((trail) =>
      trail.objects.set(trail.log(2).replace(/[^/]+$/, '\u001b[2J\u202e.json.gz'), { bytes: Buffer.from('x'), metadata: {} }),
    );
    for (const more of [[], ['--json']]) {
      const { out, code } = run(['verify', at, ...period, '--public-keys', keys, ...more]);
      expect(code).toBe(1);
      for (const character of ['\u001b', '\u202e']) expect(out).not.toContain(character);
    }
  });

  test('--quiet: the exit code only', () => {
    const { at, keys } = written();
    expect(run(['verify', at, ...period, '--public-keys', keys, '--quiet'])).toEqual({ code: 0, out: '', err: '' });
  });

  test.each<[string, (at: string, keys: string) => string[], RegExp]>([
    ['no such folder', (_, keys) => ['nowhere', '--public-keys', keys], /nowhere: no such file or folder/],
    ['nothing of a trail there', (_, keys) => [folder(), '--public-keys', keys], /neither digests nor log files/],
    ['keys that are not there', (at) => [at, '--public-keys', 'nowhere.json'], /nowhere\.json: no such file/],
    ['keys that are none', (at) => [at, '--public-keys', fileOf('{}')], /expected what aws cloudtrail list-public-keys prints/],
    ['a file without keys', (at) => [at, '--public-keys', fileOf('{"PublicKeyList": []}')], /no public keys in it/],
    ['a window that is empty', (at, keys) => [at, '--public-keys', keys, '--from', window.to, '--to', window.from], /the window is empty/],
    ['a date alone', (at, keys) => [at, '--public-keys', keys, '--from', '2026-08-03'], /a date alone has no time zone/],
  ])('could not run, 2: %s', (_, args, message) => {
    const { at, keys } = written();
    const ran = run(['verify', ...args(at, keys)]);
    expect(ran.err).toMatch(message);
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(ran.err).not.toMatch(/defect|^\s+at /m);
  });
});

function fileOf(content: string): string {
  const path = join(folder(), 'keys.json');
  writeFileSync(path, content);
  return path;
}

describe('a copy of what lies below AWSLogs/, in a folder of another name', () => {
  test.each([
    ['of all accounts', 'AWSLogs'],
    ['of an account', 'AWSLogs/111122223333'],
  ])('is refused, and not called altered: %s', (_, part) => {
    const { at, keys } = written();
    const copy = join(folder(), 'copy');
    cpSync(join(at, part), copy, { recursive: true });
    const out = join(folder(), 'out');
    for (const args of [
      ['verify', copy, ...period, '--public-keys', keys],
      ['scan', copy, ...period, '--verify', '--public-keys', keys, '--out', out],
    ]) {
      const ran = run(args);
      expect([ran.code, ran.out]).toEqual([2, '']);
      expect(ran.err).toMatch(/CloudTrail-Digest\S+: a digest that does not lie below AWSLogs\/.*name the folder that holds AWSLogs/s);
      expect(ran.err).not.toMatch(/defect|^\s+at /m);
    }
    // Nothing is held against digests here.
    expect(run(['scan', copy, ...period, '--accept-unverified', '--quiet', '--out', out]).code).toBe(0);
    // The same files, named from above.
    expect(run(['verify', join(at, part), ...period, '--public-keys', keys, '--quiet']).code).toBe(0);
  });

  test('a digest beside a trail is judged: it lies elsewhere than it says', () => {
    const { at, keys, trail } = written();
    cpSync(join(at, trail.digest(0)), join(at, 'copies/CloudTrail-Digest/x.json.gz'), { recursive: true });
    const ran = run(['verify', at, ...period, '--public-keys', keys]);
    expect([ran.code, ran.out]).toEqual([1, expect.stringContaining('copies/CloudTrail-Digest/x.json.gz: lies elsewhere than it says')]);
  });
});

describe('with CloudTrail', () => {
  const keys = new Trail().publicKeys().PublicKeyList;
  const onTheWire = (region: string) =>
    keys
      .filter(({ Region }) => Region === region)
      .map(({ Value, Fingerprint, ValidityStartTime, ValidityEndTime }) => ({
        Value,
        Fingerprint,
        ValidityStartTime: Date.parse(ValidityStartTime) / 1000,
        ValidityEndTime: Date.parse(ValidityEndTime) / 1000,
      }));
  let cloudtrail: CloudTrailStandIn;
  let denied: CloudTrailStandIn;
  beforeAll(async () => {
    cloudtrail = await start({ publicKeys: { 'eu-west-1': onTheWire('eu-west-1'), 'us-east-1': onTheWire('us-east-1') } });
    denied = await start({
      fail: () => ({ status: 400, body: { __type: 'AccessDeniedException', message: 'arn:aws:iam::111122223333:user/secret-caller' } }),
    });
  });
  afterAll(async () => {
    await cloudtrail.close();
    await denied.close();
  });
  const env = (standIn: CloudTrailStandIn) => ({
    AWS_ENDPOINT_URL_CLOUDTRAIL: standIn.url,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'sekrit-of-the-caller',
  });

  test('scan --verify of a bucket: the same digests, in the pass that judges', async () => {
    const trail = new Trail({ prefix: 'trails/all/' });
    const objects = new Map([...trail.objects].map(([key, { bytes: body, metadata }]) => [key, { body, metadata }]));
    const s3: S3StandIn = await startS3({ bucket: trail.chain.bucket, objects });
    try {
      const out = join(folder(), 'out');
      const more = { ...env(cloudtrail), AWS_ENDPOINT_URL_S3: s3.url, AWS_REGION: 'eu-west-1' };
      const ran = await runAsync(['scan', `s3://${trail.chain.bucket}/trails/all`, ...before, '--verify', '--quiet', '--out', out], {
        env: more,
      });
      const { integrity } = JSON.parse(readFileSync(join(out, 'evidence.json'), 'utf8'));
      expect([ran.err, integrity.verified, integrity.digests.notValid, integrity.digests.unnamed]).toEqual(['', true, [], []]);
      expect(integrity.digests.counts).toMatchObject({ logsValid: integrity.digests.counts.logsListed, logsMissing: 0 });
    } finally {
      await s3.close();
    }
  });

  test('a bucket: signatures from the metadata of its objects', async () => {
    const trail = new Trail({ prefix: 'trails/all/' });
    trail.alter(2, (content) => void content.logFiles.pop());
    trail.objects.delete(trail.log(5));
    const objects = new Map([...trail.objects].map(([key, { bytes: body, metadata }]) => [key, { body, metadata }]));
    const s3: S3StandIn = await startS3({ bucket: trail.chain.bucket, objects });
    try {
      const more = { ...env(cloudtrail), AWS_ENDPOINT_URL_S3: s3.url, AWS_REGION: 'eu-west-1' };
      const ran = await runAsync(['verify', `s3://${trail.chain.bucket}/trails/all`, ...period, '--json'], { env: more });
      expect([ran.code, ran.err]).toEqual([1, '']);
      const { digests, logs } = JSON.parse(ran.out);
      const faulty = Object.entries({ ...digests, ...logs }).filter(([, verdict]) => verdict !== 'valid' && verdict !== 'digest-not-valid');
      expect(Object.fromEntries(faulty)).toEqual({ [trail.digest(2)]: 'signature', [trail.log(5)]: 'missing' });
    } finally {
      await s3.close();
    }
  });

  test('a folder beside the trail that may not be listed: neither verify nor scan is conclusive, and both name it', async () => {
    const trail = new Trail();
    const objects = new Map([...trail.objects].map(([key, { bytes: body, metadata }]) => [key, { body, metadata }]));
    objects.set('org/AWSLogs/x.json', { body: Buffer.from('{}'), metadata: {} });
    const fail = ({ key }: { key: string }) => (key.startsWith('org/') ? accessDenied : undefined);
    const s3: S3StandIn = await startS3({ bucket: trail.chain.bucket, objects, fail });
    try {
      const more = { ...env(cloudtrail), AWS_ENDPOINT_URL_S3: s3.url, AWS_REGION: 'eu-west-1' };
      const at = `s3://${trail.chain.bucket}`;
      const verified = await runAsync(['verify', at, ...period], { env: more });
      expect([verified.code, verified.out]).toEqual([
        3,
        expect.stringMatching(/^GAP.*s3:\/\/amzn-s3-demo-trail\/org\/: not looked through/s),
      ]);
      const out = join(folder(), 'out');
      const scanned = await runAsync(['scan', at, ...before, '--verify', '--quiet', '--out', out], { env: more });
      expect(scanned.code).toBe(3);
      const { limits } = JSON.parse(readFileSync(join(out, 'evidence.json'), 'utf8'));
      expect(limits.filter((limit: Limit) => limit.inconclusive)).toEqual([
        expect.objectContaining({ code: 'folders-not-listed', count: 1, what: expect.stringContaining(`${at}/org/`) }),
      ]);
      expect(run(['report', 'verify', out]).code).toBe(0);
      // Who names the trail itself is told of nothing else.
      expect((await runAsync(['verify', `${at}/AWSLogs/`, ...period], { env: more })).code).toBe(0);
    } finally {
      await s3.close();
    }
  });

  test('keys are asked for in the region of the digests, for their time', async () => {
    const { at } = written();
    const ran = await runAsync(['verify', at, ...period], { env: env(cloudtrail) });
    expect([ran.code, ran.err]).toEqual([0, '']);
    const asked = cloudtrail.requests.at(-1);
    expect(asked).toMatchObject({ operation: 'ListPublicKeys', region: 'eu-west-1' });
    expect(Number(asked?.body.StartTime)).toBeLessThanOrEqual(Date.parse(window.from) / 1000);
    expect(Number(asked?.body.EndTime)).toBeGreaterThanOrEqual(Date.parse(window.to) / 1000);
  });

  test('public-keys writes a file that does without CloudTrail', async () => {
    const { at } = written();
    const out = join(folder(), 'keys.json');
    const ran = await runAsync(['public-keys', '--region', 'eu-west-1', 'us-east-1', ...period, '--out', out], { env: env(cloudtrail) });
    expect(ran).toEqual({ code: 0, out: '', err: '' });
    expect(JSON.parse(readFileSync(out, 'utf8')).PublicKeyList.map(({ Region }: { Region: string }) => Region)).toEqual([
      'eu-west-1',
      'us-east-1',
    ]);
    expect(run(['verify', at, ...period, '--public-keys', out]).code).toBe(0);
  });

  test('a region without keys is an error, and no file is written', async () => {
    const out = join(folder(), 'keys.json');
    const ran = await runAsync(['public-keys', '--region', 'eu-west-1', 'eu-west-3', ...period, '--out', out], { env: env(cloudtrail) });
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/no public keys for that time in eu-west-3/);
    expect(existsSync(out)).toBe(false);
  });

  test('denied: what to allow, without the name of the caller', async () => {
    const { at } = written();
    const ran = await runAsync(['verify', at, ...period], { env: env(denied) });
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/cloudtrail:ListPublicKeys in eu-west-1: the caller may not use it: allow cloudtrail:ListPublicKeys/);
    expect(ran.err).not.toMatch(/secret-caller|sekrit|defect/);
  });
});
