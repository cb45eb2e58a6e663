import { execFileSync } from 'node:child_process';

import { readdirSync, readFileSync, symlinkSync } from 'node:fs';

import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/core/evidence/model.ts';
import type { PopulationRow } from '../../src/core/evidence/population.ts';
import { files, folder, run } from '../support/cli.ts';
import { call, record, vpcConfig } from '../support/records.ts';

type Json = Record<string, unknown>;

const period = ['--from', '2026-08-01T00:00:00Z', '--to', '2026-09-01T00:00:00Z'];
const fixed = ['--generated-at', '2026-11-01T00:00:00Z'];
const key = (day: string, name: string) => `AWSLogs/111122223333/CloudTrail/eu-west-1/${day}/${name}`;
const document = (...records: unknown[]) => JSON.stringify({ Records: records });
const good = (name: string, members: Json = {}) =>
  call('CreateModel', { modelName: name, vpcConfig, enableNetworkIsolation: true }, members);
const bad = (name: string, members: Json = {}) => call('CreateModel', { modelName: name }, members);

interface Scanned {
  code: number | null;
  evidence: Evidence;
  rows: PopulationRow[];
  out: string;
}

function scan(contents: Record<string, string | Buffer>, ...more: string[]): Scanned {
  const out = join(folder(), 'out');
  const ran = run(['scan', files(contents), ...period, ...fixed, '--accept-unverified', '--out', out, ...more], { cwd: folder() });
  if (ran.code === 2) throw new Error(ran.err);
  const rows = readFileSync(join(out, 'population.jsonl'), 'utf8').split('\n').filter(Boolean);
  return {
    code: ran.code,
    evidence: JSON.parse(readFileSync(join(out, 'evidence.json'), 'utf8')),
    rows: rows.map((row) => JSON.parse(row)),
    out,
  };
}

const count = ({ evidence }: Scanned, line: string, label: string) =>
  evidence.tieOut.find(({ id }) => id === line)?.terms.find((term) => term.label === label)?.count;

describe('verdict and exit code', () => {
  test.each<[string, unknown[], string, number]>([
    ['all compliant', [good('a')], 'CONFIRMED', 0],
    ['a finding', [good('a'), bad('b')], 'NOT_CONFIRMED', 1],
    ['something that could not be judged', [good('a'), call('CreateModel', null)], 'INCONCLUSIVE', 3],
    ['nothing in the period', [good('a', { eventTime: '2026-09-01T00:00:00Z' })], 'INCONCLUSIVE', 3],
    ['logging stopped', [good('a'), call('StopLogging', { name: 't' }, { eventSource: 'cloudtrail.amazonaws.com' })], 'INCONCLUSIVE', 3],
    ['a failed attempt only', [good('a'), bad('b', { errorCode: 'AccessDenied' })], 'CONFIRMED', 0],
  ])('%s', (_, records, verdict, code) => {
    const scanned = scan({ 'x.json': document(...records) });
    expect([scanned.evidence.verdict, scanned.code]).toEqual([verdict, code]);
  });

  test('a source that was not verified is inconclusive unless that is accepted', () => {
    const source = files({ 'x.json': document(good('a')) });
    const ran = run(['scan', source, ...period, '--out', join(folder(), 'out'), '--json']);
    expect(ran.code).toBe(3);
    expect(JSON.parse(ran.out).limits.map(({ code }: { code: string }) => code)).toEqual(['unverified']);
  });

  test('an exemption that was approved in time confirms with exceptions; a retroactive one does not', () => {
    const policy = (approved: string) =>
      `version: 1\nexemptions:\n  - id: EX-1\n    rules: [vpc-required, network-isolation-required]\n    match: { name: "exp-*" }\n    reason: r\n    approver: a\n    approved: ${approved}\n    expires: 2027-01-01T00:00:00Z\n`;
    const configs = files({ 'in-time.yml': policy('2026-07-01T00:00:00Z'), 'late.yml': policy('2026-08-15T00:00:00Z') });
    const contents = { 'x.json': document(bad('exp-1')) };
    const inTime = scan(contents, '--config', join(configs, 'in-time.yml'));
    expect([inTime.evidence.verdict, inTime.rows[0]?.class]).toEqual(['CONFIRMED_WITH_EXCEPTIONS', 'exempt']);
    const late = scan(contents, '--config', join(configs, 'late.yml'));
    expect([late.evidence.verdict, late.rows[0]?.class, late.evidence.exemptions[0]?.flags]).toEqual([
      'NOT_CONFIRMED',
      'non-compliant',
      ['retroactive'],
    ]);
  });

  test('without a period it is what the records span, and that is said', () => {
    const out = join(folder(), 'out');
    run([
      'scan',
      files({ 'x.json': document(good('a', { eventTime: '2026-08-01T01:02:03Z' }), good('b', { eventTime: '2026-08-02T00:00:00Z' })) }),
      '--accept-unverified',
      '--out',
      out,
    ]);
    const evidence: Evidence = JSON.parse(readFileSync(join(out, 'evidence.json'), 'utf8'));
    expect(evidence.period).toEqual({ from: '2026-08-01T01:02:03Z', to: '2026-08-02T00:00:01Z', given: false });
    expect(evidence.limits.map(({ code }) => code)).toContain('period-not-given');
  });
});

