import { resultColumns } from '../../core/athena/select.ts';
import { isObject, parseJson } from '../../core/json.ts';
import { SourceError } from '../source.ts';

/** One row of a selection's result, as `selectSql` describes it. */
export interface ResultRow {
  /** A log file to be read, or the one that `record` is in. */
  readonly object: string | null;
  readonly account: string;
  readonly region: string;
  /** `2026-07-01T13` */
  readonly hour: string;
  readonly kind: 'wanted' | 'ours' | 'other';
  readonly inside: boolean;
  readonly late: number;
  readonly record: Readonly<Record<string, unknown>> | null;
  readonly records: number;
  readonly objects: number;
}

/** @throws SourceError when it is none: the engine answers otherwise than it was asked */
export function resultRow(cells: readonly (string | null)[]): ResultRow {
  const of = (name: (typeof resultColumns)[number]) => cells[resultColumns.indexOf(name)] ?? null;
  const kind = of('kind') ?? 'wanted';
  const record = of('record');
  const members = record === null ? null : parseJson(record);
  const numbers = { late: Number(of('late') ?? 0), records: Number(of('records')), objects: Number(of('objects')) };
  const isOne =
    cells.length === resultColumns.length &&
    (kind === 'wanted' || kind === 'ours' || kind === 'other') &&
    (members === null || isObject(members)) &&
    Object.values(numbers).every((number) => Number.isSafeInteger(number) && number >= 0);
  if (!isOne)
    throw new SourceError(
      `Athena answered with a row that was not asked for: ${cells.length} columns, of kind ${String(kind).slice(0, 40)}`,
    );
  return {
    object: of('object'),
    account: of('account') ?? '',
    region: of('region') ?? '',
    hour: of('hour') ?? '',
    kind,
    inside: of('inside') === 'true',
    record: members,
    ...numbers,
  };
}
