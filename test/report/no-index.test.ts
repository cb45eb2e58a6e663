import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { fromBase85 } from '../../src/report/client/base85.ts';
import { csvOf } from '../../src/report/client/csv.ts';
import { Table } from '../../src/report/client/table.ts';
import { csv } from '../../src/report/csv.ts';
import { gridData } from '../../src/report/html/grid-data.ts';
import { html } from '../../src/report/html.ts';
import { pullCommand, Sampler } from '../../src/report/reperformance.ts';
import { rowSchema } from '../../src/report/schema/population.ts';
import { makeRun, runOf } from './evidence-factory.ts';

/** Rows that came from a table's columns, among others. */
const rows = [...makeRun({ findings: 4, compliant: 4 }).population.rows()].map((row, at) =>
  at % 2 === 0 ? { ...row, recordIndex: null, recordSha256: null } : row,
);
const run = runOf(rows);

it('a row without index and hash is a row', () => {
  expect(rows.filter((row) => !rowSchema.safeParse(row).success)).toEqual([]);
});

it('has empty cells in the CSV, and the page gives the same ones', () => {
  const text = [...csv(run)].join('');
  const { columns, hashes } = gridData(run);
  const table = new Table(gunzipSync(fromBase85(columns)), fromBase85(hashes));
  expect(table.sha256(0)).toBeNull();
  expect(table.sha256(1)).toBe(rows[1]?.recordSha256);
  expect([...csvOf(table, Uint32Array.from(rows.keys()))].join('')).toBe(text);
  expect(text).not.toContain('null,null');
});

it('is in the page without a command, and without the word null', () => {
  const page = [...html(run)].join('');
  expect(page).toContain("the record was read from a table's columns".replace("'", '&#39;'));
  expect(page).not.toMatch(/record null|sha256 <code>null|Records\[null/);
});

it('can be in the sample', () => {
  const sampler = new Sampler('seed', 8);
  for (const row of rows) sampler.add(row);
  expect(new Set(sampler.rows())).toEqual(new Set(rows));
  expect(pullCommand({ object: 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/07/01/x.json.gz', recordIndex: null })).toBeUndefined();
});