describe('every way that a log file can be written', () => {
  const text = document(good('a'), bad('b'));
  const halves = [text.slice(0, 100), text.slice(100)].map((half) => gzipSync(half));
  test.each<[string, string, string | Buffer]>([
    ['gzip', 'x.json.gz', gzipSync(text)],
    ['gzip of several members, one document', 'x.json.gz', Buffer.concat(halves)],
    [
      'gzip of several members, one document each',
      'x.json.gz',
      Buffer.concat([gzipSync(document(good('a'))), gzipSync(document(bad('b')))]),
    ],
    ['plain JSON', 'x.json', text],
    ['pretty-printed', 'x.json', JSON.stringify(JSON.parse(text), null, 2)],
    ['a byte order mark', 'x.json', `\uFEFF${text}`],
    ['escaped characters', 'x.json', text.replaceAll('"sagemaker.', '"\\u0073agemaker.').replaceAll('/', '\\/')],
    ['a record a line', 'x.json', `${JSON.stringify(good('a'))}\n${JSON.stringify(bad('b'))}\n`],
    ['a list of records', 'x.json', JSON.stringify([good('a'), bad('b')])],
    ['strings with brackets and quotes', 'x.json', `${document(good('a', { userAgent: '}]"\\{"eventVersion":' }))}${document(bad('b'))}`],
  ])('%s', (_, name, content) => {
    expect(scan({ [name]: content }).rows.map((row) => [row.resourceName, row.class])).toEqual([
      ['a', 'compliant'],
      ['b', 'non-compliant'],
    ]);
  });
});

