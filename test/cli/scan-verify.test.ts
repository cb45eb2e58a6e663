import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/core/evidence/model.ts';
import { folder, run } from '../support/cli.ts';

const root = resolve(import.meta.dirname, '../..');
const keys = join(root, 'sample.public-keys.json');
const quarter = ['--from', '2026-07-01T00:00:00Z', '--to', '2026-10-01T00:00:00Z', '--generated-at', '2026-11-01T00:00:00Z'];
/** Nothing that a rule of this policy asks is broken in the sample: what is left is whether the log is whole. */
const calm = join(folder(), 'calm.yml');
writeFileSync(
  calm,
  `version: 1
rules:
  vpc-required: off
  network-isolation-required: off
  inter-container-encryption-required: off
  direct-internet-disabled: off
  vpc-only-domain: off
  remote-debug-disabled: on
`,
);

function copy(): { trail: string; all: (pattern: RegExp) => string[] } {
  const trail = join(folder(), 'sample');
  cpSync(join(root, 'sample'), trail, { recursive: true });
  return {
    trail,
    all: (pattern) =>
      readdirSync(trail, { recursive: true, encoding: 'utf8' })
        .filter((path) => pattern.test(path))
        .sort(),
  };
}

function scan(trail: string, ...more: string[]): { code: number | null; evidence: Evidence; out: string } {
  const out = join(folder(), 'out');
  const { code } = run(['scan', trail, ...quarter, '--config', calm, '--verify', '--public-keys', keys, '--quiet', '--out', out, ...more]);
  return { code, evidence: JSON.parse(readFileSync(join(out, 'evidence.json'), 'utf8')), out };
}

const limits = ({ limits: all }: Evidence) => all.filter(({ inconclusive }) => inconclusive).map(({ code }) => code);
const logs = /\/CloudTrail\/.*\.json\.gz$/;

describe('scan --verify of the sample', () => {
  let whole: ReturnType<typeof scan>;
  beforeAll(() => {
    whole = scan(join(root, 'sample'));
  });

  it('is CONFIRMED, with every hour vouched for', () => {
    expect([whole.code, whole.evidence.verdict]).toEqual([0, 'CONFIRMED']);
    expect(whole.evidence.integrity).toMatchObject({
      verified: true,
      acceptedUnverified: false,
      digests: { verdict: 'valid', notValid: [] },
    });
    for (const { hours } of whole.evidence.coverage.places) expect(hours).toEqual({ verified: 92 * 24, read: 0, silent: 0, gap: 0 });
    const line = whole.evidence.tieOut.find(({ id }) => id === 'digests');
    expect(line?.balances).toBe(true);
    expect(line?.total.count).toBeGreaterThan(50);
  });

  it('has the same bytes with one thread and with two', () => {
    const one = scan(join(root, 'sample'), '--jobs', '1');
    const two = scan(join(root, 'sample'), '--jobs', '2');
    expect(readFileSync(join(one.out, 'evidence.json'))).toEqual(readFileSync(join(two.out, 'evidence.json')));
  });

  it('leaves the places of digests as they are when names are replaced, but for the account', () => {
    const key = join(folder(), 'key');
    const { evidence, out } = scan(join(root, 'sample'), '--redact', 'accounts,actors,names,ips', '--new-redact-key', key);
    const [chain] = evidence.integrity.digests?.chains ?? [];
    expect(chain?.trail).toBe('organisation');
    expect(chain?.first).toMatch(
      /^AWSLogs\/(\d{12})\/CloudTrail-Digest\/eu-west-1\/2026\/07\/02\/\1_CloudTrail-Digest_eu-west-1_organisation_eu-west-1_2026/,
    );
    expect(JSON.stringify(evidence)).not.toContain('111122223333');
    expect(run(['report', 'verify', out]).code).toBe(0);
  });

  it('passes the check of the auditor', () => {
    expect(run(['report', 'verify', whole.out]).code).toBe(0);
  });
});

