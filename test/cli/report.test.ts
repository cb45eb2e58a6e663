import { createHash } from 'node:crypto';
import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/core/evidence/model.ts';
import type { PopulationRow } from '../../src/core/evidence/population.ts';
import { json } from '../../src/report/json.ts';
import { auditedRun } from '../support/audited.ts';
import { folder, run } from '../support/cli.ts';

const original = auditedRun();
const sources = ['evidence.json', 'population.jsonl'];
const outside = ['SHA256SUMS', 'run.json'];
const views = readdirSync(original).filter((name) => !sources.includes(name) && !outside.includes(name));

function copy(): string {
  const dir = join(folder(), 'run');
  cpSync(original, dir, { recursive: true });
  return dir;
}

const read = (dir: string, name: string) => readFileSync(join(dir, name), 'utf8');
const sha256 = (dir: string, name: string) =>
  createHash('sha256')
    .update(readFileSync(join(dir, name)))
    .digest('hex');
const bytes = (dir: string) => Object.fromEntries(readdirSync(dir).map((name) => [name, sha256(dir, name)]));

function edit(dir: string, name: string, change: (text: string) => string): void {
  const before = read(dir, name);
  const after = change(before);
  if (after === before) throw new Error(`the change of ${name} changed nothing`);
  writeFileSync(join(dir, name), after);
}

/** What a careful forger does: new hashes wherever one is written. */
function sealed(dir: string): string {
  const evidence: Evidence = JSON.parse(read(dir, 'evidence.json'));
  const forged = { ...evidence, population: { ...evidence.population, jsonlSha256: sha256(dir, 'population.jsonl') } };
  writeFileSync(join(dir, 'evidence.json'), [...json({ evidence: forged })].join(''));
  return resealed(dir);
}

function resealed(dir: string): string {
  const lines = read(dir, 'SHA256SUMS').split('\n').filter(Boolean);
  const renewed = lines.map((line) => (existsSync(join(dir, line.slice(66))) ? `${sha256(dir, line.slice(66))}  ${line.slice(66)}` : line));
  writeFileSync(join(dir, 'SHA256SUMS'), renewed.map((line) => `${line}\n`).join(''));
  return dir;
}

/** A way to alter a run, and what the forger does then. */
const altered =
  (alter: (dir: string) => unknown, seal: (dir: string) => string = (dir) => dir) =>
  (dir: string): string => {
    alter(dir);
    return seal(dir);
  };

function editEvidence(dir: string, change: (evidence: Record<string, unknown> & Evidence) => void): void {
  edit(dir, 'evidence.json', (text) => {
    const evidence = JSON.parse(text);
    change(evidence);
    return [...json({ evidence })].join('');
  });
}

function editRows(dir: string, change: (rows: PopulationRow[]) => PopulationRow[]): void {
  edit(dir, 'population.jsonl', (text) =>
    change(
      text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    )
      .map((row) => `${JSON.stringify(row)}\n`)
      .join(''),
  );
}

