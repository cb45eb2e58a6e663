import { msPerDay } from './time.ts';

/** UTC days as text, `2026-07-01`: they sort as they follow each other. */

export interface Days {
  /** Both in it. */
  readonly first: string;
  readonly last: string;
}

/** Its first moment, epoch milliseconds; `undefined`: no such day. */
export function startOfDay(day: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) || dayAt(time) !== day ? undefined : time;
}

/** @param time epoch milliseconds */
export const dayAt = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** @param by whole days, negative for earlier ones */
export const dayAfter = (day: string, by = 1): string => dayAt((startOfDay(day) ?? Number.NaN) + by * msPerDay);

/** In order; none where the first is after the last. */
export function daysIn({ first, last }: Days): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = dayAfter(day)) days.push(day);
  return days;
}
