import type { Alert } from '../core/alert.ts';
import { jsonText, shortened } from '../text/safe-text.ts';

/** Characters of a string and items of a list, from generous to spare. */
const steps = [
  { characters: 4_000, items: 400 },
  { characters: 1_000, items: 100 },
  { characters: 250, items: 40 },
  { characters: 100, items: 10 },
] as const;

/**
 * An alert as JSON of at most `limit` bytes: long strings are shortened, and say by how much; long lists keep their first items. Only what
 * an attacker made long is ever that long: an event has at most 256 KB.
 */
export function alertJson(alert: Alert, limit: number): string {
  const whole = jsonText(alert);
  if (Buffer.byteLength(whole) <= limit) return whole;
  for (const { characters, items } of steps) {
    const json = jsonText(cut(alert, characters, items));
    if (Buffer.byteLength(json) <= limit) return json;
  }
  throw new RangeError(`an alert cannot be made to fit into ${limit} bytes`);
}

function cut(value: unknown, characters: number, items: number): unknown {
  if (typeof value === 'string') return shortened(value, characters);
  if (Array.isArray(value)) return value.slice(0, items).map((item) => cut(item, characters, items));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).slice(0, Math.max(items, 40));
  return Object.fromEntries(entries.map(([key, member]) => [shortened(key, characters), cut(member, characters, items)]));
}
