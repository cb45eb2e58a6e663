import { type RowClass, rowClasses } from '../../core/evidence/population.ts';
import { msPerDay } from '../../core/time.ts';
import type { PageData } from './data.ts';

export interface Bucket {
  /** First day, `2026-01-31`. */
  readonly day: string;
  readonly classes: Readonly<Record<RowClass, number>>;
  readonly total: number;
  readonly logControl: number;
  /** A gap of the coverage is in it. */
  readonly gap: boolean;
}

/** More bars than this cannot be told apart: then a bar is several days. */
const most = 366;

/** The whole period in equal steps of days (UTC), the empty ones too: a gap is to be seen. None where the period has no dates. */
export function bucketsOf({ period, population, trailControl, coverage }: PageData['evidence']): { days: number; buckets: Bucket[] } {
  const from = Math.floor(Date.parse(period.from) / msPerDay);
  const to = Math.ceil(Date.parse(period.to) / msPerDay);
  if (!(to > from)) return { days: 1, buckets: [] };
  const days = Math.ceil((to - from) / most);
  const slots = Array.from({ length: Math.ceil((to - from) / days) }, (_, at) => emptyBucket(from + at * days));
  const slotOf = (date: string) => slots[Math.floor((Math.floor(Date.parse(date) / msPerDay) - from) / days)];
  for (const [day, classes] of Object.entries(population.byDay)) {
    const slot = slotOf(day);
    if (!slot) continue;
    for (const name of rowClasses) {
      slot.classes[name] += classes[name];
      slot.total += classes[name];
    }
  }
  for (const event of trailControl) {
    const slot = slotOf(event.eventTime);
    if (slot) slot.logControl += 1;
  }
  const msPerSlot = days * msPerDay;
  for (const gap of coverage.gaps) {
    const first = Math.floor((Date.parse(gap.from) - from * msPerDay) / msPerSlot);
    const last = Math.ceil((Date.parse(gap.to) - from * msPerDay) / msPerSlot);
    for (const slot of slots.slice(Math.max(0, first), last)) slot.gap = true;
  }
  return { days, buckets: slots };
}

function emptyBucket(day: number): Bucket & { classes: Record<RowClass, number>; total: number; logControl: number; gap: boolean } {
  const classes = Object.fromEntries(rowClasses.map((name) => [name, 0])) as Record<RowClass, number>;
  return { day: new Date(day * msPerDay).toISOString().slice(0, 10), classes, total: 0, logControl: 0, gap: false };
}
