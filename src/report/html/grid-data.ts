import { gzipSync } from 'fflate';
import { toBase85 } from '../client/base85.ts';
import type { GridHeader } from '../client/format.ts';
import type { Run } from '../reporter.ts';
import { planes, widthOf } from './grid-bytes.ts';
import { codedColumns, differences } from './grid-columns.ts';
import { type GridRow, gridLimits, gridRows } from './grid-rows.ts';

export interface GridData {
  /** Base 85; see client/format.ts. */
  readonly columns: string;
  readonly hashes: string;
  readonly header: GridHeader;
}

/**
 * Compressed in JavaScript: zlib's output differs between the versions that Node 20 and 24 carry, and the page's bytes must not.
 */
export function gridData({ evidence, population }: Run, limits = gridLimits): GridData {
  const chosen = gridRows(population, evidence.population.byClass, limits);
  const columns = codedColumns(chosen.map(({ row }) => row));
  const lines = chosen.length === population.count ? [] : differences(chosen.map(({ line }) => line));
  const ids = packed(chosen, 'eventId', 16, uuid);
  const hashed = chosen.map((each) => each.hashed);
  const hashes = packed(
    chosen.filter((each) => each.hashed),
    'recordSha256',
    32,
    sha256,
  );
  const header: GridHeader = {
    rows: chosen.length,
    population: population.count,
    rules: evidence.rules.filter((rule) => rule.enabled).map((rule) => rule.id),
    columns: columns.map(({ column }) => column),
    lineBytes: lines.length === 0 ? 0 : widthOf(lines),
    hashes: hashed.filter(Boolean).length,
    irregular: { eventId: ids.irregular, recordSha256: hashes.irregular },
  };
  const head = new TextEncoder().encode(JSON.stringify(header));
  const body = joined([
    planes([head.length], 4),
    head,
    ...columns.flatMap(({ bytes }) => bytes),
    planes(lines, header.lineBytes),
    Uint8Array.from(hashed, Number),
  ]);
  return { columns: toBase85(gzipSync(body, { level: 9, mtime: 0 })), hashes: toBase85(joined([ids.bytes, hashes.bytes])), header };
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const sha256 = /^[0-9a-f]{64}$/;

/** Hex as bytes; what is not of the form, by its place among `rows`. */
function packed(rows: readonly GridRow[], name: 'eventId' | 'recordSha256', width: number, form: RegExp) {
  const bytes = new Uint8Array(rows.length * width);
  const irregular: Record<number, string> = {};
  rows.forEach(({ row }, at) => {
    const text = row[name] ?? '';
    if (form.test(text)) bytes.set(Buffer.from(text.replaceAll('-', ''), 'hex'), at * width);
    else irregular[at] = text;
  });
  return { bytes, irregular };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
