import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { appendFileSync, chmodSync, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { auditedRun, scanArguments } from '../support/audited.ts';
import { files, folder, run, runAsync } from '../support/cli.ts';
import { kmsStandIn, type StandIn } from '../support/kms.ts';

const pem = {
  private: (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  public: (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString(),
};
const mine = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519');
const p256 = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const p384 = generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

const keys = files({
  'mine.pem': pem.private(mine.privateKey),
  'mine.pub.pem': pem.public(mine.publicKey),
  'other.pub.pem': pem.public(other.publicKey),
  'p256.pem': pem.private(p256.privateKey),
  'p256.pub.pem': pem.public(p256.publicKey),
  'encrypted.pem': mine.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'sekrit' }).toString(),
  'broken.pem': pem.private(mine.privateKey).replace(/\n[A-Za-z0-9+/]{8}/, '\n'),
  'text.txt': 'hello',
});
for (const name of readdirSync(keys)) chmodSync(join(keys, name), 0o600);
const key = (name: string) => join(keys, name);
const read = (dir: string, name: string) => readFileSync(join(dir, name), 'utf8');
const secretLines = pem
  .private(mine.privateKey)
  .split('\n')
  .filter((line) => line.length > 20 && !line.startsWith('-----'));

describe('a key in a file', () => {
  const signed = auditedRun('--sign', `ed25519:${key('mine.pem')}`);
  const copy = () => {
    const dir = join(folder(), 'run');
    cpSync(signed, dir, { recursive: true });
    return dir;
  };
  const verify = (dir: string, ...more: string[]) => {
    const { code, out, err } = run(['report', 'verify', dir, '--json', ...more]);
    if (err) throw new Error(err);
    const { checks } = JSON.parse(out);
    return { code, ...checks.find(({ id }: { id: string }) => id === 'signature') };
  };

  test('signs; without --key it is said that the key proves nothing about who', () => {
    expect(verify(signed)).toMatchObject({
      code: 0,
      ok: true,
      details: [expect.stringMatching(/^sha256:[0-9a-f]{64}$/), expect.stringMatching(/proves nothing about who signed/)],
    });
    expect(verify(signed, '--key', key('mine.pub.pem'))).toMatchObject({ code: 0, ok: true });
  });

  test('signs the same with the same key, and the run is the one that is not signed', () => {
    const again = auditedRun('--sign', `ed25519:${key('mine.pem')}`);
    expect(read(again, 'SHA256SUMS.sig')).toBe(read(signed, 'SHA256SUMS.sig'));
    expect(read(auditedRun(), 'SHA256SUMS')).toBe(read(signed, 'SHA256SUMS'));
  });

  test('is in no file and in no output', () => {
    const out = join(folder(), 'run');
    const ran = run([...scanArguments, '--out', out, '--sign', `ed25519:${key('mine.pem')}`]);
    const written = [ran.out, ran.err, ...readdirSync(out).map((name) => read(out, name))].join('\n');
    expect(secretLines.length).toBeGreaterThan(0);
    for (const line of secretLines) expect(written).not.toContain(line);
    expect(written).not.toContain('PRIVATE KEY');
  });

  test.each<[string, (dir: string) => unknown, string[], RegExp]>([
    ['another key is demanded', () => {}, ['--key', key('other.pub.pem')], /another key/],
    ['a key of another kind is demanded', () => {}, ['--key', key('p256.pub.pem')], /another key/],
    [
      'the sums',
      (dir) => writeFileSync(join(dir, 'SHA256SUMS'), read(dir, 'SHA256SUMS').split('\n').toReversed().join('\n').trimStart().concat('\n')),
      [],
      /does not verify/,
    ],
    [
      'the signature',
      (dir) => writeFileSync(join(dir, 'SHA256SUMS.sig'), read(dir, 'SHA256SUMS.sig').replace(/"signature": "..../, '"signature": "AAAA')),
      [],
      /does not verify/,
    ],
    [
      'the algorithm',
      (dir) => writeFileSync(join(dir, 'SHA256SUMS.sig'), read(dir, 'SHA256SUMS.sig').replace('Ed25519', 'ECDSA_SHA_256')),
      [],
      /does not verify/,
    ],
    ['the form of the signature', (dir) => appendFileSync(join(dir, 'SHA256SUMS.sig'), 'x'), [], /SHA256SUMS\.sig is malformed/],
    ['the key that came along', (dir) => writeFileSync(join(dir, 'SHA256SUMS.pub.pem'), pem.public(other.publicKey)), [], /another key/],
    [
      'the key that came along, and the right one is demanded',
      (dir) => writeFileSync(join(dir, 'SHA256SUMS.pub.pem'), pem.public(other.publicKey)),
      ['--key', key('mine.pub.pem')],
      /SHA256SUMS\.pub\.pem is another key/,
    ],
    ['no signature', (dir) => rmSync(join(dir, 'SHA256SUMS.sig')), [], /SHA256SUMS\.sig is missing/],
    [
      'no signature and no key, and one is demanded',
      (dir) => [rmSync(join(dir, 'SHA256SUMS.sig')), rmSync(join(dir, 'SHA256SUMS.pub.pem'))],
      ['--key', key('mine.pub.pem')],
      /SHA256SUMS\.sig is missing/,
    ],
    ['no key', (dir) => rmSync(join(dir, 'SHA256SUMS.pub.pem')), [], /SHA256SUMS\.pub\.pem: no such file/],
    [
      'a private key in its place',
      (dir) => writeFileSync(join(dir, 'SHA256SUMS.pub.pem'), pem.private(mine.privateKey)),
      [],
      /not a public key/,
    ],
  ])('%s: no', (_, alter, more, expected) => {
    const dir = copy();
    alter(dir);
    expect(verify(dir, ...more)).toMatchObject({ code: 1, ok: false, details: [expect.stringMatching(expected)] });
  });

  test('a run that takes the place of a signed one, unsigned, does not inherit its signature', () => {
    const dir = copy();
    expect(run([...scanArguments, '--out', dir, '--force', '--generated-at', '2026-11-02T00:00:00Z']).code).toBe(1);
    expect(existsSync(join(dir, 'SHA256SUMS.sig'))).toBe(false);
    expect(existsSync(join(dir, 'SHA256SUMS.pub.pem'))).toBe(false);
  });

  test('report --out takes the signature along, report leaves it', () => {
    const again = join(folder(), 'again');
    expect(run(['report', signed, '--out', again]).code).toBe(0);
    expect(verify(again, '--key', key('mine.pub.pem'))).toMatchObject({ code: 0 });
    const dir = copy();
    renameSync(join(dir, 'report.html'), join(folder(), 'moved'));
    expect(run(['report', dir]).code).toBe(0);
    expect(verify(dir, '--key', key('mine.pub.pem'))).toMatchObject({ code: 0 });
  });

  test('that others can read is warned of', () => {
    const open = join(folder(), 'open.pem');
    writeFileSync(open, pem.private(mine.privateKey));
    chmodSync(open, 0o644);
    expect(run([...scanArguments, '--out', join(folder(), 'run'), '--sign', `ed25519:${open}`]).err).toMatch(
      /open\.pem: others can read this private key/,
    );
    expect(run([...scanArguments, '--out', join(folder(), 'run'), '--sign', `ed25519:${open}`, '--quiet']).err).toBe('');
  });

  test.each<[string, string, RegExp]>([
    ['not there', `ed25519:${key('none.pem')}`, /none\.pem: no such file/],
    ['of another type', `ed25519:${key('p256.pem')}`, /p256\.pem: a key of type ec, expected ed25519/],
    ['a public key', `ed25519:${key('mine.pub.pem')}`, /mine\.pub\.pem: no private key/],
    ['encrypted', `ed25519:${key('encrypted.pem')}`, /encrypted\.pem: is encrypted/],
    ['broken', `ed25519:${key('broken.pem')}`, /broken\.pem: a private key that cannot be read/],
    ['no key', `ed25519:${key('text.txt')}`, /text\.txt: no private key/],
    ['the key itself', `ed25519:${pem.private(mine.privateKey)}`, /give the path of a key file, not the key/],
    ['of no kind', key('mine.pem'), /expected ed25519:FILE\.pem or kms:KEY/],
  ])('%s: one line, exit code 2, nothing written', (_, value, expected) => {
    const out = join(folder(), 'run');
    const ran = run([...scanArguments, '--out', out, '--sign', value]);
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(ran.err).toMatch(expected);
    expect(ran.err.trim().split('\n')).toHaveLength(1);
    for (const line of secretLines) expect(ran.err).not.toContain(line);
    expect(existsSync(out)).toBe(false);
  });
});

describe('a key in KMS', () => {
  let standIn: StandIn | undefined;
  afterEach(() => standIn?.close());

  /** What KMS was asked to sign must be the sums as they are on the disk. */
  const stagedSums = (out: string) => (sha256: string) => {
    const staged = readdirSync(dirname(out)).map((name) => join(dirname(out), name, 'SHA256SUMS'));
    return staged
      .filter(existsSync)
      .map((path) => readFileSync(path))
      .find((bytes) => createHash('sha256').update(bytes).digest('hex') === sha256);
  };

  test.each([
    ['ECDSA_SHA_256', p256, ['ECDSA_SHA_256']],
    ['RSASSA_PSS_SHA_256', rsa, ['RSASSA_PKCS1_V1_5_SHA_256', 'RSASSA_PSS_SHA_256', 'RSASSA_PSS_SHA_512']],
  ] as const)('signs the digest of the sums by %s', async (algorithm, pair, algorithms) => {
    const out = join(folder(), 'run');
    standIn = await kmsStandIn({ ...pair, algorithms, message: stagedSums(out) });
    const ran = await runAsync([...scanArguments, '--out', out, '--sign', 'kms:alias/audit'], { env: standIn.env });
    expect([ran.code, ran.err]).toEqual([1, '']);
    const digest = createHash('sha256').update(read(out, 'SHA256SUMS')).digest('base64');
    expect(standIn.requests).toEqual([
      { operation: 'GetPublicKey', body: { KeyId: 'alias/audit' } },
      { operation: 'Sign', body: { KeyId: 'alias/audit', Message: digest, MessageType: 'DIGEST', SigningAlgorithm: algorithm } },
    ]);
    expect(JSON.parse(read(out, 'SHA256SUMS.sig'))).toMatchObject({ algorithm, keyId: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd' });
    const public_ = join(files({ 'key.pem': pem.public(pair.publicKey) }), 'key.pem');
    expect(run(['report', 'verify', out, '--key', public_])).toMatchObject({ code: 0 });
    expect(run(['report', 'verify', out, '--key', key('other.pub.pem')])).toMatchObject({ code: 1 });
    const written = readdirSync(out).map((name) => read(out, name));
    for (const text of [ran.out, ...written]) expect(text).not.toContain('sekrit');
  });

  test('the region of an ARN is the region', async () => {
    const arn = 'arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/1234abcd';
    const out = join(folder(), 'run');
    standIn = await kmsStandIn({ ...p256, algorithms: ['ECDSA_SHA_256'], keyArn: arn, message: stagedSums(out) });
    const { AWS_REGION: _, ...env } = standIn.env;
    expect(await runAsync([...scanArguments, '--out', out, '--sign', `kms:${arn}`], { env })).toMatchObject({ code: 1, err: '' });
  });

  test('its account is a pseudonym where accounts are', async () => {
    const out = join(folder(), 'run');
    const secret = join(files({ 'r.key': 'k'.repeat(32) }), 'r.key');
    chmodSync(secret, 0o600);
    standIn = await kmsStandIn({ ...p256, algorithms: ['ECDSA_SHA_256'], message: stagedSums(out) });
    const asked = ['--sign', 'kms:arn:aws:kms:eu-west-1:111122223333:key/1234abcd', '--redact', 'accounts', '--redact-key', secret];
    expect(await runAsync([...scanArguments, '--out', out, ...asked], { env: standIn.env })).toMatchObject({ code: 1, err: '' });
    for (const name of ['SHA256SUMS.sig', 'run.json']) expect(read(out, name)).not.toContain('111122223333');
  });

  test.each<[string, Partial<Parameters<typeof kmsStandIn>[0]>, RegExp]>([
    [
      'no permission',
      { errors: { GetPublicKey: 'AccessDeniedException' } },
      /kms:GetPublicKey for alias\/audit: the caller may not use it/,
    ],
    ['no permission to sign', { errors: { Sign: 'AccessDeniedException' } }, /kms:Sign for alias\/audit: the caller may not use it/],
    ['no such key', { errors: { GetPublicKey: 'NotFoundException' } }, /there is no such key or alias/],
    ['a disabled key', { errors: { Sign: 'DisabledException' } }, /the key is disabled/],
    ['a symmetric key', { errors: { GetPublicKey: 'UnsupportedOperationException' } }, /not an asymmetric one/],
    ['another error', { errors: { Sign: 'KMSInternalException' } }, /kms:Sign for alias\/audit: KMSInternalException/],
    [
      'a key for encryption',
      { ...rsa, usage: 'ENCRYPT_DECRYPT', algorithms: [], spec: 'RSA_2048' },
      /RSA_2048, ENCRYPT_DECRYPT\) cannot sign here/,
    ],
    [
      'a key of another digest',
      { ...p384, spec: 'ECC_NIST_P384', algorithms: ['ECDSA_SHA_384'] },
      /ECC_NIST_P384, SIGN_VERIFY\) cannot sign here/,
    ],
    [
      'a signature by another key',
      { privateKey: generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey },
      /does not verify with its own public key/,
    ],
  ])('%s: one line, exit code 2, nothing written', async (_, how, expected) => {
    const out = join(folder(), 'run');
    standIn = await kmsStandIn({ ...p256, algorithms: ['ECDSA_SHA_256'], message: stagedSums(out), ...how });
    const ran = await runAsync([...scanArguments, '--out', out, '--sign', 'kms:alias/audit'], { env: standIn.env });
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(ran.err).toMatch(expected);
    expect(ran.err.trim().split('\n')).toHaveLength(1);
    expect(readdirSync(dirname(out))).toEqual([]);
  });

  test('no service there, no region: one line', async () => {
    const env = { AWS_ENDPOINT_URL_KMS: 'http://127.0.0.1:9', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_MAX_ATTEMPTS: '1' };
    const ask = (more: Record<string, string>) =>
      runAsync([...scanArguments, '--out', join(folder(), 'run'), '--sign', 'kms:x'], { env: { ...env, ...more } });
    expect(await ask({ AWS_REGION: 'eu-west-1' })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^sagewarden: kms:GetPublicKey for x: ECONNREFUSED.*\n$/),
    });
    expect(await ask({ HOME: folder() })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^sagewarden: kms:GetPublicKey for x: no region: .*\n$/),
    });
  });
});
