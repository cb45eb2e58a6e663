import type { Evidence } from '../../core/evidence/model.ts';

/** Where a time lies in the period, in percent of the width; times outside lie on the edge. Absent: the period has no width. */
export function scaleOf({ from, to }: Evidence['period']): ((time: string) => number) | undefined {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  if (!(end > start)) return undefined;
  return (time) => percent(((Date.parse(time) - start) / (end - start)) * 100);
}

export function percent(value: number): number {
  return Math.round(Math.min(100, Math.max(0, value)) * 100) / 100;
}

/** The first, middle and last day of an axis. */
export function axisDays({ from, to }: Evidence['period']): string[] {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  return [start, (start + end) / 2, end].map((time) => new Date(time).toISOString().slice(0, 10));
}
