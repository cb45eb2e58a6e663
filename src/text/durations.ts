import { counted } from './numbers.ts';

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** The two largest units, cut off, never rounded up: 93,784 -> `1 day 2 hours`. */
export function durationWords(seconds: number): string {
  const first = units.findIndex(([, size]) => seconds >= size);
  if (first < 0) return 'less than a second';
  let left = seconds;
  const words = units.slice(first, first + 2).map(([name, size]) => {
    const value = Math.floor(left / size);
    left -= value * size;
    return value === 0 ? '' : counted(value, name);
  });
  return words.filter(Boolean).join(' ');
}