describe('report', () => {
  test('makes every view again, with the bytes that the scan wrote', () => {
    const dir = copy();
    expect(views.length).toBeGreaterThanOrEqual(2);
    for (const name of views) rmSync(join(dir, name));
    const ran = run(['report', dir]);
    expect([ran.code, ran.err]).toEqual([0, '']);
    for (const name of views) expect(ran.out).toContain(name);
    expect(bytes(dir)).toEqual(bytes(original));
  });

  test('leaves a whole run as it is', () => {
    const dir = copy();
    expect(run(['report', dir])).toMatchObject({ code: 0, out: expect.stringMatching(/nothing is missing/) });
    expect(bytes(dir)).toEqual(bytes(original));
  });

  test('into another folder: the same run, with a record of its own', () => {
    const out = join(folder(), 'again');
    const ran = run(['report', original, '--out', out, '--json']);
    expect(ran.code, ran.err).toBe(0);
    expect(JSON.parse(ran.out).made).toEqual([...sources, ...views].sort());
    expect(read(out, 'SHA256SUMS')).toBe(read(original, 'SHA256SUMS'));
    expect(JSON.parse(read(out, 'run.json'))).toMatchObject({
      commandLine: ['report', original, '--out', out, '--json'],
      of: JSON.parse(read(original, 'run.json')),
    });
    expect(run(['report', 'verify', out]).code).toBe(0);
  });

  test.each<[string, (dir: string) => unknown, RegExp]>([
    ['an altered view', (dir) => appendFileSync(join(dir, 'report.html'), ' '), /report\.html: was altered/],
    [
      'an altered population',
      (dir) => edit(dir, 'population.jsonl', (text) => text.replace('"api"', '"service"')),
      /population\.jsonl: was altered/,
    ],
    [
      'altered evidence',
      (dir) => edit(dir, 'evidence.json', (text) => text.replace('NOT_CONFIRMED', 'CONFIRMED')),
      /evidence\.json: was altered/,
    ],
    ['no sums', (dir) => rmSync(join(dir, 'SHA256SUMS')), /SHA256SUMS: no such file: not a complete run/],
    ['no population', (dir) => rmSync(join(dir, 'population.jsonl')), /population\.jsonl: no such file/],
    [
      'sums that lead elsewhere',
      (dir) => appendFileSync(join(dir, 'SHA256SUMS'), `${'0'.repeat(64)}  ../passwd\n`),
      /SHA256SUMS: line \d+ is malformed/,
    ],
    ['sums cut short', (dir) => edit(dir, 'SHA256SUMS', (text) => text.slice(0, -3)), /SHA256SUMS: .*ends in the middle/],
    [
      'another population',
      altered((dir) => editRows(dir, (rows) => rows.slice(1)), resealed),
      /population\.jsonl: is not the population of this evidence/,
    ],
    [
      'fewer rows',
      altered((dir) => editRows(dir, (rows) => rows.slice(1)), sealed),
      /population\.jsonl: has 8 rows, evidence\.json says 9/,
    ],
    [
      'more rows',
      altered((dir) => editRows(dir, (rows) => [...rows, ...rows.slice(0, 1)]), sealed),
      /population\.jsonl: has 10 rows, evidence\.json says 9/,
    ],
    [
      'a row with an unknown member',
      altered((dir) => edit(dir, 'population.jsonl', (text) => text.replace('{', '{"more":1,')), sealed),
      /population\.jsonl: line 1: .*more/,
    ],
    [
      'a row of another form',
      altered((dir) => edit(dir, 'population.jsonl', (text) => text.replace('"via":"api"', '"via":7')), sealed),
      /population\.jsonl: line 1: via: /,
    ],
    [
      'a row that is no JSON',
      altered((dir) => edit(dir, 'population.jsonl', (text) => text.replace('{', '')), sealed),
      /population\.jsonl: line 1 is not JSON/,
    ],
    [
      'a row cut short',
      altered((dir) => edit(dir, 'population.jsonl', (text) => text.slice(0, -1)), sealed),
      /population\.jsonl: ends in the middle of a line/,
    ],
    [
      'evidence of another schema',
      altered((dir) => edit(dir, 'evidence.json', (text) => text.replace('evidence/1', 'evidence/2')), resealed),
      /evidence\.json: is of schema .*evidence\/2.*; this version reads/,
    ],
    [
      'evidence with an unknown member',
      altered((dir) => edit(dir, 'evidence.json', (text) => text.replace('{', '{\n  "more": 1,')), resealed),
      /evidence\.json: .*more/,
    ],
    [
      'evidence of another form',
      altered((dir) => edit(dir, 'evidence.json', (text) => text.replace('"findings": [', '"findings": [7,')), resealed),
      /evidence\.json: findings\[0\]: /,
    ],
    [
      'evidence in other words',
      altered((dir) => edit(dir, 'evidence.json', (text) => `${text} `), resealed),
      /evidence\.json: is not as this version writes it/,
    ],
    [
      'evidence that is no JSON',
      altered((dir) => writeFileSync(join(dir, 'evidence.json'), 'hello'), resealed),
      /evidence\.json: not a JSON object/,
    ],
  ])('%s: exit code 2, one line, nothing made', (_, break_, expected) => {
    const dir = copy();
    rmSync(join(dir, 'population.csv'));
    break_(dir);
    const before = bytes(dir);
    const ran = run(['report', dir]);
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(ran.err).toMatch(expected);
    expect(ran.err.trim().split('\n')).toHaveLength(1);
    expect(ran.err).not.toContain('defect');
    expect(bytes(dir)).toEqual(before);
  });
});