describe('what is read, and what is left out and counted', () => {
  test('the period is half-open, by event time and not by publish date', () => {
    const at = (eventTime: string) => ({ eventTime });
    const scanned = scan({
      [key('2026/09/10', 'late.json')]: document(good('late', at('2026-08-31T23:59:59Z'))),
      [key('2026/08/01', 'edge.json')]: document(good('before', at('2026-07-31T23:59:59Z')), good('first', at('2026-08-01T00:00:00Z'))),
      [key('2026/09/01', 'end.json')]: document(good('after', at('2026-09-01T00:00:00Z'))),
    });
    expect(scanned.rows.map(({ resourceName }) => resourceName)).toEqual(['first', 'late']);
    expect(count(scanned, 'records', 'out of period')).toBe(2);
  });

  test('log files published long before or after the period are not opened', () => {
    const broken = 'not JSON: it would be a problem if it were read';
    const scanned = scan({
      [key('2026/07/30', 'early.json')]: broken,
      [key('2026/10/02', 'late.json')]: broken,
      [key('2026/10/01', 'in-time.json')]: document(good('a')),
    });
    expect(scanned.evidence.verdict).toBe('CONFIRMED');
    expect(count(scanned, 'objects', 'skipped: published outside the window')).toBe(2);
  });

  test('digests, Insights, network activity and aggregated events are skipped', () => {
    const kinds = ['CloudTrail-Digest', 'CloudTrail-Insight', 'CloudTrail-NetworkActivity', 'CloudTrail-Aggregated'];
    const scanned = scan({
      'x.json': document(good('a')),
      'README.txt': 'hello',
      ...Object.fromEntries(kinds.map((kind) => [`AWSLogs/111122223333/${kind}/eu-west-1/2026/08/01/x.json`, document(bad(kind))])),
    });
    expect(scanned.rows).toHaveLength(1);
    expect(scanned.evidence.tieOut[0]?.terms.map(({ count }) => count)).toEqual([1, 0, 1, 1, 1, 1, 1, 0]);
  });

  test('scope is by account, region and operation; an account that is absent is a gap', () => {
    const config = join(
      files({
        'p.yml':
          'version: 1\nscope:\n  accounts: ["111122223333", "444455556666"]\n  regions: [eu-west-1]\n  excludeOperations: [CreateDomain]\n',
      }),
      'p.yml',
    );
    const scanned = scan(
      {
        'x.json': document(
          good('a'),
          bad('b', { awsRegion: 'us-east-1' }),
          bad('c', { recipientAccountId: '999999999999' }),
          call('CreateDomain', { domainName: 'd' }),
        ),
      },
      '--config',
      config,
    );
    expect(scanned.rows.map(({ resourceName }) => resourceName)).toEqual(['a']);
    expect(count(scanned, 'records', 'out of scope')).toBe(2);
    expect(count(scanned, 'records', 'excluded operations')).toBe(1);
    expect(scanned.evidence.limits.map(({ code }) => code)).toContain('operations-excluded');
    expect(scanned.evidence.limits[0]).toMatchObject({
      code: 'absent-account-or-region',
      inconclusive: true,
      what: expect.stringContaining('444455556666'),
    });
  });

  test('counts balance, each kind in its place', () => {
    const scanned = scan({
      'x.json': document(
        good('a'),
        bad('b', { errorCode: 'AccessDenied' }),
        call('DeleteModel', { modelName: 'a' }),
        call('StartLogging', { name: 't' }, { eventSource: 'cloudtrail.amazonaws.com' }),
        call('DescribeModel', { modelName: 'a' }),
        call('CreateApp', { name: 'decoy' }, { eventSource: 'amplify.amazonaws.com' }),
        good('c', { eventTime: '2026-01-01T00:00:00Z' }),
        7,
      ),
    });
    expect(scanned.evidence.tieOut.every(({ balances }) => balances)).toBe(true);
    expect(scanned.evidence.tieOut[1]?.terms.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1, 1, 1, 0, 0, 1]);
    expect(scanned.evidence.lifecycle).toHaveLength(1);
    expect(scanned.evidence.trailControl).toHaveLength(1);
  });
});

