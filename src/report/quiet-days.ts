import type { Evidence } from '../core/evidence/model.ts';
import type { Activity } from '../core/evidence/reading.ts';
import { msPerDay } from '../core/time.ts';

const dayOf = (day: number) => new Date(day * msPerDay).toISOString().slice(0, 10);

/** The UTC days that a period touches, by number since 1970; none where it has no dates. */
export function daysOf({ from, to }: Pick<Evidence['period'], 'from' | 'to'>): { first: number; days: number } {
  const first = Math.floor(Date.parse(from) / msPerDay);
  const days = Math.ceil(Date.parse(to) / msPerDay) - first;
  return days > 0 ? { first, days } : { first: 0, days: 0 };
}

/** Days without a record, as runs: `2026-07-04` or `2026-07-04 to 2026-07-06`. */
export function quietDays(
  { byDay }: Pick<Activity, 'byDay'>,
  period: Pick<Evidence['period'], 'from' | 'to'>,
): { days: number; runs: string[] } {
  const { first, days } = daysOf(period);
  const seen = Object.entries(byDay)
    .flatMap(([day, records]) => (records > 0 ? [Date.parse(day) / msPerDay] : []))
    .filter((day) => day >= first && day < first + days)
    .sort((a, b) => a - b);
  let next = first;
  const runs = [...seen, first + days].flatMap((day) => {
    const run = day === next ? [] : [day - 1 === next ? dayOf(next) : `${dayOf(next)} to ${dayOf(day - 1)}`];
    next = day + 1;
    return run;
  });
  return { days: days - seen.length, runs };
}