describe('report verify', () => {
  const verify = (dir: string, ...more: string[]) => run(['report', 'verify', dir, ...more]);
  const failed = (dir: string) => {
    const { code, out } = verify(dir, '--json');
    return {
      code,
      failed: JSON.parse(out)
        .checks.filter(({ ok }: { ok: boolean }) => ok === false)
        .map(({ id }: { id: string }) => id),
    };
  };

  test('a run as it was written: yes to all, on one line each', () => {
    const { code, out, err } = verify(original);
    expect([code, err]).toEqual([0, '']);
    expect(out).not.toMatch(/^NO/m);
    expect(out.match(/^yes /gm)?.length).toBe(10);
    expect(out).toMatch(/^- {4}signature .*not signed/m);
  });

  test.each<[string, (dir: string) => unknown, string[]]>([
    ['a byte of the page', (dir) => appendFileSync(join(dir, 'report.html'), ' '), ['files']],
    ['a missing file', (dir) => rmSync(join(dir, 'population.csv')), ['files']],
    ['a file that no sum names', (dir) => writeFileSync(join(dir, 'addendum.txt'), ''), ['strangers']],
    ['a page with its sum', altered((dir) => appendFileSync(join(dir, 'report.html'), ' '), resealed), ['views']],
    [
      'a finding taken out',
      altered((dir) => editEvidence(dir, (evidence) => Object.assign(evidence, { findings: evidence.findings.slice(1) })), resealed),
      ['findings', 'views'],
    ],
    [
      'the verdict',
      altered((dir) => editEvidence(dir, (evidence) => Object.assign(evidence, { verdict: 'CONFIRMED' })), resealed),
      ['verdict', 'views'],
    ],
    [
      'limits taken out',
      altered((dir) => editEvidence(dir, (evidence) => Object.assign(evidence, { limits: [] })), resealed),
      ['limits', 'views'],
    ],
    [
      'a count of a day',
      altered(
        (dir) => editEvidence(dir, (evidence) => Object.assign(Object.values(evidence.population.byDay)[0]!, { compliant: 5 })),
        resealed,
      ),
      ['tie-out', 'views'],
    ],
    [
      'a total of the tie-out',
      altered((dir) => editEvidence(dir, (evidence) => Object.assign(evidence.tieOut[0]!.total, { count: 99 })), resealed),
      ['tie-out', 'views'],
    ],
    [
      'a row made compliant',
      altered((dir) => edit(dir, 'population.jsonl', (text) => text.replace('"class":"non-compliant"', '"class":"compliant"')), sealed),
      ['tie-out', 'findings', 'views'],
    ],
    [
      'a verdict in a row',
      altered((dir) => edit(dir, 'population.jsonl', (text) => text.replace('"NON_COMPLIANT"', '"COMPLIANT"')), sealed),
      ['findings', 'views'],
    ],
    [
      'a rule taken out of a row',
      altered((dir) => edit(dir, 'population.jsonl', (text) => text.replace('"vpc-required":"COMPLIANT",', '')), sealed),
      ['findings', 'views'],
    ],
    [
      'a row out of the period',
      altered((dir) => edit(dir, 'population.jsonl', (text) => text.replace('2026-08-01T10', '2026-07-01T10')), sealed),
      ['period', 'tie-out', 'views'],
    ],
    ['a row taken out', altered((dir) => editRows(dir, (rows) => rows.slice(0, -1)), sealed), ['rows', 'tie-out']],
    ['a population of another evidence', altered((dir) => editRows(dir, (rows) => rows.toReversed()), resealed), ['structure']],
    ['evidence that is no JSON', altered((dir) => writeFileSync(join(dir, 'evidence.json'), 'x'), resealed), ['structure']],
  ])('%s: exit code 1, and named', (_, alter, expected) => {
    const dir = copy();
    alter(dir);
    expect(failed(dir)).toEqual({ code: 1, failed: expected });
    expect(verify(dir).out).toMatch(/^NO /m);
    expect(verify(dir, '--quiet')).toMatchObject({ code: 1, out: '', err: '' });
  });

  test('names each file that was altered', () => {
    const dir = copy();
    for (const name of views) appendFileSync(join(dir, name), ' ');
    for (const name of views) expect(verify(dir).out).toContain(`${name} was altered`);
  });

  test.each<[string, (dir: string) => string[], RegExp]>([
    ['no such folder', () => ['nowhere'], /nowhere: no such folder/],
    ['a file', (dir) => [join(dir, 'run.json')], /not a folder/],
    [
      'a folder without sums',
      (dir) => [altered((each) => rmSync(join(each, 'SHA256SUMS')))(dir)],
      /SHA256SUMS: no such file: not a complete run/,
    ],
    [
      'another schema',
      (dir) => [altered((each) => edit(each, 'evidence.json', (text) => text.replace('evidence/1', 'evidence/9')), resealed)(dir)],
      /evidence\/9/,
    ],
    ['a key that is not there', (dir) => [dir, '--key', 'no.pem'], /no\.pem: no such file/],
    ['a key that is none', (dir) => [dir, '--key', join(dir, 'run.json')], /run\.json: not a public key in PEM/],
  ])('%s: could not run, exit code 2', (_, prepare, expected) => {
    const ran = verify(...(prepare(copy()) as [string]));
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(ran.err).toMatch(expected);
    expect(ran.err.trim().split('\n')).toHaveLength(1);
  });

  test('a run of another version of the program: its views are not asked, and that is said', () => {
    const dir = copy();
    editEvidence(dir, (evidence) => Object.assign(evidence, { tool: { name: 'sagewarden', version: '0.0.1' } }));
    const { code, out } = verify(resealed(dir));
    expect(code).toBe(0);
    expect(out).toMatch(/^- {4}views .*written by version 0\.0\.1/m);
  });

  test('a demanded signature that is not there', () => {
    const dir = copy();
    renameSync(join(dir, 'run.json'), join(dir, 'SHA256SUMS.pub.pem'));
    expect(failed(dir)).toEqual({ code: 1, failed: ['signature'] });
  });
});