describe('copies of an event', () => {
  const one = bad('a');
  test('are one row: the smallest key is kept', () => {
    const scanned = scan({
      'b.json': document(one),
      'a.json': document(good('x'), one),
      'c.json': document({ ...one, addendum: { reason: 'DELIVERY_DELAY' } }),
    });
    expect(scanned.rows.filter(({ resourceName }) => resourceName === 'a').map(({ object, recordIndex }) => [object, recordIndex])).toEqual(
      [['a.json', 1]],
    );
    expect(count(scanned, 'population', 'duplicate deliveries')).toBe(2);
  });

  test('that say different things are both judged, and named: a planted copy hides nothing', () => {
    const planted = { ...one, requestParameters: { modelName: 'a', vpcConfig, enableNetworkIsolation: true } };
    const scanned = scan({ 'a.json': document(planted), 'b.json': document(one) });
    expect(scanned.rows.map((row) => row.class)).toEqual(['compliant', 'non-compliant']);
    expect(scanned.evidence.limits[0]?.code).toBe('conflicting-copies');
  });

  test('a correction takes the place of what it corrects', () => {
    const correction = good('a', { addendum: { reason: 'UPDATED_DATA', originalEventID: one.eventID } });
    const scanned = scan({ 'x.json': document(one, correction) });
    expect(scanned.rows.map((row) => row.class)).toEqual(['compliant']);
    expect(count(scanned, 'population', 'replaced by a correction')).toBe(1);
  });

  const correcting = (id: unknown) => ({ addendum: { reason: 'UPDATED_DATA', originalEventID: id } });
  test.each<[string, unknown[], string[]]>([
    ['that corrects itself', [{ ...one, ...correcting(one.eventID) }], ['non-compliant']],
    ['under the same id', [one, { ...good('a'), eventID: one.eventID, ...correcting(one.eventID) }], ['compliant']],
    [
      'and one that corrects it back',
      [
        { ...one, eventID: 'x', ...correcting('y') },
        { ...one, eventID: 'y', ...correcting('x') },
      ],
      ['non-compliant', 'non-compliant'],
    ],
    [
      'of another account',
      [one, good('a', { recipientAccountId: '999999999999', ...correcting(one.eventID) })],
      ['compliant', 'non-compliant'],
    ],
    [
      'of another operation',
      [one, call('CreateEndpoint', { endpointName: 'e' }, correcting(one.eventID))],
      ['non-compliant', 'not-applicable'],
    ],
    ['out of the period', [one, good('a', { eventTime: '2026-01-01T00:00:00Z', ...correcting(one.eventID) })], ['non-compliant']],
    ['into a failed attempt', [one, { ...one, eventID: 'z', errorCode: 'AccessDenied', ...correcting(one.eventID) }], ['failed-attempt']],
  ])('a correction %s loses nothing', (_, records, classes) => {
    const scanned = scan({ 'x.json': document(...records) });
    expect(scanned.rows.map((row) => row.class).sort()).toEqual(classes);
    expect(scanned.evidence.tieOut.every(({ balances }) => balances)).toBe(true);
  });

  test('that differ in kind contradict each other', () => {
    const scanned = scan({ 'a.json': document(one), 'b.json': document({ ...one, errorCode: 'AccessDenied' }) });
    expect(scanned.rows.map((row) => row.class).sort()).toEqual(['failed-attempt', 'non-compliant']);
    expect(scanned.evidence.limits[0]?.code).toBe('conflicting-copies');
  });
});

