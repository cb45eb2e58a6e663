import type { GapCause } from '../../core/coverage.ts';
import type { Limit, LimitCode } from '../../core/evidence/limit.ts';
import type { Evidence } from '../../core/evidence/model.ts';
import type { TieOutLine } from '../../core/evidence/reading.ts';
import { verdictOf } from '../../core/evidence/verdict.ts';
import { type Check, check } from './check.ts';
import type { Tally } from './tally.ts';

/** What the evidence says, held against the rows. Nothing here is taken from the code that wrote it. */
export function contentChecks(evidence: Evidence, tally: Tally): Check[] {
  const { population, findings, limits, verdict } = evidence;
  const open = findings.filter(({ status }) => status === 'open').length;
  const expected = verdictOf(open, findings.length - open, limits);
  return [
    check('rows', 'the population has as many rows as the evidence says', differing('rows', tally.rows, population.rows), [
      `${tally.rows} rows`,
    ]),
    check('period', 'every row is of the period', tally.outOfPeriod),
    check(
      'tie-out',
      'every line of the tie-out balances, and its counts are those of the rows',
      [...counts(evidence, tally), ...lines(evidence, tally)],
      [`${evidence.tieOut.length} lines`],
    ),
    check(
      'findings',
      'each row that fails a rule has its finding, each finding its row, and each row the class that follows',
      tally.contradictions,
      [`${findings.length} findings, ${open} open`],
    ),
    check('limits', 'the limits that the evidence itself calls for are stated', missingLimits(evidence)),
    check(
      'verdict',
      'the verdict follows from findings and limits',
      expected === verdict ? [] : [`says ${verdict}, findings and limits say ${expected}`],
      [verdict],
    ),
  ];
}

function counts({ population }: Evidence, tally: Tally): string[] {
  const days = Object.entries(population.byDay).flatMap(([day, classes]) =>
    Object.entries(classes).map(([name, count]) => [`${day} ${name}`, count] as const),
  );
  return [
    ...compare('class', population.byClass, tally.byClass),
    ...compare('account', population.byAccount, tally.byAccount),
    ...compare('region', population.byRegion, tally.byRegion),
    ...compare('operation', population.byOperation, tally.byOperation),
    ...compare('day', Object.fromEntries(days), tally.byDayAndClass),
  ];
}

/** Zero and absent are alike. */
function compare(what: string, stated: Readonly<Record<string, number>>, found: ReadonlyMap<string, number>): string[] {
  const keys = new Set([...Object.keys(stated), ...found.keys()]);
  return [...keys].flatMap((key) => differing(`${what} ${key}`, found.get(key) ?? 0, stated[key] ?? 0));
}

function differing(what: string, found: number, stated: number): string[] {
  return found === stated ? [] : [`${what}: ${found} in the population, ${stated} in the evidence`];
}

/** The lines whose terms are counts of rows; the others can only be added up. */
function lines({ tieOut, population, posture }: Evidence, { rows }: Tally): string[] {
  const present = new Set(tieOut.map(({ id }) => id));
  const own = posture ? ['listings', 'resources'] : ['objects', 'records', 'population'];
  const absent = [...own, 'classes', 'accounts', 'regions', 'days'].filter((id) => !present.has(id));
  return [...absent.map((id) => `line ${id} is missing`), ...tieOut.flatMap((line) => wrongIn(line, rows, population))];
}

function wrongIn(line: TieOutLine, rows: number, population: Evidence['population']): string[] {
  const { id, total, terms, balances } = line;
  const sum = terms.reduce((all, { count }) => all + count, 0);
  const ofRows = ['classes', 'accounts', 'regions', 'days'].includes(id);
  const rowTerm = terms.find(({ label }) => label === 'rows of the population')?.count;
  const classes: Readonly<Record<string, number>> = population.byClass;
  return [
    ...(sum === total.count && balances ? [] : [`line ${id}: the terms add up to ${sum}, the total is ${total.count}`]),
    ...(ofRows && total.count !== rows ? [`line ${id}: ${rows} rows in the population, the line says ${total.count}`] : []),
    ...((id === 'population' || id === 'resources') && rowTerm !== rows
      ? [`line ${id}: ${rows} rows in the population, the line says ${rowTerm ?? 'nothing'}`]
      : []),
    ...(id === 'classes' ? terms.flatMap(({ label, count }) => (classes[label] === count ? [] : [`line ${id}: ${label}`])) : []),
  ];
}

/** A limit left out would make the verdict better than it is. */
function missingLimits(evidence: Evidence): string[] {
  const { integrity, coverage, population, trailControl, findings, tieOut, limits, posture } = evidence;
  const digestGaps = coverage.gaps.filter(({ cause }) => !ofOtherKinds.has(cause)).length;
  const term = (id: string, label: string) => tieOut.find((line) => line.id === id)?.terms.find((each) => each.label === label)?.count ?? 0;
  const called: readonly (readonly [LimitCode, number, boolean])[] = [
    ['list-failed', posture?.listings.filter(({ why }) => why !== null && why !== 'not-offered').length ?? 0, true],
    ['gone', posture && posture.resourceArn === null ? posture.gone : 0, false],
    ['created-before', posture && posture.since !== null ? 1 : 0, false],
    ['unverified', integrity.digests || posture ? 0 : 1, !integrity.acceptedUnverified],
    ['tampered', integrity.digests?.verdict === 'tampered' ? 1 : 0, true],
    ['not-evaluable', population.byClass['not-evaluable'], true],
    ['unreadable-object', term('objects', 'objects unreadable'), true],
    ['unreadable-record', term('records', 'unreadable'), true],
    ['logging-changed', trailControl.filter(({ blinding }) => blinding).length, true],
    ['baseline', findings.filter(({ exemption }) => exemption?.status === 'baseline').length, false],
    ['does-not-balance', tieOut.filter(({ balances }) => !balances).length, true],
  ];
  const verified = integrity.digests?.verdict === 'valid';
  return [
    ...(integrity.verified === verified ? [] : ['integrity: verified, and the digests say otherwise']),
    ...(digestGaps > 0 && integrity.digests && !limits.some(({ code, inconclusive }) => code === 'coverage-gap' && inconclusive)
      ? ['coverage-gap is not stated']
      : []),
    ...called.flatMap(([code, count, inconclusive]) => {
      if (count === 0) return [];
      const stated: Limit | undefined = limits.find((limit) => limit.code === code);
      if (!stated) return [`${code} is not stated`];
      if (stated.count !== count) return [`${code}: stated for ${stated.count}, counted ${count}`];
      return stated.inconclusive === inconclusive
        ? []
        : [`${code}: is ${inconclusive ? '' : 'not '}one that keeps a run from being conclusive`];
    }),
  ];
}

/** Gaps that other limits tell of. */
const ofOtherKinds: ReadonlySet<GapCause> = new Set(['logging-stopped', 'logging-changed', 'no-records']);
