import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { PopulationRow } from '../../src/core/evidence/population.ts';
import { fromBase85, toBase85 } from '../../src/report/client/base85.ts';
import { csvOf } from '../../src/report/client/csv.ts';
import { choose, facetsOf } from '../../src/report/client/facets.ts';
import { type CodedName, codedArn, decodedArn } from '../../src/report/client/format.ts';
import { matching } from '../../src/report/client/search.ts';
import { sorted } from '../../src/report/client/sort.ts';
import { hashOf, type State, startState, stateOf } from '../../src/report/client/state.ts';
import { Table } from '../../src/report/client/table.ts';
import { csv } from '../../src/report/csv.ts';
import { gridData } from '../../src/report/html/grid-data.ts';
import { gridLimits, quotas } from '../../src/report/html/grid-rows.ts';
import { html } from '../../src/report/html.ts';
import type { Run } from '../../src/report/reporter.ts';
import { jsonText } from '../../src/text/safe-text.ts';
import { hostile, makeRun, runOf } from './evidence-factory.ts';

function tableOf(run: Run, limits = gridLimits): Table {
  const { columns, hashes } = gridData(run, limits);
  return new Table(gunzipSync(fromBase85(columns)), fromBase85(hashes));
}

const all = (table: Table) => Uint32Array.from({ length: table.rows }, (_, row) => row);
const evil = Object.values(hostile).filter((text) => text.length < 4_000);
const many = makeRun({ findings: 40, compliant: 600, exemptEvery: 9 });
const rowsOf = (run: Run) => [...run.population.rows()];

/** Every string of a row is the attacker's, and no ID is of its form. */
const hostileRun = runOf(
  evil.map((text, at) => ({
    ...rowsOf(makeRun({ findings: 1, compliant: 0 }))[0]!,
    eventId: `${text} ${at}`,
    account: text,
    region: text,
    eventName: text,
    resourceName: at % 3 === 0 ? null : text,
    resourceArn: at % 4 === 0 ? null : `arn:aws:sagemaker:${text}:${text}:model/${text}`,
    actor: text,
    sourceIp: text,
    userAgent: text,
    reason: text,
    object: text,
    recordSha256: `${text}${at}`,
  })),
);

const runs = [
  ['none', makeRun({ findings: 0, compliant: 0 })],
  ['one', makeRun({ findings: 1, compliant: 0 })],
  ['640', many],
  ['hostile names', makeRun({ findings: 10, compliant: 4, names: evil })],
  ['hostile throughout', hostileRun],
] as const;

describe.each(runs)('the rows that the page carries, %s', (_, run) => {
  const table = tableOf(run);

  it('are the rows of the population, member by member', () => {
    const carried = Array.from({ length: table.rows }, (_, row) => {
      const value = (name: CodedName) => table.value(name, row);
      return {
        ...Object.fromEntries((Object.keys(members) as (keyof typeof members)[]).map((name) => [name, value(name)])),
        eventId: table.eventId(row),
        recordSha256: table.sha256(row),
        line: table.line(row),
      };
    });
    expect(carried).toEqual(
      rowsOf(run).map((row, at) => ({
        ...Object.fromEntries(Object.entries(members).map(([name, of]) => [name, of(row)])),
        eventId: row.eventId,
        recordSha256: row.recordSha256,
        line: at + 1,
      })),
    );
  });

  it('make the same CSV as population.csv, byte for byte', () => {
    expect([...csvOf(table, all(table))].join('')).toBe([...csv(run)].join(''));
  });
});

const members = {
  eventTime: (row: PopulationRow) => row.eventTime,
  account: (row: PopulationRow) => row.account,
  region: (row: PopulationRow) => row.region,
  eventName: (row: PopulationRow) => row.eventName,
  resourceType: (row: PopulationRow) => row.resourceType as string,
  resourceName: (row: PopulationRow) => row.resourceName,
  resourceArn: (row: PopulationRow) => row.resourceArn,
  actor: (row: PopulationRow) => row.actor,
  sourceIp: (row: PopulationRow) => row.sourceIp,
  userAgent: (row: PopulationRow) => row.userAgent,
  via: (row: PopulationRow) => row.via as string,
  posture: (row: PopulationRow) => jsonText(row.posture),
  verdicts: (row: PopulationRow) => jsonText(row.verdicts),
  class: (row: PopulationRow) => row.class as string,
  reason: (row: PopulationRow) => row.reason,
  object: (row: PopulationRow) => row.object,
  recordIndex: (row: PopulationRow) => String(row.recordIndex),
};

