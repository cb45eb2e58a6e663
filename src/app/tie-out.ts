import type { Evidence } from '../core/evidence/model.ts';
import type { TieOutLine } from '../core/evidence/reading.ts';
import type { IntegrityCounts } from '../core/integrity.ts';
import type { Counters } from './counters.ts';

/** The lines that must balance. Each total has a counter of its own, kept at another stage than the terms it is held against. */
export function tieOut(
  counters: Counters,
  population: Evidence['population'],
  activity: Evidence['activity'],
  hashed: IntegrityCounts | undefined,
): TieOutLine[] {
  const { objects, records, hours, duplicates, corrected } = counters;
  const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((total, count) => total + count, 0);
  return [
    line('objects', ['objects listed', objects.listed], {
      'objects read': objects.read,
      'objects unreadable': objects.unreadable,
      'skipped: digests': objects.skipped.digest,
      'skipped: Insights events': objects.skipped.insight,
      'skipped: network activity events': objects.skipped['network-activity'],
      'skipped: aggregated events': objects.skipped.aggregated,
      'skipped: not log files': objects.skipped['not-a-log-file'],
      'skipped: published outside the window': objects.skipped['outside-publish-window'],
    }),
    ...(hashed
      ? [
          line('digests', ['log files read or unreadable', objects.read + objects.unreadable + objects.hashed], {
            'as the digests say': hashed.logsValid,
            'not as the digests say': hashed.logsInvalid,
            'named by no digest': hashed.logsUnnamed,
            'not verified': hashed.logsNotVerified,
          }),
        ]
      : []),
    line('records', ['records read', records.read], {
      'other services': records.otherServices,
      changes: records.changes,
      'failed attempts': records.failedAttempts,
      lifecycle: records.lifecycle,
      'log control': records.trailControl,
      'other SageMaker': records.otherSageMaker,
      'out of period': records.outOfPeriod,
      'out of scope': records.outOfScope,
      'excluded operations': records.excludedOperations,
      unreadable: records.unreadable,
    }),
    line('activity', ['records with a time', records.read - records.unreadable], {
      'in the hours of the period, in scope': activity.reduce((total, { byDay }) => total + sum(byDay), 0),
      'in hours outside the period': hours.outOfPeriod,
      'in hours of the period, out of scope': hours.outOfScope,
    }),
    line('population', ['changes and failed attempts', records.changes + records.failedAttempts], {
      'rows of the population': population.rows,
      'duplicate deliveries': duplicates,
      'replaced by a correction': corrected,
    }),
    line('classes', ['rows of the population', population.rows], population.byClass),
    line('accounts', ['rows of the population', population.rows], { 'sum over accounts': sum(population.byAccount) }),
    line('regions', ['rows of the population', population.rows], { 'sum over regions': sum(population.byRegion) }),
    line('days', ['rows of the population', population.rows], {
      'sum over days': Object.values(population.byDay).reduce((total, day) => total + sum(day), 0),
    }),
  ];
}

export function line(id: string, [label, count]: [string, number], parts: Readonly<Record<string, number>>): TieOutLine {
  const terms = Object.entries(parts).map(([name, value]) => ({ label: name, count: value }));
  return { id, total: { label, count }, terms, balances: terms.reduce((total, term) => total + term.count, 0) === count };
}
