import { recordOfColumns } from '../../core/athena/record.ts';
import { read } from '../../core/read.ts';
import { parseRecord } from '../../core/record.ts';
import type { Counted, ObjectReading, PlacedReading, RecordCell } from '../object-reading.ts';
import type { ResultRow } from './row.ts';

/**
 * What rows of a result say, in the form of a log file's reading: counts of what nobody reads, and records that were put together from
 * a table's columns, which have neither an index nor a hash.
 *
 * @param period half-open; absent: the rows say nothing of one, and what is counted has the time of its hour's start
 */
export function readingOf(rows: readonly ResultRow[], period: { readonly from: string; readonly to: string } | undefined): ObjectReading {
  const readings: PlacedReading[] = [];
  const cells: RecordCell[] = [];
  const others: Counted['others'][number][] = [];
  const late: Counted['late'][number][] = [];
  let [records, otherServices, objects] = [0, 0, 0];
  for (const row of rows) {
    const { account, region, hour, kind } = row;
    const cell = { account, region, hour, records: row.records };
    records += row.records;
    objects += row.objects;
    if (row.late > 0) late.push({ account, region, hour, hours: row.late, records: row.records, objects: row.objects });
    if (kind === 'wanted') {
      const placed = placedReading(row.record ?? {});
      for (let copy = 0; copy < row.records; copy++) readings.push(placed);
      if (placed.reading.kind !== 'unreadable') cells.push(cell);
      continue;
    }
    cells.push(cell);
    if (kind === 'other') otherServices += row.records;
    else others.push({ account, region, records: row.records, eventTime: timeOf(row, period) });
  }
  return { records, otherServices, readings, cells, bytes: 0, counted: { objects, others, late } };
}

function timeOf({ hour, inside }: ResultRow, period: Parameters<typeof readingOf>[1]): string {
  if (!period) return `${hour}:00:00Z`;
  return inside ? period.from : period.to;
}

function placedReading(members: Readonly<Record<string, unknown>>): PlacedReading {
  const reading = read(parseRecord(recordOfColumns(members)));
  const nowhere = { index: null, recordSha256: null };
  return reading.kind === 'ignored' || reading.kind === 'unreadable' ? { ...nowhere, reading } : { ...nowhere, reading };
}
