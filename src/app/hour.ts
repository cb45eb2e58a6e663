let last = { hour: '', start: Number.NaN };

/** `2026-07-01T13` -> the epoch milliseconds of its start. Kept, because files beside each other tell of the same hours. */
export function startOf(hour: string): number {
  if (hour !== last.hour) last = { hour, start: Date.parse(`${hour}:00:00Z`) };
  return last.start;
}
