import { cut } from '../../core/athena/days.ts';
import { selectSql } from '../../core/athena/select.ts';
import type { RecordTable } from '../../core/athena/table.ts';
import { type Days, dayAt } from '../../core/days.ts';
import { msPerDay } from '../../core/time.ts';
import { lateDelivery } from '../../trail/key.ts';
import { AthenaError } from './athena-error.ts';

export interface SliceOptions {
  /** Of events, half-open; `undefined` with `published`. */
  readonly period: { readonly from: string; readonly to: string } | undefined;
  /** Exactly these publish dates, whatever the time of the events; instead of `period`. */
  readonly published?: Days | undefined;
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

/**
 * A statement for each piece of the publish dates that may hold events of the period; of Security Lake, whose partitions go by time of
 * the event, a day before the period and the period. @throws AthenaError, TableProblem
 */
export function slicesOf(table: RecordTable, options: SliceOptions): Slice[] {
  const { period, accounts, regions } = options;
  // Service quota "query string length".
  const mostBytes = 262_144;
  const give = options.objects ? 'objects' : 'records';
  return cut(daysOf(table, options), options.sliceDays).map((days) => {
    const sql = selectSql({ table, period, days, accounts, regions, give });
    if (Buffer.byteLength(sql) > mostBytes)
      throw new AthenaError(
        `the statement has ${Buffer.byteLength(sql)} bytes, and Athena takes ${mostBytes}: ask for fewer accounts at a time`,
      );
    return { days, sql };
  });
}

/** @throws AthenaError */
function daysOf(table: RecordTable, { period, published, now }: SliceOptions): Days {
  if (published) return published;
  if (!period) throw new AthenaError('a table is asked for a period, or for publish dates');
  const after = table.kind === 'security-lake' ? 0 : lateDelivery.after;
  const first = dayAt(Date.parse(period.from) - lateDelivery.before);
  const last = dayAt(Math.min(Date.parse(period.to) + after - 1, now + msPerDay));
  if (first > last) throw new AthenaError(`the period begins after today: ${period.from}`);
  return { first, last };
}
