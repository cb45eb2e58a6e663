/** Seconds since 1970 <-> CloudTrail's forms, without a time zone. */

export const hour = 3_600;
export const day = 24 * hour;

/** The third quarter of 2026, half-open. */
export const quarter = { from: Date.UTC(2026, 6, 1) / 1000, to: Date.UTC(2026, 9, 1) / 1000 };

export function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** 0 is Sunday. */
export function weekday(seconds: number): number {
  return new Date(seconds * 1000).getUTCDay();
}

export function isWeekend(seconds: number): boolean {
  return [0, 6].includes(weekday(seconds));
}
