import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PopulationRow } from '../../src/core/evidence/population.ts';
import { csv } from '../../src/report/csv.ts';
import { jsonl, sha256OfJsonl } from '../../src/report/jsonl.ts';
import { rowMembers } from '../../src/report/members.ts';
import type { Run } from '../../src/report/reporter.ts';
import { hostile, makeRun } from './evidence-factory.ts';
import { parseCsv } from './parse-csv.ts';

const small = makeRun({ findings: 3, compliant: 8 });
const evil = makeRun({ findings: 10, compliant: 2, names: Object.values(hostile) });
const text = (chunks: Iterable<string>) => [...chunks].join('');
const rowsOf = (run: Run) => [...run.population.rows()];

describe('population.jsonl', () => {
  it('is one row per line in the order of the type', async () => {
    await expect(text(jsonl(small))).toMatchFileSnapshot('../golden/report/population.jsonl');
  });

  it.each([['small', small] as const, ['hostile', evil] as const])('%s: parses back to the rows', (_, run) => {
    const lines = text(jsonl(run)).split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => JSON.parse(line) as PopulationRow)).toEqual(rowsOf(run));
    for (const line of lines) expect(Object.keys(JSON.parse(line))).toEqual(rowMembers);
  });

  it('has the order of its members whatever the order of the row', () => {
    const backwards = rowsOf(small).map((row) => Object.fromEntries(Object.entries(row).reverse()) as unknown as PopulationRow);
    const population = { rows: () => backwards, count: backwards.length };
    expect(text(jsonl({ population }))).toBe(text(jsonl(small)));
  });

  it('has the hash that is said before it is written', () => {
    expect(sha256OfJsonl(evil.population)).toBe(
      createHash('sha256')
        .update(text(jsonl(evil)))
        .digest('hex'),
    );
  });

  it('comes in chunks, not in one string', () => {
    expect([...jsonl(makeRun({ findings: 0, compliant: 1_000 }))].length).toBeGreaterThan(3);
  });

  it('is empty for an empty population', () => {
    expect(text(jsonl(makeRun({ findings: 0, compliant: 0 })))).toBe('');
  });
});

describe('population.csv', () => {
  it('has a header, and the rows', async () => {
    await expect(text(csv(small))).toMatchFileSnapshot('../golden/report/population.csv');
  });

  it('has the members of the row, then one column per enabled rule', () => {
    expect(parseCsv(text(csv(small)))[0]).toEqual([...rowMembers, 'vpc-required', 'network-isolation-required']);
  });

  it('says the same as the rows', () => {
    const [, ...records] = parseCsv(text(csv(small)));
    const rows = rowsOf(small);
    expect(records).toHaveLength(rows.length);
    for (const [at, row] of rows.entries()) {
      const cells = rowMembers.map((name) => {
        const value = row[name];
        return value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
      });
      expect(records[at]).toEqual([...cells, row.verdicts['vpc-required'] ?? '', row.verdicts['network-isolation-required'] ?? '']);
    }
  });

  it('has one line per row, and no control character, whatever the names', () => {
    const lines = text(csv(evil)).split('\r\n');
    expect(lines.pop()).toBe('');
    expect(lines).toHaveLength(evil.population.count + 1);
    for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\\t=1"],
    ['\r=1', "'\\r=1"],
    ['\n=1', "'\\n=1"],
    ['\uFF1D1', "'\uFF1D1"],
    [hostile.formula, `'${hostile.formula}`],
    ['a=1', 'a=1'],
    ['a,"b"', 'a,"b"'],
    ['two\nlines', 'two\\nlines'],
    [hostile.bidi, 'gpj.\\u202eexe'],
    [hostile.emoji, hostile.emoji],
  ])('writes the name %j as the cell %j', (name, expected) => {
    const [header, record] = parseCsv(text(csv(makeRun({ findings: 1, compliant: 0, names: [name] }))));
    expect(record?.[header?.indexOf('resourceName') ?? -1]).toBe(expected);
  });
});
