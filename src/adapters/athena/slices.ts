import { cut, type Days, dayOf, startOf } from '../../core/athena/days.ts';
import { selectSql } from '../../core/athena/select.ts';
import type { RecordTable } from '../../core/athena/table.ts';
import { lateDelivery } from '../../trail/key.ts';
import { SourceError } from '../../trail/source.ts';

export interface SliceOptions {
  /** Half-open. */
  readonly period: { readonly from: string; readonly to: string };
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** Log files are read for what Athena found in them; otherwise its columns are all there is. */
  readonly objects: boolean;
  readonly sliceDays: number;
  /** Epoch milliseconds: nothing was published after. */
  readonly now: number;
}

export interface Slice {
  readonly days: Days;
  readonly sql: string;
}

const day = 86_400_000;

/**
 * A statement for each piece of the publish dates that may hold events of the period; of Security Lake, whose partitions go by time of
 * the event, a day before the period and the period. @throws SourceError, TableProblem
 */
export function slicesOf(table: RecordTable, options: SliceOptions): Slice[] {
  const { period, accounts, regions, now } = options;
  const after = table.kind === 'security-lake' ? 0 : lateDelivery.after;
  const first = dayOf(Date.parse(period.from) - lateDelivery.before);
  const last = dayOf(Math.min(Date.parse(period.to) + after - 1, now + day));
  if (startOf(first) > startOf(last)) throw new SourceError(`the period begins after today: ${period.from}`);
  // Service quota "query string length".
  const mostBytes = 262_144;
  const give = options.objects ? 'objects' : 'records';
  return cut({ first, last }, options.sliceDays).map((days) => {
    const sql = selectSql({ table, period, days, accounts, regions, give });
    if (Buffer.byteLength(sql) > mostBytes)
      throw new SourceError(
        `the statement has ${Buffer.byteLength(sql)} bytes, and Athena takes ${mostBytes}: ask for fewer accounts at a time`,
      );
    return { days, sql };
  });
}