it('base 85 brings back what it was given, of any length, in letters that mean nothing to HTML', () => {
  for (let length = 0; length < 40; length += 1) {
    for (const bytes of [
      Uint8Array.from({ length }, (_, at) => (at * 89 + length * 7) % 256),
      new Uint8Array(length).fill(255),
      new Uint8Array(length),
    ]) {
      const text = toBase85(bytes);
      expect(text).toMatch(/^[^\s"&'(<>@\\`]*$/);
      expect([...fromBase85(text)]).toEqual([...bytes]);
    }
  }
});

describe('times', () => {
  it.each(['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.123Z', '2026-02-30T00:00:00Z', 'yesterday', '', '1900-01-01T00:00:00Z'])(
    '%j comes back',
    (eventTime) => {
      const rows = rowsOf(makeRun({ findings: 1, compliant: 0 })).map((row) => ({ ...row, eventTime }));
      expect(tableOf(runOf(rows.map((row) => row))).value('eventTime', 0)).toBe(eventTime);
    },
  );
});

describe('an ARN', () => {
  const named = { account: '111122223333', region: 'eu-west-1', resourceName: 'Churn-1' };
  it.each([
    ['arn:aws:sagemaker:eu-west-1:111122223333:training-job/Churn-1', '+.training-job/'],
    ['arn:aws:sagemaker:eu-west-1:111122223333:training-job/churn-1', '~.training-job/'],
    ['arn:aws:sagemaker:eu-west-1:111122223333:domain/d-abc', '=.domain/d-abc'],
    ['arn:aws-cn:sagemaker:cn-north-1:111122223333:model/churn-1', '~=arn:aws-cn:sagemaker:cn-north-1:111122223333:model/'],
    ['Churn-1', '+='],
    ['', '=='],
  ])('%s is coded as %s, and comes back', (arn, coded) => {
    expect(codedArn(arn, named)).toBe(coded);
    expect(decodedArn(coded, named)).toBe(arn);
  });
});

describe('what does not fit', () => {
  const { byClass } = many.evidence.population;
  const limits = { rows: 100, hashes: 50 };
  const table = tableOf(many, limits);

  it('is left out from the end of the least of classes', () => {
    expect(byClass).toMatchObject({ 'non-compliant': 35, exempt: 5, 'not-evaluable': 18 });
    expect(quotas(byClass, 50)).toMatchObject({ 'non-compliant': 35, 'not-evaluable': 15, exempt: 0, compliant: 0 });
    const classes = Array.from({ length: table.rows }, (_, row) => table.value('class', row));
    expect(classes.filter((name) => name === 'compliant')).toHaveLength(quotas(byClass, 100).compliant);
    expect(table.rows).toBe(100);
  });

  it('leaves each row its own line of population.jsonl, and the first of the hashes', () => {
    const rows = rowsOf(many);
    let hashed = 0;
    for (let row = 0; row < table.rows; row += 1) {
      const original = rows[table.line(row) - 1]!;
      expect(table.eventId(row)).toBe(original.eventId);
      const sha256 = table.sha256(row);
      if (sha256 !== null) expect(sha256).toBe(original.recordSha256);
      hashed += Number(sha256 !== null);
      if (original.class === 'non-compliant') expect(sha256).not.toBeNull();
    }
    expect(hashed).toBe(50);
  });

  it('is said in the page', () => {
    const population = { rows: () => many.population.rows(), count: many.population.count };
    const evidence = {
      ...many.evidence,
      population: { ...many.evidence.population, rows: 300_000, byClass: { ...byClass, compliant: 280_000, 'not-applicable': 19_000 } },
    };
    const text = [...html({ evidence, population })].join('');
    expect(text).toContain(
      `This page carries 100,000 of 300,000 rows, so that it opens fast. Left out: 180,0${58 + byClass['failed-attempt']} compliant and 19,000 not applicable. All are in population.csv and population.jsonl.`,
    );
    expect([...html(many)].join('')).not.toContain('This page carries');
  });
});

it('the data has the same bytes on every Node', () => {
  const { columns, hashes } = gridData(many);
  expect(createHash('sha256').update(columns).update(hashes).digest('hex')).toBe(
    '2d64db16c30e179ccbecaa2cc37308f6abbdac3f99bbbfa9e2945ae2d0e6a819',
  );
});

describe('choosing', () => {
  const table = tableOf(many);
  const rows = rowsOf(many);
  const facets = facetsOf(table);
  const ids = (found: Iterable<number>) => [...found].map((row) => table.eventId(row)).sort();
  const expected = (test: (row: PopulationRow) => boolean) =>
    rows
      .filter(test)
      .map((row) => row.eventId)
      .sort();
  const state = (part: Partial<State['facets']>, search = ''): State => ({
    ...startState,
    search,
    facets: { ...startState.facets, ...part },
  });

  it.each<[string, State, (row: PopulationRow) => boolean]>([
    ['nothing', startState, () => true],
    ['a class', state({ class: ['non-compliant'] }), (row) => row.class === 'non-compliant'],
    ['two classes', state({ class: ['exempt', 'not-evaluable'] }), (row) => row.class === 'exempt' || row.class === 'not-evaluable'],
    ['a verdict', state({ verdict: ['vpc-required NON_COMPLIANT'] }), (row) => row.verdicts['vpc-required'] === 'NON_COMPLIANT'],
    [
      'two facets',
      state({ account: ['111122223333'], region: ['us-east-1'] }),
      (row) => row.account === '111122223333' && row.region === 'us-east-1',
    ],
    ['a value that is not there', state({ account: ['999'] }), () => false],
    ['a search', state({}, ' Score-4 '), (row) => row.resourceName!.includes('score-4')],
    ['a search in ARNs', state({}, 'TRAINING-JOB/churn-train-3'), (row) => !!row.resourceArn?.includes('training-job/churn-train-3')],
    ['a search over the seam of two values', state({}, 'example.comarn'), () => false],
    ['an event ID', state({}, rows[7]!.eventId), (row) => row === rows[7]],
    [
      'a sha256',
      state({}, `${'0'.repeat(61)}0ff`),
      (row) => !!row.recordSha256?.endsWith('0ff') && row.recordSha256.startsWith('0'.repeat(61)),
    ],
    ['both', state({ class: ['compliant'] }, 'ana@'), (row) => row.class === 'compliant' && row.actor.endsWith('ana@example.com')],
  ])('%s', (_, asked, test) => {
    const chosen = choose(facets, matching(table, asked.search), table.rows, asked);
    expect(ids(chosen.rows)).toEqual(expected(test));
  });

  it('counts for each value the rows that choosing it alone in its facet would give', () => {
    const asked = state({ class: ['non-compliant'], account: ['111122223333'] }, 'churn');
    const { counts } = choose(facets, matching(table, asked.search), table.rows, asked);
    for (const facet of facets) {
      for (const [at, value] of facet.values.entries()) {
        const alone = state({ ...asked.facets, [facet.name]: [value] }, asked.search);
        expect(counts.get(facet.name)![at], `${facet.name} ${value}`).toBe(
          choose(facets, matching(table, asked.search), table.rows, alone).rows.length,
        );
      }
    }
  });

  it.each(['eventTime', 'resourceName', 'actor', 'reason', 'account'] as const)(
    'sorts by %s both ways, rows of one value by time',
    (sort) => {
      const inOrder = [...rows.keys()].sort((a, b) => compare(rows[a]![sort] ?? '', rows[b]![sort] ?? '') || a - b);
      const reversed = [...rows.keys()].sort((a, b) => compare(rows[b]![sort] ?? '', rows[a]![sort] ?? '') || a - b);
      expect([...sorted(table, all(table), { sort, descending: false })]).toEqual(inOrder);
      expect([...sorted(table, all(table), { sort, descending: true })]).toEqual(reversed);
    },
  );

  it('sorts classes by what matters most', () => {
    const classes = [...sorted(table, all(table), startState)].map((row) => table.value('class', row));
    expect([...new Set(classes)]).toEqual(['non-compliant', 'not-evaluable', 'exempt', 'failed-attempt', 'compliant', 'not-applicable']);
  });
});

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

describe('the URL', () => {
  it.each<[Partial<State>, string]>([
    [{}, '#population'],
    [{ search: 'a&b=c#d é' }, '#population?q=a%26b%3Dc%23d+%C3%A9'],
    [{ sort: 'eventTime', descending: true }, '#population?sort=eventTime-desc'],
    [
      { facets: { ...startState.facets, class: ['exempt', 'compliant'], actor: ['"><script>'] } },
      '#population?class=exempt&class=compliant&actor=%22%3E%3Cscript%3E',
    ],
  ])('%j', (part, hash) => {
    const asked = { ...startState, ...part };
    expect(hashOf(asked)).toBe(hash);
    if (hash.includes('?')) expect(stateOf(hash)).toEqual(asked);
  });

  it.each(['', '#findings', '#population', '#populations?q=x'])('%j asks for nothing', (hash) => {
    expect(stateOf(hash)).toBeUndefined();
  });

  it('takes no column that it does not have', () => {
    expect(stateOf('#population?sort=__proto__-desc')).toMatchObject({ sort: 'class' });
  });
});