describe('what could hide a finding', () => {
  const codes = ({ evidence }: Scanned) => evidence.limits.filter(({ inconclusive }) => inconclusive).map(({ code }) => code);
  const control = (eventName: string, members: Json) =>
    call(eventName, { name: 't' }, { eventSource: 'cloudtrail.amazonaws.com', ...members });

  test('a folder behind a link is read, a loop of links is not', () => {
    const elsewhere = files({ 'b.json': document(bad('b')) });
    const source = files({ 'a.json': document(good('a')) });
    symlinkSync(elsewhere, join(source, 'AWSLogs'));
    symlinkSync(source, join(source, 'loop'));
    const ran = run(['scan', source, ...period, '--accept-unverified', '--out', join(folder(), 'out'), '--json']);
    expect(JSON.parse(ran.out).population.byClass).toMatchObject({ compliant: 1, 'non-compliant': 1 });
  });

  test('a log file of another name is read; what is none is named', () => {
    const scanned = scan({
      'a.json': document(good('a')),
      'b.json.1': document(bad('b')),
      'c.tmp': gzipSync(document(bad('c'))),
      'README.md': '# notes',
    });
    expect(scanned.rows.map(({ resourceName }) => resourceName)).toEqual(['a', 'b', 'c']);
    expect(scanned.evidence.limits.find(({ code }) => code === 'files-left-out')?.what).toContain('README.md');
  });

  test.each<[string, unknown[], string[]]>([
    ['logging stopped before the period', [control('StopLogging', { eventTime: '2026-07-31T23:00:00Z' })], ['logging-changed']],
    [
      'and started again before it',
      [control('StopLogging', { eventTime: '2026-07-31T22:00:00Z' }), control('StartLogging', { eventTime: '2026-07-31T23:00:00Z' })],
      [],
    ],
    [
      'an operation that nobody knows, with a network setting',
      [call('CreateFooJob', { fooConfig: { vpcConfig: null } })],
      ['uncatalogued-operation'],
    ],
    ['one that has none', [call('CreateFooJob', { fooJobName: 'f' })], []],
  ])('%s', (_, records, expected) => {
    expect(codes(scan({ 'x.json': document(good('a'), ...records) }))).toEqual(expected);
  });

  test('what was in force at the start is listed, is a gap from there, and report verify agrees', () => {
    const stops = ['2026-07-31T23:00:00Z', '2026-08-01T11:00:00Z'].map((eventTime, at) =>
      call('StopLogging', { name: `t${at}` }, { eventSource: 'cloudtrail.amazonaws.com', eventTime }),
    );
    const source = files({ 'x.json': document(good('a'), ...stops) });
    const out = join(folder(), 'out');
    expect(run(['scan', source, ...period, '--accept-unverified', '--out', out]).code).toBe(3);
    const { trailControl, coverage, limits } = JSON.parse(readFileSync(join(out, 'evidence.json'), 'utf8'));
    expect(trailControl.map(({ trail, takes }: Json) => [trail, takes])).toEqual([
      ['t0', ['logging']],
      ['t1', ['logging']],
    ]);
    expect(coverage.gaps.map(({ from, cause }: Json) => [from, cause])).toEqual([
      ['2026-08-01T00:00:00Z', 'logging-stopped'],
      ['2026-08-01T11:00:00Z', 'logging-stopped'],
    ]);
    expect(limits.find(({ code }: Json) => code === 'logging-changed')?.count).toBe(2);
    expect(run(['report', 'verify', out])).toMatchObject({ code: 0 });
  });

  test.each<[string, string, unknown[], string[]]>([
    [
      'no rule',
      'rules: { vpc-required: off, network-isolation-required: off, inter-container-encryption-required: off, direct-internet-disabled: off, vpc-only-domain: off }',
      [],
      ['no-rule-enabled'],
    ],
    [
      'logging stopped in a region out of scope',
      'scope: { regions: [eu-west-1] }',
      [control('StopLogging', { awsRegion: 'us-east-1' })],
      ['logging-changed'],
    ],
    [
      'an account without a record in one of its regions',
      'scope: { accounts: ["111122223333", "444455556666"], regions: [eu-west-1] }',
      [],
      ['absent-account-or-region'],
    ],
  ])('a policy with %s', (_, yaml, records, expected) => {
    const config = join(files({ 'p.yml': `version: 1\n${yaml}\n` }), 'p.yml');
    expect(codes(scan({ 'x.json': document(good('a'), ...records) }, '--config', config))).toEqual(expected);
  });

  test('a number that JSON does not have spoils one record only', () => {
    const scanned = scan({
      'x.json': document(good('a'), good('b', { requestParameters: { modelName: 'b', big: 0 } })).replace('"big":0', '"big":1e400'),
    });
    expect(scanned.rows.map(({ resourceName }) => resourceName)).toEqual(['a']);
    expect(scanned.evidence.problems[0]?.what).toMatch(/cannot be hashed/);
  });

  test('a million unreadable records are counted, and a few named', () => {
    const scanned = scan({ 'x.json': `{"Records":[${Array(200_000).fill('{}').join(',')}]}` });
    expect(count(scanned, 'records', 'unreadable')).toBe(200_000);
    expect(scanned.evidence.problems).toHaveLength(21);
    expect(scanned.evidence.problems.at(-1)?.what).toBe('199980 more records could not be read');
  });
});

