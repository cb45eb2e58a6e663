import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { files, folder, type Ran, run } from '../support/cli.ts';
import { call, record, vpcConfig } from '../support/records.ts';

const period = ['--from', '2026-08-01T00:00:00Z', '--to', '2026-09-01T00:00:00Z'];
const good = JSON.stringify({ Records: [call('CreateModel', { modelName: 'm', vpcConfig, enableNetworkIsolation: true })] });
const archive = () => files({ 'good.json': good });
const oneLine = ({ err }: Ran) => err.trimEnd().split('\n');
const noStack = ({ out, err }: Ran) => expect(`${out}${err}`).not.toMatch(/^\s+at .*[:(]\d+|node:internal/m);

describe('a call that cannot be right stops with exit code 2 and says what to do', () => {
  test.each<[string, (source: string, out: string) => string[], RegExp]>([
    ['no such folder', (_, out) => ['scan', 'nowhere', ...period, '--out', out], /nowhere: no such file or folder/],
    ['an empty folder', (_, out) => ['scan', folder(), ...period, '--out', out], /no files there; expected/],
    [
      'a date alone',
      (source, out) => ['scan', source, '--from', '2026-08-01', '--to', '2026-09-01T00:00:00Z', '--out', out],
      /did you mean 2026-08-01T00:00:00Z\?/,
    ],
    [
      'a time without zone',
      (source, out) => ['scan', source, '--from', '2026-08-01T00:00:00', '--to', '2026-09-01T00:00:00Z', '--out', out],
      /ISO 8601 with a zone/,
    ],
    [
      'a day that does not exist',
      (source, out) => ['scan', source, '--from', '2026-02-30T00:00:00Z', '--to', '2026-09-01T00:00:00Z', '--out', out],
      /ISO 8601 with a zone/,
    ],
    [
      'from after to',
      (source, out) => ['scan', source, '--from', '2026-09-01T00:00:00Z', '--to', '2026-08-01T00:00:00Z', '--out', out],
      /the period is empty/,
    ],
    ['from without to', (source, out) => ['scan', source, '--from', '2026-09-01T00:00:00Z', '--out', out], /--to is missing/],
    ['an unknown option', (source) => ['scan', source, '--form', '2026-08-01T00:00:00Z'], /Did you mean --from\?/],
    ['an unknown command', () => ['scann'], /Did you mean scan\?/],
    ['no source', () => ['scan'], /missing required argument 'source'/],
    [
      'a source of a later version',
      (_, out) => ['scan', 'athena:db.table;drop', ...period, '--out', out],
      /expected athena:DATABASE.TABLE, names of lower-case letters/,
    ],
    ['a policy that is not there', (source, out) => ['scan', source, ...period, '--out', out, '--config', 'nowhere.yml'], /nowhere\.yml/],
    ['a folder for evidence that is in use', (source) => ['scan', source, ...period, '--out', archive()], /not empty/],
    ['evidence inside the source', (source) => ['scan', source, ...period, '--out', join(source, 'evidence')], /lies in the source/],
    ['evidence around the source', (source) => ['scan', source, ...period, '--out', join(source, '..'), '--force'], /holds the source/],
    ['no folder for evidence', (source) => ['scan', source, ...period, '--out', ''], /--out is empty/],
    ['two files of one key', (source, out) => ['scan', source, archive(), ...period, '--out', out], /both stand for the key good\.json/],
    ['a baseline without a reason', (source) => ['baseline', source, '--reason', ''], /reason/],
    ['a baseline in a folder that is not there', (source) => ['baseline', source, '--out', join(source, 'no', 'b.yml')], /no\/b\.yml/],
    ['a file for evidence', (source) => ['scan', source, ...period, '--out', join(archive(), 'good.json')], /is not a folder/],
    ['an unknown rule', () => ['rules', 'vpc-requred'], /did you mean vpc-required\?/],
    ['an event that is not there', () => ['replay', 'nowhere.json'], /nowhere\.json: no such file/],
    ['an event that is a folder', (source) => ['replay', source], /a folder; name the files in it/],
    ['a baseline that has expired', (source) => ['baseline', source, '--expires', '2020-01-01T00:00:00Z'], /has passed/],
    [
      'a baseline over a file that is there',
      (source) => ['baseline', source, '--out', join(source, 'good.json')],
      /exists; --force replaces it/,
    ],
  ])('%s', (_, args, expected) => {
    const source = archive();
    const ran = run(args(source, join(folder(), 'out')), { cwd: folder() });
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(expected);
    expect(ran.out).toBe('');
    expect(oneLine(ran).length).toBeLessThanOrEqual(3);
    noStack(ran);
  });

  test('a policy with a typo: file, line, column and the nearest word', () => {
    const source = archive();
    const config = join(files({ 'p.yml': 'version: 1\nrules:\n  vpc-requred: on\n' }), 'p.yml');
    const ran = run(['scan', source, ...period, '--config', config, '--out', join(folder(), 'out')]);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/p\.yml:3:3: .*vpc-requred.*vpc-required/);
  });
});

