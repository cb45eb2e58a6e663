import { createHash, generateKeyPairSync } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { iso } from '../../scripts/sample/time.ts';
import { first, hour, Trail, window } from '../../scripts/tamper/trail.ts';
import { verifyTrail } from '../../src/app/verify.ts';
import { DigestVerifier } from '../../src/trail/digests/verifier.ts';
import { PublicKeyError, parsePublicKeys } from '../../src/trail/public-keys.ts';
import { bucketSource, causes, faults, inBucket, inFolder } from './support.ts';

describe('a local copy without metadata', () => {
  test('the signature that the next digest has serves; the newest has no next one', async () => {
    const trail = new Trail();
    const integrity = await inFolder(trail, window, false);
    expect(faults(integrity)).toEqual({
      [trail.digest(-1)]: 'no-signature',
      ...Object.fromEntries(trail.logs[7]!.map((key) => [key, 'digest-not-valid'])),
    });
    expect(causes(integrity)).toEqual(['digest-not-proven']);
    expect(integrity.verdict).toBe('gap');
  });

  test('what was altered is found without it too', async () => {
    const trail = new Trail();
    trail.alter(2, (content) => void content.logFiles.pop());
    expect(faults(await inFolder(trail, window, false))).toMatchObject({ [trail.digest(2)]: 'signature' });
  });
});

describe('the window', () => {
  const at = (hours: number) => iso(first + hours * hour);

  test('a longer one is a gap at both ends', async () => {
    const { gaps, verdict } = await inBucket(new Trail(), { from: at(-2), to: at(9) });
    expect(gaps).toEqual([
      { account: '111122223333', region: 'eu-west-1', from: at(-2), to: at(0), cause: 'before-first-digest' },
      { account: '111122223333', region: 'eu-west-1', from: at(8), to: at(9), cause: 'newest-end-not-covered' },
    ]);
    expect(verdict).toBe('gap');
  });

  test('what lies outside it is not asked for', async () => {
    const trail = new Trail();
    trail.objects.delete(trail.log(0));
    trail.objects.delete(trail.digest(0));
    trail.objects.delete(trail.log(7));
    const integrity = await inBucket(trail, { from: at(2), to: at(5) });
    expect(integrity.verdict).toBe('valid');
    expect([...integrity.digests.keys()]).toEqual(trail.digests.slice(1, 6));
  });

  test('the hour after its end is looked at: what happened last may be delivered in it', async () => {
    const trail = new Trail();
    trail.objects.delete(trail.log(5));
    expect((await inBucket(trail, { from: at(2), to: at(5) })).verdict).toBe('tampered');
  });

  test('a newer digest tells of one that was removed in it', async () => {
    const trail = new Trail();
    trail.objects.delete(trail.digest(4));
    expect(faults(await inBucket(trail, { from: at(2), to: at(5) }))).toMatchObject({ [trail.digest(4)]: 'missing' });
  });

  test('without one, each place from its oldest to its newest object', async () => {
    expect((await inBucket(new Trail(), {})).verdict).toBe('valid');
    const trail = new Trail();
    trail.objects.delete(trail.digest(-1));
    const integrity = await inBucket(trail, {});
    expect(integrity.gaps).toMatchObject([{ from: at(7), cause: 'newest-end-not-covered' }]);
    expect(integrity.unnamed).toEqual(trail.logs[7]!.map((key) => ({ key, planted: false })));
  });

  test('without one, a place whose digests end hours before those of another has a gap', async () => {
    const trail = new Trail();
    const other = new Trail({ region: 'us-east-1', home: 'us-east-1' });
    for (const [key, object] of other.objects) trail.objects.set(key, object);
    for (const key of [...trail.digests.slice(4), ...trail.logs.slice(4).flat()]) trail.objects.delete(key);
    expect((await inBucket(trail, {})).gaps).toMatchObject([{ region: 'eu-west-1', from: at(4), cause: 'newest-end-not-covered' }]);
  });

  test('an account and region that is expected and absent is one gap', () => {
    const verifier = new DigestVerifier({ ...window, expected: [{ account: '444455556666', region: 'eu-west-1' }] });
    expect(verifier.finish([]).gaps).toEqual([{ account: '444455556666', region: 'eu-west-1', ...window, cause: 'no-digests' }]);
  });
});

