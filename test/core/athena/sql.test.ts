import { describe, expect, it } from 'vitest';
import { lakeTable } from '../../../scripts/ci/trino/lake.ts';
import { byMonth, cut } from '../../../src/core/athena/days.ts';
import { createTableSql, dropTableSql } from '../../../src/core/athena/ddl.ts';
import { ddlIdentifier, identifier, isName, literal } from '../../../src/core/athena/quote.ts';
import { selectSql } from '../../../src/core/athena/select.ts';
import { recognise, type TableMetadata } from '../../../src/core/athena/table.ts';
import type { WireTable } from '../../../stand-ins/athena.ts';
import { projectedTable } from '../../support/athena-engine.ts';

const metadata = ({ Name, Columns, PartitionKeys, Parameters }: WireTable): TableMetadata => {
  const named = (list: WireTable['Columns']) => list.map((column) => ({ name: column.Name, type: column.Type }));
  return { database: 'trails', name: Name, columns: named(Columns), partitionKeys: named(PartitionKeys), parameters: Parameters };
};
const keys = (...names: string[]) => names.map((Name) => ({ Name, Type: 'string' }));
const period = { from: '2026-07-01T00:00:00Z', to: '2026-10-01T00:00:00Z' };

const oneRegion: WireTable = { ...projectedTable, PartitionKeys: keys('timestamp') };
const byHand: WireTable = {
  ...projectedTable,
  PartitionKeys: keys('region', 'year', 'month', 'day'),
  Parameters: { location: 's3://trail-bucket/AWSLogs/' },
};

describe('the statements', () => {
  it.each([
    ['projected', projectedTable, 'objects'],
    ['projected-rows', projectedTable, 'records'],
    ['one-region', oneRegion, 'objects'],
    ['by-hand', byHand, 'objects'],
    ['security-lake', lakeTable, 'records'],
    ['published', projectedTable, 'objects', undefined],
  ] as const)('of a table: %s', async (name, table, give, ...given) => {
    const sql = selectSql({
      table: recognise(metadata(table)),
      period: given.length > 0 ? undefined : period,
      days: { first: '2026-06-30', last: '2026-08-09' },
      accounts: ['111122223333', '444455556666'],
      regions: ['eu-west-1'],
      give,
    });
    await expect(sql).toMatchFileSnapshot(`../../golden/athena/${name}.sql`);
  });

  const table = { database: 'trails', name: 'logs', bucket: 'trail-bucket', from: '2026-01-01' };
  it.each([
    ['create-one', { ...table, prefix: '', organization: undefined, accounts: ['111122223333'], regions: ['eu-west-1'] }],
    [
      'create-organization',
      {
        ...table,
        prefix: 'p/',
        organization: 'o-exampleorg1',
        accounts: ['111122223333', '444455556666'],
        regions: ['eu-west-1', 'us-east-1'],
      },
    ],
  ] as const)('that make a table, and its shape is one that is read: %s', async (name, wish) => {
    await expect(createTableSql(wish)).toMatchFileSnapshot(`../../golden/athena/${name}.sql`);
  });

  it('that take it away', () => {
    expect(dropTableSql('trails', 'logs')).toBe('DROP TABLE IF EXISTS `trails`.`logs`');
  });
});

describe('partitions', () => {
  const where = (table: WireTable, days: { first: string; last: string }, asked: { accounts?: string[]; regions?: string[] } = {}) =>
    recognise(metadata(table)).where({ days, accounts: asked.accounts ?? [], regions: asked.regions ?? [] });

  it.each([
    [
      oneRegion,
      { accounts: ['1'], regions: ['r'] },
      [
        `"timestamp" BETWEEN '2026/07/31' AND '2026/08/02'`,
        `regexp_like("$path", '/(1)/CloudTrail/')`,
        `regexp_like("$path", '/CloudTrail/(r)/')`,
      ],
    ],
    [projectedTable, { accounts: ['1', '2'] }, [`"timestamp" BETWEEN '2026/07/31' AND '2026/08/02'`, `"account" IN ('1', '2')`]],
    [
      byHand,
      { regions: ['r'] },
      [
        `(("year" = '2026' AND "month" IN ('07', '7') AND "day" = '31')\n      OR ("year" = '2026' AND "month" IN ('08', '8') AND "day" IN ('01', '1', '02', '2')))`,
        `"region" = 'r'`,
      ],
    ],
  ] as const)('are the days, accounts and Regions that are asked for', (table, asked, expected) => {
    expect(where(table, { first: '2026-07-31', last: '2026-08-02' }, asked as never)).toEqual(expected);
  });

  it('of numbers are compared as numbers; a whole month needs no days', () => {
    const numbers = { ...byHand, PartitionKeys: ['year', 'month', 'day'].map((Name) => ({ Name, Type: 'int' })) };
    expect(where(numbers, { first: '2026-02-01', last: '2026-02-28' })).toEqual(['"year" IN (2026) AND "month" IN (2)']);
  });

  it('of a date in another format', () => {
    const parameters = { 'projection.day.type': 'date', 'projection.day.format': 'yyyy-MM-dd' };
    expect(
      where({ ...oneRegion, PartitionKeys: keys('day'), Parameters: parameters }, { first: '2026-02-01', last: '2026-02-02' }),
    ).toEqual([`"day" BETWEEN '2026-02-01' AND '2026-02-02'`]);
  });

  it('in a format whose days do not sort as text are refused', () => {
    const parameters = { ...oneRegion.Parameters, 'projection.timestamp.format': 'dd.MM.yyyy' };
    expect(() => recognise(metadata({ ...oneRegion, Parameters: parameters }))).toThrow(/none by day/);
  });
});

describe('days', () => {
  it('are cut so that each is in one piece', () => {
    expect(cut({ first: '2026-02-27', last: '2026-03-05' }, 3)).toEqual([
      { first: '2026-02-27', last: '2026-03-01' },
      { first: '2026-03-02', last: '2026-03-04' },
      { first: '2026-03-05', last: '2026-03-05' },
    ]);
    expect(byMonth({ first: '2026-12-31', last: '2027-01-31' })).toEqual([
      { year: '2026', month: '12', days: ['31'] },
      { year: '2027', month: '01' },
    ]);
  });
});

describe('names and values', () => {
  it('end nothing that they stand in', () => {
    expect(literal(`a' OR '1'='1`)).toBe(`'a'' OR ''1''=''1'`);
    expect(identifier('a"; DROP')).toBe('"a""; DROP"');
    expect(ddlIdentifier('a`; DROP')).toBe('`a``; DROP`');
    expect(['logs', 'cloud-trail_2'].every(isName)).toBe(true);
    expect(['', 'a.b', 'a b', "a'", 'A"', 'ä', 'a'.repeat(256)].some(isName)).toBe(false);
  });
});
