import { type Days, dayAfter, daysIn } from '../days.ts';

/** Cut into pieces of so many days; the last may be shorter. */
export function cut({ first, last }: Days, days: number): Days[] {
  const pieces: Days[] = [];
  for (let day = first; day <= last; day = dayAfter(day, days)) {
    const end = dayAfter(day, days - 1);
    pieces.push({ first: day, last: end < last ? end : last });
  }
  return pieces;
}

export interface MonthOfDays {
  readonly year: string;
  readonly month: string;
  /** `01` to `31`; absent: the whole month. */
  readonly days?: readonly string[];
}

/** The same by month, as folders and partitions are named. */
export function byMonth(days: Days): MonthOfDays[] {
  const months = new Map<string, string[]>();
  for (const day of daysIn(days)) {
    const month = day.slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), day.slice(8)]);
  }
  return [...months].map(([key, list]) => {
    const [year = '', month = ''] = key.split('-');
    const whole = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate() === list.length;
    return { year, month, ...(!whole && { days: list }) };
  });
}
