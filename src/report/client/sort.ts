import { attention } from '../html/attention.ts';
import type { Column } from './column.ts';
import type { State } from './state.ts';
import type { Table } from './table.ts';

/** By counting: codes are ranks already. Rows of one value stay in the population's order, which is that of time. */
export function sorted(table: Table, rows: Uint32Array, { sort, descending }: Pick<State, 'sort' | 'descending'>): Uint32Array {
  const column = table.column(sort);
  const { codes, count } = column;
  const keys = keysOf(column, sort === 'class', descending);
  const next = new Uint32Array(count + 1);
  for (const row of rows) {
    const after = (keys[codes[row] ?? 0] ?? 0) + 1;
    next[after] = (next[after] ?? 0) + 1;
  }
  for (let key = 1; key <= count; key += 1) next[key] = (next[key] ?? 0) + (next[key - 1] ?? 0);
  const result = new Uint32Array(rows.length);
  for (const row of rows) {
    const key = keys[codes[row] ?? 0] ?? 0;
    const at = next[key] ?? 0;
    result[at] = row;
    next[key] = at + 1;
  }
  return result;
}

function keysOf(column: Column, isClass: boolean, descending: boolean): Uint32Array {
  const keys = isClass ? classRanks(column) : Uint32Array.from({ length: column.count }, (_, code) => code);
  return descending ? keys.map((key) => column.count - 1 - key) : keys;
}

/** By code. */
function classRanks(column: Column): Uint32Array {
  const names = Array.from({ length: column.count }, (_, code) => column.valueOf(code));
  const inOrder = attention.filter((name) => names.includes(name));
  const rankOf = new Map<string | null, number>(inOrder.map((name, at) => [name, at]));
  return Uint32Array.from(names, (name) => rankOf.get(name) ?? 0);
}
