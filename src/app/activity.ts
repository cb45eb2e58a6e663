import type { Activity } from '../core/evidence/reading.ts';
import type { RecordCell } from '../trail/object-reading.ts';

/** The records of each account and Region by UTC day; cells are in order of account, Region and hour. */
export function activityOf(cells: readonly RecordCell[]): Activity[] {
  const places = new Map<string, { account: string; region: string; records: number; byDay: Record<string, number> }>();
  for (const { account, region, hour, records } of cells) {
    const key = `${account} ${region}`;
    const place = places.get(key) ?? { account, region, records: 0, byDay: {} };
    places.set(key, place);
    const day = hour.slice(0, 10);
    place.records += records;
    place.byDay[day] = (place.byDay[day] ?? 0) + records;
  }
  return [...places.values()];
}

interface Cell extends RecordCell {
  records: number;
}

/** The cells of many objects as one list, in order of account, Region and hour. */
export class HourCount {
  readonly #cells = new Map<string, Cell>();
  /** Files beside each other tell of the same hours. */
  #last: Cell | undefined;

  add({ account, region, hour, records }: RecordCell): void {
    let cell = this.#last;
    if (!(cell?.hour === hour && cell.region === region && cell.account === account)) {
      const key = `${account} ${region} ${hour}`;
      cell = this.#cells.get(key) ?? { account, region, hour, records: 0 };
      this.#cells.set(key, cell);
      this.#last = cell;
    }
    cell.records += records;
  }

  all(): RecordCell[] {
    return [...this.#cells].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell);
  }
}
