/** UTC days as text, `2026-07-01`. */

const ms = 86_400_000;

export interface Days {
  /** Both in it. */
  readonly first: string;
  readonly last: string;
}

export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

export function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** Cut into pieces of so many days; the last may be shorter. */
export function cut({ first, last }: Days, days: number): Days[] {
  const pieces: Days[] = [];
  for (let start = startOf(first); start <= startOf(last); start += days * ms) {
    pieces.push({ first: dayOf(start), last: dayOf(Math.min(start + (days - 1) * ms, startOf(last))) });
  }
  return pieces;
}

export function each({ first, last }: Days): string[] {
  const days: string[] = [];
  for (let start = startOf(first); start <= startOf(last); start += ms) days.push(dayOf(start));
  return days;
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
  for (const day of each(days)) {
    const month = day.slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), day.slice(8)]);
  }
  return [...months].map(([key, list]) => {
    const [year = '', month = ''] = key.split('-');
    const whole = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate() === list.length;
    return { year, month, ...(!whole && { days: list }) };
  });
}
