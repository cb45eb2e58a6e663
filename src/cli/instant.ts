import { InvalidArgumentError } from 'commander';
import { msPerDay } from '../core/time.ts';

/** `2026-01-31T12:00:00Z` or with an offset -> UTC to the second, as CloudTrail writes it. A date alone leaves the zone open: refused. */
export function instant(value: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) throw new InvalidArgumentError(`a date alone has no time zone: did you mean ${value}T00:00:00Z?`);
  const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;
  const time = Date.parse(value);
  if (!form.test(value) || Number.isNaN(time) || !dayExists(value)) {
    throw new InvalidArgumentError('expected ISO 8601 with a zone, such as 2026-01-31T12:00:00Z');
  }
  return new Date(time).toISOString().replace(/\.000Z$/, 'Z');
}

/** In whole seconds. */
export function daysAfter(time: string, days: number): string {
  return new Date(Date.parse(time) + days * msPerDay).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Date.parse takes 2026-02-30 for 2 March. */
function dayExists(value: string): boolean {
  const day = value.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}