describe('what cannot be read is a named problem: INCONCLUSIVE, and the rest is judged', () => {
  const bomb = gzipSync(Buffer.alloc(140 * 1024 * 1024, 0x20));
  const cases: [string, string, string | Buffer, RegExp][] = [
    ['a cut-off gzip file', 'x.json.gz', gzipSync(good).subarray(0, 60), /gzip data is cut off/],
    ['a damaged gzip file', 'x.json.gz', damaged(gzipSync(good)), /gzip data is damaged/],
    ['a file that is not gzip in spite of its name', 'x.json.gz', good, /named \.gz, but not gzip \(starts with 7b225265\)/],
    ['other bytes after the gzip data', 'x.json.gz', Buffer.concat([gzipSync(good), Buffer.from('planted')]), /gzip data is damaged/],
    [
      'zeros after the gzip data',
      'x.json.gz',
      Buffer.concat([gzipSync(good), Buffer.alloc(512)]),
      /512 bytes follow the end of the gzip data/,
    ],
    ['an empty file', 'x.json.gz', '', /empty: 0 bytes/],
    ['140 MB of nothing in a small file', 'x.json.gz', bomb, /not JSON: there is nothing in it/],
    ['a file that is not JSON', 'x.json', 'hello', /not JSON/],
    ['JSON that is cut off', 'x.json', good.slice(0, -5), /not JSON/],
    ['one bad document among several', 'x.json', `${good}\n{"Records": [}`, /not JSON: in the document at character/],
    ['JSON of another kind', 'x.json', '{"a": 1}', /not a CloudTrail log file: no Records/],
    ['text that is not UTF-8', 'x.json', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), /not UTF-8/],
    ['a record that is none', 'x.json', '{"Records": [7]}', /expected a CloudTrail record \(a JSON object\), found 7/],
    ['a record without eventID', 'x.json', JSON.stringify({ Records: [record('CreateModel', { eventID: null })] }), /eventID missing/],
    [
      'a record without a time',
      'x.json',
      JSON.stringify({ Records: [record('CreateModel', { eventTime: 'yesterday' })] }),
      /eventTime is "yesterday"/,
    ],
    [
      'a record nested too deeply',
      'x.json',
      `{"Records": [${JSON.stringify(call('CreateModel', { modelName: 'deep' })).replace('"deep"', '['.repeat(20_000) + ']'.repeat(20_000))}]}`,
      /nested too deeply/,
    ],
  ];
  test.each(cases)('%s', (_, name, content, expected) => {
    const source = files({ 'good.json': good, [name]: content });
    const out = join(folder(), 'out');
    const ran = run(['scan', source, ...period, '--accept-unverified', '--out', out, '--json']);
    noStack(ran);
    const result = JSON.parse(ran.out);
    expect(result.verdict).toBe('INCONCLUSIVE');
    expect(ran.code).toBe(3);
    expect(result.population.byClass.compliant).toBe(1);
    expect(result.problems).toEqual([expect.objectContaining({ object: name, what: expect.stringMatching(expected) })]);
    expect(JSON.parse(readFileSync(join(out, 'evidence.json'), 'utf8')).problems).toHaveLength(1);
  });

  test('a link to nothing', () => {
    const source = archive();
    symlinkSync(join(source, 'gone.json'), join(source, 'link.json'));
    const result = JSON.parse(run(['scan', source, ...period, '--accept-unverified', '--out', join(folder(), 'out'), '--json']).out);
    expect(result.problems).toEqual([
      expect.objectContaining({ object: 'link.json', what: expect.stringMatching(/cannot be read: ENOENT/) }),
    ]);
  });

  test('a folder called like a log file is a folder', () => {
    const source = archive();
    mkdirSync(join(source, 'folder.json'));
    writeFileSync(join(source, 'folder.json', 'more.json'), '{"Records": []}');
    const result = JSON.parse(run(['scan', source, ...period, '--accept-unverified', '--out', join(folder(), 'out'), '--json']).out);
    expect(result.verdict).toBe('CONFIRMED');
  });

  test('a finding wins over what could not be read', () => {
    const source = files({ 'bad.json': JSON.stringify({ Records: [call('CreateModel', { modelName: 'm' })] }), 'x.json.gz': 'x' });
    const ran = run(['scan', source, ...period, '--accept-unverified', '--out', join(folder(), 'out'), '--json']);
    expect([ran.code, JSON.parse(ran.out).verdict]).toEqual([1, 'NOT_CONFIRMED']);
  });
});

function damaged(gzip: Buffer): Buffer {
  const bytes = Buffer.from(gzip);
  bytes.fill(0x55, 20, 40);
  return bytes;
}
