import type { Column } from './column.ts';
import type { CodedName } from './format.ts';
import { type FacetName, facetNames, type State } from './state.ts';
import type { Table } from './table.ts';

/** A member that rows are chosen by. A code can have several values: one per rule. */
export interface Facet {
  readonly name: FacetName;
  readonly values: readonly string[];
  readonly codes: Column['codes'];
  /** By code, the places of its values. */
  readonly valuesOf: readonly (readonly number[])[];
}

export function facetsOf(table: Table): Facet[] {
  return facetNames.map((name) => facetOf(table, name));
}

function facetOf(table: Table, name: FacetName): Facet {
  const column = table.column(name === 'verdict' ? 'verdicts' : (name satisfies CodedName));
  const texts = Array.from({ length: column.count }, (_, code) => column.valueOf(code) ?? '');
  const ofCode = texts.map((text) => (name === 'verdict' ? verdictsIn(text) : [text]));
  const values = [...new Set(ofCode.flat())].sort();
  const place = new Map(values.map((value, at) => [value, at]));
  return { name, values, codes: column.codes, valuesOf: ofCode.map((all) => all.map((value) => place.get(value) ?? 0)) };
}

/** `{"vpc-required":"COMPLIANT"}` -> `vpc-required COMPLIANT` */
function verdictsIn(json: string): string[] {
  return Object.entries(JSON.parse(json) as Record<string, string>).map(([rule, compliance]) => `${rule} ${compliance}`);
}

interface Chosen {
  /** Rows that pass everything, in the population's order. */
  readonly rows: Uint32Array;
  /** By facet, by value: rows that would be shown if only this were chosen in the facet. */
  readonly counts: ReadonlyMap<FacetName, Uint32Array>;
}

/** One pass: a row that fails one facet alone still counts for that facet's other values. */
export function choose(facets: readonly Facet[], hits: Uint8Array | undefined, rows: number, state: State): Chosen {
  const allowed = facets.map((facet) => allowedCodes(facet, state.facets[facet.name]));
  const perCode = facets.map((facet) => new Uint32Array(facet.valuesOf.length));
  const filters = allowed.some((codes) => codes !== undefined);
  const chosen = new Uint32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row += 1) {
    if (hits && hits[row] === 0) continue;
    const failed = filters ? failure(facets, allowed, row) : passes;
    if (failed === passes) {
      chosen[count] = row;
      count += 1;
    } else if (failed >= 0) tally(perCode[failed], facets[failed]?.codes[row]);
  }
  const passing = chosen.slice(0, count);
  facets.forEach(({ codes }, at) => {
    const counts = perCode[at];
    for (const row of passing) tally(counts, codes[row]);
  });
  const counts = new Map(facets.map((facet, at) => [facet.name, perValue(facet, perCode[at] ?? new Uint32Array())]));
  return { rows: passing, counts };
}

const passes = -1;
const failsTwice = -2;

/** The one facet that the row fails, or one of the two above. */
function failure(facets: readonly Facet[], allowed: readonly (Uint8Array | undefined)[], row: number): number {
  let failed = passes;
  for (let at = 0; at < facets.length; at += 1) {
    const codes = allowed[at];
    if (codes === undefined || codes[facets[at]?.codes[row] ?? 0] === 1) continue;
    if (failed !== passes) return failsTwice;
    failed = at;
  }
  return failed;
}

function tally(counts: Uint32Array | undefined, code = 0): void {
  if (counts) counts[code] = (counts[code] ?? 0) + 1;
}

function allowedCodes(facet: Facet, chosen: readonly string[]): Uint8Array | undefined {
  if (chosen.length === 0) return undefined;
  const places = new Set(chosen.map((value) => facet.values.indexOf(value)));
  return Uint8Array.from(facet.valuesOf, (values) => (values.some((value) => places.has(value)) ? 1 : 0));
}

function perValue(facet: Facet, perCode: Uint32Array): Uint32Array {
  const counts = new Uint32Array(facet.values.length);
  facet.valuesOf.forEach((values, code) => {
    for (const value of values) counts[value] = (counts[value] ?? 0) + (perCode[code] ?? 0);
  });
  return counts;
}
