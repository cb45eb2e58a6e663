import { stringify } from 'csv-stringify/sync';
import type { PopulationRow } from '../core/evidence/population.ts';
import type { RuleId } from '../core/rule.ts';
import { jsonEscaped, jsonText } from '../text/safe-text.ts';
import { inBatches } from './batch.ts';
import { rowMembers } from './members.ts';
import type { Run } from './reporter.ts';

/**
 * `population.csv`: RFC 4180, CRLF, UTF-8 without a byte order mark, one line per row.
 *
 * Columns: the members of `population.jsonl` in the same order, then one per enabled rule, named by the rule's id, with its
 * compliance. `posture` and `verdicts` are JSON. No value: an empty cell. Control, bidi and zero-width characters are written as
 * JSON escapes (a line break is `\n`), so that no cell breaks its row. A cell that a spreadsheet would take for a formula (begins
 * with `= + - @`, their full-width forms, TAB, CR or LF) gets a leading `'`.
 */
export function* csv({ evidence, population }: Run): Generator<string> {
  const rules = evidence.rules.filter((rule) => rule.enabled).map((rule) => rule.id);
  yield asCsv([[...rowMembers, ...rules]]);
  for (const rows of inBatches(population.rows())) yield asCsv(rows.map((row) => cells(row, rules)));
}

function asCsv(records: string[][]): string {
  return stringify(records, { record_delimiter: '\r\n', escape_formulas: true });
}

function cells(row: PopulationRow, rules: readonly RuleId[]): string[] {
  return [...rowMembers.map((name) => cell(row[name])), ...rules.map((rule) => cell(row.verdicts[rule]))];
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return jsonText(value);
  // Judged before it is escaped: csv-stringify, which neutralises the other formulas, no longer sees these.
  return /^[\t\r\n]/.test(value) ? `'${jsonEscaped(value)}` : jsonEscaped(value);
}