describe('the evidence', () => {
  const contents = {
    [key('2026/08/02', 'b.json')]: document(bad('b', { eventTime: '2026-08-02T00:00:00Z' })),
    [key('2026/08/01', 'a.json.gz')]: gzipSync(
      document(good('a'), record('CreateTrainingJob', { requestParameters: { trainingJobName: '=1+1' } })),
    ),
  };

  test('has the same bytes in another folder, order, time zone and language', () => {
    const again = (env: Record<string, string>, reversed: boolean) => {
      const out = join(folder(), 'out');
      const source = files(Object.fromEntries(reversed ? Object.entries(contents).toReversed() : Object.entries(contents)));
      run(['scan', source, ...period, ...fixed, '--accept-unverified', '--out', out], { env });
      return readFileSync(join(out, 'SHA256SUMS'), 'utf8');
    };
    expect(again({ TZ: 'Pacific/Auckland', LANG: 'de_DE.UTF-8', LC_ALL: 'tr_TR.UTF-8' }, true)).toBe(
      again({ TZ: 'UTC', LANG: 'C' }, false),
    );
  });

  test('names every file in its sums but the sums and what differs from run to run', () => {
    const { out } = scan(contents);
    const named = readFileSync(join(out, 'SHA256SUMS'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(66));
    expect([...named, 'SHA256SUMS', 'run.json'].sort()).toEqual(readdirSync(out).sort());
  });

  test('checks with sha256sum, and names keys inside the bucket only', () => {
    const { out, rows } = scan(contents);
    expect(execFileSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: out, encoding: 'utf8' })).toMatch(/report\.html: OK/);
    expect(rows.map(({ object }) => object)).toEqual([
      key('2026/08/01', 'a.json.gz'),
      key('2026/08/01', 'a.json.gz'),
      key('2026/08/02', 'b.json'),
    ]);
    const written = ['evidence.json', 'population.jsonl', 'population.csv', 'report.html']
      .map((name) => readFileSync(join(out, name), 'utf8'))
      .join('');
    expect(written).not.toContain('/tmp/');
  });

  test('hashes a record over its canonical JSON', () => {
    const value = good('a');
    const { createHash } = process.getBuiltinModule('node:crypto');
    const reordered = Object.fromEntries(Object.entries(value).toReversed());
    const hashes = [value, reordered].map((each) => scan({ 'x.json': document(each) }).rows[0]?.recordSha256);
    const sortedJson = JSON.stringify(value, (_, inner) =>
      inner && typeof inner === 'object' && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    );
    expect(hashes).toEqual(Array(2).fill(createHash('sha256').update(sortedJson).digest('hex')));
  });

  test('says nothing of environment variables and hyperparameters', () => {
    const { out } = scan({
      'x.json': document(
        call('CreateTrainingJob', { trainingJobName: 't', environment: { TOKEN: 'sekrit' }, hyperParameters: { password: 'sekrit' } }),
      ),
    });
    for (const name of ['evidence.json', 'population.jsonl', 'population.csv', 'report.html'])
      expect(readFileSync(join(out, name), 'utf8')).not.toContain('sekrit');
  });
});