describe('coverage and counts', () => {
  test('hours in which nothing was delivered are covered', async () => {
    const { coverage, counts, chains, keyFingerprints } = await inBucket(new Trail());
    expect(coverage).toEqual([
      { account: '111122223333', region: 'eu-west-1', window, covered: [window], hoursExpected: 8, hoursCovered: 8, hoursEmpty: 1 },
    ]);
    expect(counts).toEqual({
      logsListed: 21,
      logsValid: 21,
      logsInvalid: 0,
      logsUnnamed: 0,
      logsNotVerified: 0,
      logsMissing: 0,
      digestsListed: 8,
    });
    expect(chains).toMatchObject([{ trail: 'audit', backfill: false, valid: 8, invalid: 0, missing: 0 }]);
    expect(keyFingerprints).toHaveLength(1);
  });

  test('listed = valid + invalid + unnamed + not verified; missing apart', async () => {
    const trail = new Trail();
    trail.objects.delete(trail.log(0));
    trail.object(trail.log(1)).bytes = gzipSync('{}');
    trail.alter(2, (content) => void content.logFiles.pop());
    trail.putLog(first + 3 * hour + 600, '{"Records":[]}', 'planted');
    const { counts } = await inBucket(trail);
    expect(counts).toMatchObject({ logsListed: 21, logsValid: 16, logsInvalid: 1, logsUnnamed: 2, logsNotVerified: 2, logsMissing: 1 });
  });

  test('what could not be read is not proven, and no sign of tampering', async () => {
    const trail = new Trail();
    const keys = parsePublicKeys(trail.publicKeys(), 'keys');
    const source = bucketSource(trail, new Set([trail.log(2), trail.digest(5)]));
    const { integrity, problems } = await verifyTrail(source, { ...window, keys: async () => keys });
    expect(faults(integrity)).toMatchObject({ [trail.log(2)]: 'unreadable', [trail.digest(5)]: 'unreadable' });
    expect(integrity.verdict).toBe('gap');
    expect(causes(integrity)).toEqual(['log-unreadable', 'digest-not-proven']);
    expect(problems.map(({ object }) => object)).toEqual([trail.digest(5), trail.log(2)]);
  });
});

describe('public keys', () => {
  const listed = new Trail().publicKeys();
  const change = (members: Record<string, unknown>) => ({ PublicKeyList: listed.PublicKeyList.map((key) => ({ ...key, ...members })) });

  test('SPKI serves as PKCS#1 does', async () => {
    const spki = {
      PublicKeyList: new Trail().keys.map(({ signer }) => ({
        Value: signer.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
        Fingerprint: signer.fingerprint,
      })),
    };
    expect((await inBucket(new Trail(), { ...window, keys: spki })).verdict).toBe('valid');
  });

  test('times in seconds, as the first AWS CLI prints them', async () => {
    const keys = change({ ValidityStartTime: first - hour, ValidityEndTime: first + 9 * hour });
    expect((await inBucket(new Trail(), { ...window, keys })).verdict).toBe('valid');
  });

  test.each([
    ['of another region', { Region: 'us-west-2' }, 'no-public-key'],
    ['that was not valid then', { ValidityEndTime: iso(first - 24 * hour) }, 'public-key-not-valid-then'],
    ['that was not valid yet', { ValidityStartTime: iso(first + 48 * hour) }, 'public-key-not-valid-then'],
  ])('a key %s', async (_, members, verdict) => {
    expect([...new Set((await inBucket(new Trail(), { ...window, keys: change(members) })).digests.values())]).toEqual([verdict]);
  });

  test.each<[string, unknown, RegExp]>([
    ['no list', {}, /keys: expected what aws cloudtrail list-public-keys prints/],
    ['no object', null, /expected what/],
    ['a key that is none', { PublicKeyList: [7] }, /keys: key 1 is not an object/],
    ['no base64', { PublicKeyList: [{ Value: 'ä' }] }, /key 1: Value is not base64/],
    ['no key', { PublicKeyList: [{ Value: 'aGVsbG8=' }] }, /not an RSA public key/],
    ['a key of another kind', { PublicKeyList: [{ Value: ecKey() }] }, /not an RSA public key/],
    ['no time', change({ ValidityEndTime: 'soon' }), /ValidityEndTime is not a time/],
  ])('refused: %s', (_, content, message) => {
    expect(() => parsePublicKeys(content, 'keys')).toThrow(PublicKeyError);
    expect(() => parsePublicKeys(content, 'keys')).toThrow(message);
  });

  test('the fingerprint is the MD5 of the bytes', () => {
    const [key] = listed.PublicKeyList;
    expect(key?.Fingerprint).toBe(
      createHash('md5')
        .update(Buffer.from(key?.Value ?? '', 'base64'))
        .digest('hex'),
    );
    expect(parsePublicKeys({ PublicKeyList: [{ Value: key?.Value }] }, 'keys')[0]?.fingerprints).toEqual([key?.Fingerprint]);
  });
});

