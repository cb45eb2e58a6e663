import type { LateDelivery } from '../core/coverage.ts';
import { msPerHour } from '../core/time.ts';
import type { RecordCell } from '../trail/object-reading.ts';
import { publishedAt } from '../trail/published-at.ts';
import { startOf } from './hour.ts';

/** Counts what was delivered more than an hour after the hour of its event had ended, as the names of the log files tell. */
export class Lateness {
  #records = 0;
  #objects = 0;
  #longestHours = 0;

  add(key: string, cells: readonly RecordCell[]): void {
    const published = publishedAt(key);
    if (published === undefined) return;
    let late = 0;
    for (const { hour, records } of cells) {
      const hours = Math.floor((published - (startOf(hour) + msPerHour)) / msPerHour);
      if (hours < 1) continue;
      late += records;
      this.#longestHours = Math.max(this.#longestHours, hours);
    }
    this.#records += late;
    if (late > 0) this.#objects++;
  }

  /** What somebody else counted so. */
  addCounted({ hours, records, objects }: { readonly hours: number; readonly records: number; readonly objects: number }): void {
    this.#records += records;
    this.#objects += objects;
    this.#longestHours = Math.max(this.#longestHours, hours);
  }

  all(): LateDelivery {
    return { records: this.#records, objects: this.#objects, longestHours: this.#longestHours };
  }
}
