import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { disagreements, type Row } from './model/agreement.ts';
import { type KeyEntry, modelArchive, writeArchive } from './model/archive.ts';
import { allCells, cellName, exercised } from './model/coverage.ts';
import { answer } from './model/key.ts';
import { modelOperations } from './model/operations.ts';
import { Random } from './model/random.ts';
import { iso, period } from './model/record.ts';
import { randomRequest, removePath, trailCased } from './model/request.ts';
import { operationShape, type Shape } from './model/shapes.ts';
import { run } from './support/cli.ts';

/** An archive made from the service model itself, judged by the command line, held against a key that none of its code wrote. */

const seeds = [1, 20_260_401, 777];
const size = 2000;
const work = mkdtempSync(join(tmpdir(), 'sagewarden-model-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe.each(seeds)('archive of seed %i', (seed) => {
  const archive = modelArchive(seed, size);
  const folder = join(work, `archive-${seed}`);
  const out = join(work, `evidence-${seed}`);
  writeArchive(archive, folder, seed);

  test('holds every event of the key, every operation, and much that is none', () => {
    const written = readFolder(folder);
    expect(archive.key.size).toBeGreaterThanOrEqual(size);
    expect(new Set([...archive.key.values()].map(({ operation }) => operation))).toEqual(new Set(Object.keys(modelOperations)));
    expect([...archive.key.keys()].filter((eventId) => !written.has(eventId))).toEqual([]);
    expect(written.size).toBeGreaterThan(archive.key.size * 1.4);
  });

  test('exercises every cell of operation x rule x {pass, fail, unknown} that is possible', () => {
    const met = exercised(archive.key.values());
    const missed = allCells().filter(({ cell, impossible }) => !impossible && !met.has(cellName(cell)));
    expect(missed.map(({ cell }) => cellName(cell))).toEqual([]);
  });

  test('exercises no cell that is said to be impossible', () => {
    const met = exercised(archive.key.values());
    const wrong = allCells().filter(({ cell, impossible }) => impossible && met.has(cellName(cell)));
    expect(wrong.map(({ cell, impossible }) => `${cellName(cell)}: ${impossible}`)).toEqual([]);
  });

  test('scan agrees with the key on every event', () => {
    const args = ['scan', folder, '--from', iso(period.from), '--to', iso(period.to), '--out', out, '--accept-unverified'];
    // The folder has no policy file: the defaults hold.
    const ran = run(args, { cwd: work });
    expect(ran.err).toBe('');
    expect(ran.code).toBe(1);
    const rows = readFileSync(join(out, 'population.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Row);
    const differ = disagreements(archive.key, rows);
    expect(
      differ.length,
      differ
        .slice(0, 5)
        .map((each) => JSON.stringify(each, null, 1))
        .join('\n'),
    ).toBe(0);
    const evidence = JSON.parse(readFileSync(join(out, 'evidence.json'), 'utf8'));
    expect(evidence.tieOut.filter((line: { balances: boolean }) => !line.balances)).toEqual([]);
    expect(evidence.problems).toEqual([]);
  });
});

/** eventIDs of an archive's own log files, read the plain way. */
function readFolder(folder: string): ReadonlySet<string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /CloudTrail\/.*\.json(\.gz)?$/.test(path));
  return new Set(
    paths.flatMap((path) => {
      const bytes = readFileSync(join(folder, path));
      const text = path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
      return (JSON.parse(text.toString('utf8')) as { Records: { eventID: string }[] }).Records.map(({ eventID }) => eventID);
    }),
  );
}

describe('the generator', () => {
  test('gives the same archive for the same seed, another for another', () => {
    expect(modelArchive(5, 100).records).toEqual(modelArchive(5, 100).records);
    expect(modelArchive(5, 100).records).not.toEqual(modelArchive(6, 100).records);
  });

  test.each(Object.keys(modelOperations))('%s: a request has every required member', (operation) => {
    const { input } = operationShape(operation);
    const random = new Random(9);
    for (let round = 0; round < 50; round++) expect(missingMembers(input, randomRequest(input, random), operation)).toEqual([]);
  });

  test('casing is as CloudTrail has it: members lowered, keys of maps kept', () => {
    const { input } = operationShape('CreateTrainingJob');
    const request = {
      TrainingJobName: 'a',
      HyperParameters: { Epochs: '1', eta: '2' },
      ResourceConfig: { VolumeSizeInGB: 1 },
      Tags: [{ Key: 'Team', Value: 'Ml' }],
    };
    expect(trailCased(input, request)).toEqual({
      trainingJobName: 'a',
      hyperParameters: { Epochs: '1', eta: '2' },
      resourceConfig: { volumeSizeInGB: 1 },
      tags: [{ key: 'Team', value: 'Ml' }],
    });
  });

  test.each([
    ['A', { A: 1, B: 2 }, { B: 2 }],
    ['A.B', { A: { B: 1, C: 2 } }, { A: { C: 2 } }],
    ['A[].B', { A: [{ B: 1 }, { C: 2 }] }, { A: [{}, { C: 2 }] }],
    ['A.B', { A: null }, { A: null }],
  ])('removes %s', (path, before, after) => {
    removePath(before, path);
    expect(before).toEqual(after);
  });
});

function missingMembers(shape: Shape, value: unknown, at: string): string[] {
  if (shape.kind === 'list') return (value as unknown[]).flatMap((each) => missingMembers(shape.element, each, `${at}[]`));
  if (shape.kind === 'map') return Object.values(value as object).flatMap((each) => missingMembers(shape.element, each, `${at}{}`));
  if (!('members' in shape)) return [];
  const holder = value as Record<string, unknown>;
  return shape.members.flatMap(({ name, required, shape: inner }) => {
    if (name in holder) return missingMembers(inner, holder[name], `${at}.${name}`);
    return required ? [`${at}.${name}`] : [];
  });
}

describe('the comparison', () => {
  const entry: KeyEntry = { ...answer({ 'vpc-required': ['pass'] }), operation: 'CreateModel', record: {} };
  const key = new Map([['e1', entry]]);
  const row: Row = { eventId: 'e1', class: entry.class, verdicts: { ...entry.verdicts } };

  test.each<[string, Row[], string[]]>([
    ['the same', [row], []],
    ['a row that is missing', [], ['missing']],
    ['a row too many', [row, { ...row, eventId: 'e2' }], ['not expected']],
    ['a row twice', [row, row], ['twice']],
    ['another class', [{ ...row, class: 'not-applicable' }], ['another answer']],
    ['another verdict', [{ ...row, verdicts: { ...row.verdicts, 'vpc-required': 'NON_COMPLIANT' } }], ['another answer']],
    ['a verdict left out', [{ ...row, verdicts: { 'vpc-required': 'COMPLIANT' } }], ['another answer']],
    [
      'a rule that is off by default',
      [{ ...row, verdicts: { ...row.verdicts, 'approved-network': 'NOT_APPLICABLE' } }],
      ['another answer'],
    ],
  ])('%s', (_, rows, what) => {
    expect(disagreements(key, rows).map((each) => each.what)).toEqual(what);
  });

  test.each([
    [['pass', 'fail', 'unknown'], 'NON_COMPLIANT'],
    [['pass', 'unknown', 'unchanged'], 'INSUFFICIENT_DATA'],
    [['pass', 'unchanged'], 'COMPLIANT'],
    [['unchanged'], 'NOT_APPLICABLE'],
    [[], 'NOT_APPLICABLE'],
  ] as const)('places %j come to %s', (places, compliance) => {
    expect(answer({ 'vpc-required': places }).verdicts['vpc-required']).toBe(compliance);
  });
});
