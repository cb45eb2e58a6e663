import type { Activity } from '../core/evidence.ts';
import type { RecordCell } from '../trail/object-reading.ts';

const msPerDay = 86_400_000;

/** Counts records by account, region and UTC day of event time. */
export class ActivityCount {
  readonly #places = new Map<string, { account: string; region: string; days: Map<number, number> }>();

  /** @param time epoch milliseconds */
  add(account: string, region: string, time: number, records: number): void {
    const key = `${account} ${region}`;
    let place = this.#places.get(key);
    if (!place) {
      place = { account, region, days: new Map() };
      this.#places.set(key, place);
    }
    const day = Math.floor(time / msPerDay);
    place.days.set(day, (place.days.get(day) ?? 0) + records);
  }

  all(): Activity[] {
    return [...this.#places]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { account, region, days }]) => ({
        account,
        region,
        records: [...days.values()].reduce((sum, count) => sum + count, 0),
        byDay: Object.fromEntries(
          [...days].sort(([a], [b]) => a - b).map(([day, count]) => [new Date(day * msPerDay).toISOString().slice(0, 10), count]),
        ),
      }));
  }
}

/** The cells of many objects as one list, in order of account, Region and hour. */
export class HourCount {
  readonly #cells = new Map<string, { account: string; region: string; hour: string; records: number }>();

  add({ account, region, hour, records }: RecordCell): void {
    const key = `${account} ${region} ${hour}`;
    const cell = this.#cells.get(key);
    if (cell) cell.records += records;
    else this.#cells.set(key, { account, region, hour, records });
  }

  all(): RecordCell[] {
    return [...this.#cells].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell);
  }
}
