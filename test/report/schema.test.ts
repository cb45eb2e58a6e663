import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import * as z from 'zod';
import { evidenceSchemas } from '../../scripts/docs-evidence-schema.ts';
import { json } from '../../src/report/json.ts';
import { jsonl } from '../../src/report/jsonl.ts';
import type { Run } from '../../src/report/reporter.ts';
import { run as cli } from '../support/cli.ts';
import { hostile, makeRun } from './evidence-factory.ts';

test.each(Object.entries(evidenceSchemas))('%s is what the schema says: if not, run `npm run docs`', (path, text) => {
  expect(readFileSync(path, 'utf8')).toBe(text());
});

/** Read back from the published files, as a consumer would. */
const published = (path: string) => z.fromJSONSchema(JSON.parse(readFileSync(path, 'utf8')));
const evidenceJson = published('docs/evidence.schema.json');
const populationRow = published('docs/population-row.schema.json');

const evidenceOf = (run: Run): unknown => JSON.parse([...json(run)].join(''));
const rowsOf = (text: string): unknown[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

const runs: [string, Run][] = [
  ['no finding', makeRun({ findings: 0 })],
  ['3 findings', makeRun()],
  ['400 findings, some exempt', makeRun({ findings: 400, exemptEvery: 3 })],
  ['hostile names', makeRun({ findings: 10, names: Object.values(hostile) })],
];

describe.each(runs)('a run with %s', (_, run) => {
  it('has an evidence.json that the published schema takes', () => {
    expect(evidenceJson.safeParse(evidenceOf(run)).error).toBeUndefined();
  });

  it('has rows that the published schema takes', () => {
    for (const row of rowsOf([...jsonl(run)].join(''))) expect(populationRow.safeParse(row).error).toBeUndefined();
  });
});

describe('what the schema refuses', () => {
  const good = () => evidenceOf(makeRun()) as Record<string, never>;
  const changes: [string, (evidence: Record<string, never>) => object][] = [
    ['an unknown member', (evidence) => ({ ...evidence, more: 1 })],
    ['a verdict of its own', (evidence) => ({ ...evidence, verdict: 'FINE' })],
    ['no limits', ({ limits: _, ...evidence }) => evidence],
    [
      'a rule that there is not',
      (evidence) => ({ ...evidence, findings: [{ ...(evidence.findings as unknown as object[])[0], rule: 'vpc' }] }),
    ],
    [
      'a hash that is none',
      (evidence) => ({ ...evidence, population: { ...(evidence.population as unknown as object), jsonlSha256: 'c0ffee' } }),
    ],
  ];

  it.each(changes)('%s', (_, change) => {
    expect(evidenceJson.safeParse(good()).success).toBe(true);
    expect(evidenceJson.safeParse(change(good())).success).toBe(false);
  });

  it('a row of no class', () => {
    const [row] = rowsOf([...jsonl(makeRun())].join('')) as [Record<string, unknown>];
    expect(populationRow.safeParse(row).success).toBe(true);
    expect(populationRow.safeParse({ ...row, class: 'fine' }).success).toBe(false);
  });
});

describe('a run of the command line on the sample', () => {
  const folder = mkdtempSync(join(tmpdir(), 'schema-'));
  const out = join(folder, 'run');
  const ran = cli(['scan', resolve('sample'), '--out', out, '--quiet']);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is as the published schemas say', () => {
    expect(ran.code).toBe(1);
    expect(evidenceJson.safeParse(JSON.parse(readFileSync(join(out, 'evidence.json'), 'utf8'))).error).toBeUndefined();
    const rows = rowsOf(readFileSync(join(out, 'population.jsonl'), 'utf8'));
    expect(rows.length).toBeGreaterThan(200);
    for (const row of rows) expect(populationRow.safeParse(row).error).toBeUndefined();
  });
});