function ecKey(): string {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
}

describe('hostile digests are invalid, and stop nothing', () => {
  const place = (text: string) => {
    const trail = new Trail();
    trail.object(trail.digest(2)).bytes = gzipSync(text);
    return trail;
  };

  test.each([
    ['nested deeply', '['.repeat(200_000)],
    ['nested deeply, and whole', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['of prototype names', '{"__proto__": {"awsAccountId": "111122223333"}, "constructor": 1}'],
    ['with numbers for names', JSON.stringify({ ...new Trail().content(2), digestS3Object: 7 })],
    ['with a year that cannot be', JSON.stringify({ ...new Trail().content(2), digestEndTime: '9999-99-99T00:00:00Z' })],
    ['with log files that are none', JSON.stringify({ ...new Trail().content(2), logFiles: [null] })],
    ['with log files that are no list', JSON.stringify({ ...new Trail().content(2), logFiles: { length: 2 } })],
  ])('%s', async (_, text) => {
    const trail = place(text);
    const integrity = await inBucket(trail);
    expect(integrity.digests.get(trail.digest(2))).toBe('format');
    expect(integrity.digests.get(trail.digest(3))).toBe('valid');
  });

  test('a bomb is refused', async () => {
    const trail = new Trail();
    trail.object(trail.digest(2)).bytes = gzipSync(Buffer.alloc(60 * 1024 * 1024, 0x20));
    expect((await inBucket(trail)).digests.get(trail.digest(2))).toBe('format');
  });

  test('keys of log files are names, never paths or members', async () => {
    const trail = new Trail();
    const names = ['../../etc/passwd', '__proto__', 'constructor', ''];
    trail.forge(2, (content) => {
      const [log] = content.logFiles;
      content.logFiles.push(...names.map((s3Object) => ({ ...log!, s3Object })), log!, log!);
    });
    const integrity = await inFolder(trail);
    expect(faults(integrity)).toEqual(Object.fromEntries(names.map((name) => [name, 'missing'])));
  });

  test('times that cannot be do not reach the keys that are asked for', () => {
    const verifier = new DigestVerifier();
    const trail = new Trail();
    trail.alter(2, (content) => Object.assign(content, { digestEndTime: '9998-01-01T00:00:00Z' }));
    for (const key of trail.digests) verifier.addDigest(key, trail.object(key).bytes, trail.object(key).metadata, trail.chain.bucket);
    expect(verifier.keyRanges()).toEqual([{ region: 'eu-west-1', from: first * 1000, to: (first + 10 * hour) * 1000 }]);
  });
});