describe('scan --verify of a trail that somebody changed is not CONFIRMED', () => {
  it('a log file altered: the record that was taken out is missed by no rule, but by the digest', () => {
    const { trail, all } = copy();
    const [path = ''] = all(logs);
    const { Records } = JSON.parse(gunzipSync(readFileSync(join(trail, path))).toString());
    writeFileSync(join(trail, path), gzipSync(JSON.stringify({ Records: Records.slice(1) })));
    const { code, evidence } = scan(trail);
    expect([code, evidence.verdict]).toEqual([3, 'INCONCLUSIVE']);
    expect(limits(evidence)).toEqual(['tampered', 'coverage-gap']);
    expect(evidence.integrity.digests?.notValid).toEqual([{ object: path, kind: 'log', fault: 'hash' }]);
    expect(evidence.coverage.gaps).toContainEqual(expect.objectContaining({ cause: 'log-invalid', source: path }));
  });

  it('an empty member of gzip behind a log file: not one byte of its text is another', () => {
    const { trail, all } = copy();
    const [path = ''] = all(logs);
    writeFileSync(join(trail, path), Buffer.concat([readFileSync(join(trail, path)), gzipSync('')]));
    const { code, evidence } = scan(trail);
    expect([code, limits(evidence)]).toEqual([3, ['tampered', 'coverage-gap']]);
    expect(evidence.integrity.digests?.notValid).toEqual([{ object: path, kind: 'log', fault: 'trailing-bytes' }]);
  });

  it('a log file removed', () => {
    const { trail, all } = copy();
    const [path = ''] = all(logs);
    rmSync(join(trail, path));
    const { code, evidence } = scan(trail);
    expect([code, limits(evidence)]).toEqual([3, ['tampered', 'coverage-gap']]);
    expect(evidence.integrity.digests?.notValid).toEqual([{ object: path, kind: 'log', fault: 'missing' }]);
  });

  it('a log file planted', () => {
    const { trail, all } = copy();
    const [path = ''] = all(logs);
    const planted = path.replace(/_[^_]*\.json\.gz$/, '_plantedplanted00.json.gz');
    writeFileSync(join(trail, planted), gzipSync(JSON.stringify({ Records: [] })));
    const { code, evidence } = scan(trail);
    expect([code, limits(evidence)]).toEqual([3, ['tampered']]);
    expect(evidence.integrity.digests?.unnamed).toEqual([{ object: planted, planted: true }]);
  });

  it('a link to nothing is an object that could not be read, and no more', () => {
    const { trail } = copy();
    symlinkSync('/nowhere/at/all', join(trail, 'latest'));
    const { code, evidence, out } = scan(trail);
    expect([code, limits(evidence)]).toEqual([3, ['unreadable-object']]);
    expect(evidence.tieOut.every(({ balances }) => balances)).toBe(true);
    expect(run(['report', 'verify', out]).code).toBe(0);
  });

  it('the digests of a Region removed: a gap, and nothing that says tampered', () => {
    const { trail, all } = copy();
    for (const path of all(/\/CloudTrail-Digest\/us-east-1\/.*\.gz(\.metadata\.json)?$/)) rmSync(join(trail, path));
    const { code, evidence } = scan(trail);
    expect([code, limits(evidence)]).toEqual([3, ['coverage-gap']]);
    const places = evidence.coverage.places.map(({ region, hours }) => [region, hours.verified > 0]);
    expect(places).toEqual([
      ['eu-west-1', true],
      ['us-east-1', false],
      ['eu-west-1', true],
      ['us-east-1', false],
    ]);
  });

  it('--accept-unverified does not talk it away', () => {
    const { trail, all } = copy();
    rmSync(join(trail, all(logs)[0] ?? ''));
    const { code, evidence } = scan(trail, '--accept-unverified');
    expect([code, evidence.integrity.acceptedUnverified]).toEqual([3, false]);
  });

  it('another key than CloudTrail’s signed nothing', () => {
    const other = join(folder(), 'keys.json');
    const { PublicKeyList } = JSON.parse(readFileSync(keys, 'utf8'));
    writeFileSync(other, JSON.stringify({ PublicKeyList: PublicKeyList.slice(0, 1) }));
    const out = join(folder(), 'out');
    const { code } = run([
      'scan',
      join(root, 'sample'),
      ...quarter,
      '--config',
      calm,
      '--verify',
      '--public-keys',
      other,
      '--quiet',
      '--out',
      out,
    ]);
    const evidence = JSON.parse(readFileSync(join(out, 'evidence.json'), 'utf8')) as Evidence;
    expect([code, evidence.integrity.verified]).toEqual([3, false]);
  });
});

describe('what makes no sense is refused', () => {
  it.each([
    ['--public-keys without --verify', ['--public-keys', keys], /--public-keys says nothing without --verify/],
    ['--ledger without a period', ['--ledger', 'table'], /--ledger needs --from and --to/],
  ])('%s', (_, flags, message) => {
    const ran = run(['scan', join(root, 'sample'), '--out', join(folder(), 'out'), ...flags]);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(message);
  });
});