describe('a network snapshot', () => {
  const config = join(files({ 'p.yml': 'version: 1\nrules: { private-subnets: on }\n' }), 'p.yml');
  const subnet = (id: string) =>
    call('CreateModel', {
      modelName: id,
      enableNetworkIsolation: true,
      vpcConfig: { subnets: [id], securityGroupIds: ['sg-0a1b2c3d4e5f60001'] },
    });
  const contents = { 'x.json': document(subnet('subnet-0a1b2c3d4e5f6000a'), subnet('subnet-0a1b2c3d4e5f600ff')) };
  const verdicts = ({ rows }: Scanned) => rows.map((row) => row.verdicts['private-subnets']).sort();
  const facts = join(import.meta.dirname, '../fixtures/network-facts.json');

  test('is what the rules on subnets judge by, and is named in the evidence', () => {
    const scanned = scan(contents, '--config', config, '--network-snapshot', facts);
    expect(verdicts(scanned)).toEqual(['COMPLIANT', 'NON_COMPLIANT']);
    expect(scanned.evidence.networkSnapshot).toEqual({ takenAt: '2026-09-30T06:00:00Z', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  test('without one they cannot judge', () => {
    const scanned = scan(contents, '--config', config);
    expect(verdicts(scanned)).toEqual(['INSUFFICIENT_DATA', 'INSUFFICIENT_DATA']);
    expect([scanned.evidence.verdict, scanned.evidence.networkSnapshot]).toEqual(['INCONCLUSIVE', null]);
  });

  test.each<[string, string, RegExp]>([
    [
      'of another shape',
      '{"takenAt": "yesterday", "vpcs": {}, "subnets": {}}',
      /n\.json: "takenAt": expected ISO 8601[\s\S]*n\.json: "securityGroups": /,
    ],
    ['that is no JSON', 'hello', /n\.json: not JSON: expected a network snapshot/],
  ])('%s is refused', (_, text, expected) => {
    const ran = run([
      'scan',
      files(contents),
      ...period,
      '--out',
      join(folder(), 'out'),
      '--network-snapshot',
      join(files({ 'n.json': text }), 'n.json'),
    ]);
    expect([ran.code, ran.err]).toEqual([2, expect.stringMatching(expected)]);
  });
});

describe('baseline', () => {
  test('a scan with it shows only what is new, and says that it was accepted after the fact', () => {
    const source = { 'a.json': document(bad('old')) };
    const config = join(folder(), 'policy.yml');
    const ran = run(['baseline', files(source), ...period, '--out', config, '--approver', 'J. Doe', '--ticket', 'SEC-1'], {
      cwd: folder(),
    });
    expect([ran.code, ran.out, ran.err]).toEqual([0, '', expect.stringMatching(/2 exemptions for 2 findings/)]);
    const same = scan(source, '--config', config);
    expect([same.evidence.verdict, same.code]).toEqual(['CONFIRMED_WITH_EXCEPTIONS', 0]);
    expect(same.evidence.limits.map(({ code }) => code)).toContain('baseline');
    const more = scan({ ...source, 'b.json': document(bad('old')) }, '--config', config);
    expect(more.rows.map((row) => row.class).sort()).toEqual(['exempt', 'non-compliant']);
  });

  test('stops to exempt when it expires', () => {
    const source = { 'a.json': document(bad('old')) };
    const config = join(folder(), 'policy.yml');
    run(['baseline', files(source), ...period, '--out', config, '--expires', '2030-01-01T00:00:00Z'], { cwd: folder() });
    const at = (time: string) => {
      const out = join(folder(), 'out');
      return run(['scan', files(source), ...period, '--accept-unverified', '--generated-at', time, '--config', config, '--out', out]).code;
    };
    expect([at('2029-12-31T23:59:59Z'), at('2030-01-01T00:00:00Z')]).toEqual([0, 1]);
  });

  test('keeps the policy that it starts from, comments too', () => {
    const start = join(files({ 'p.yml': '# ours\nversion: 1\nrules:\n  vpc-required: off # later\n' }), 'p.yml');
    const { out } = run(['baseline', files({ 'a.json': document(bad('old')) }), ...period, '--config', start], { cwd: folder() });
    expect(out).toContain('# ours\nversion: 1\nrules:\n  vpc-required: off # later\n');
    expect(out).toMatch(/rules:\n\s+- network-isolation-required/);
  });
});
