import { jsonEscaped } from '../../text/safe-text.ts';
import { rowMembers } from '../members.ts';
import type { Table } from './table.ts';

/** The chosen rows as `population.csv` has them, byte for byte; a sha256 that only the files have is an empty cell. */
export function* csvOf(table: Table, rows: Uint32Array): Generator<string> {
  const { rules } = table.header;
  yield line([...rowMembers, ...rules]);
  for (const row of rows) {
    const verdicts = JSON.parse(table.value('verdicts', row) ?? '{}') as Record<string, string>;
    yield line([...rowMembers.map((name) => member(table, row, name)), ...rules.map((rule) => verdicts[rule] ?? '')]);
  }
}

const asIs = new Set(['posture', 'verdicts', 'recordIndex']);

function member(table: Table, row: number, name: (typeof rowMembers)[number]): string {
  if (name === 'eventId') return escaped(table.eventId(row));
  if (name === 'recordSha256') return escaped(table.sha256(row) ?? '');
  const value = table.value(name, row) ?? '';
  return asIs.has(name) ? value : escaped(value);
}

const escaped = (text: string) => (/^[\t\r\n]/.test(text) ? `'${jsonEscaped(text)}` : jsonEscaped(text));

function line(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/** RFC 4180, after a formula is neutralised (OWASP, CSV injection; the last four are full-width forms). */
function cell(text: string): string {
  const inert = /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
