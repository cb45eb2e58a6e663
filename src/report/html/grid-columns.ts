import type { PopulationRow } from '../../core/evidence/population.ts';
import { jsonText, shortened } from '../../text/safe-text.ts';
import { type CodedColumn, type CodedName, codedArn } from '../client/format.ts';
import { planes, widthOf } from './grid-bytes.ts';

/** A longer value is cut in the grid, and says so; the files have it whole. */
export const longestValue = 4_000;

const codings: Readonly<Record<CodedName, (row: PopulationRow) => string | null>> = {
  eventTime: (row) => row.eventTime,
  account: (row) => row.account,
  region: (row) => row.region,
  eventName: (row) => row.eventName,
  resourceType: (row) => row.resourceType,
  resourceName: (row) => row.resourceName,
  resourceArn: (row) => (row.resourceArn === null ? null : codedArn(row.resourceArn, row)),
  actor: (row) => row.actor,
  sourceIp: (row) => row.sourceIp,
  userAgent: (row) => row.userAgent,
  via: (row) => row.via,
  posture: (row) => jsonText(row.posture),
  verdicts: (row) => jsonText(row.verdicts),
  class: (row) => row.class,
  reason: (row) => row.reason,
  object: (row) => row.object,
  recordIndex: (row) => (row.recordIndex === null ? null : String(row.recordIndex)),
};

interface Coded {
  readonly column: CodedColumn;
  readonly bytes: readonly Uint8Array[];
}

export function codedColumns(rows: readonly PopulationRow[]): Coded[] {
  return Object.entries(codings).map(([name, value]) => coded(name as CodedName, rows, value));
}

function coded(name: CodedName, rows: readonly PopulationRow[], value: (row: PopulationRow) => string | null): Coded {
  const met = new Map<string | null, number>();
  const codes = rows.map((row) => {
    const full = value(row);
    const text = full === null ? null : shortened(full, longestValue);
    const code = met.get(text) ?? met.size;
    met.set(text, code);
    return code;
  });
  const distinct = [...met.keys()];
  const nullFirst = met.has(null);
  const sorted = [...(nullFirst ? [null] : []), ...distinct.filter((text) => text !== null).sort()];
  const rank = new Uint32Array(sorted.length);
  sorted.forEach((text, at) => {
    rank[met.get(text) ?? 0] = at;
  });
  const seconds = name === 'eventTime' ? secondsOf(sorted) : undefined;
  const { shared, rests } = frontCoded(seconds ? [] : sorted.map((text) => text ?? ''));
  const lengths = seconds ? differences(seconds) : rests.map((rest) => rest.length);
  const column: CodedColumn = {
    name,
    kind: seconds ? 'seconds' : 'text',
    text: rests.join(''),
    values: sorted.length,
    nullFirst,
    sharedBytes: widthOf(shared),
    lengthBytes: widthOf(lengths),
    codeBytes: widthOf([sorted.length]),
  };
  const ranks = codes.map((code) => rank[code] ?? 0);
  return { column, bytes: [planes(shared, column.sharedBytes), planes(lengths, column.lengthBytes), planes(ranks, column.codeBytes)] };
}

function frontCoded(sorted: readonly string[]): { shared: number[]; rests: string[] } {
  const shared = sorted.map((text, at) => sharedWith(sorted[at - 1] ?? '', text));
  return { shared, rests: sorted.map((text, at) => text.slice(shared[at])) };
}

function sharedWith(before: string, text: string): number {
  let at = 0;
  while (at < text.length && text[at] === before[at]) at += 1;
  return at;
}

/** Since 1970; `undefined`, where a time is not of the form that CloudTrail writes. */
function secondsOf(values: readonly (string | null)[]): number[] | undefined {
  const seconds = values.map((text) => (text === null ? Number.NaN : Date.parse(text) / 1000));
  const regular = values.every((text, at) => {
    const second = seconds[at];
    return Number.isInteger(second) && second !== undefined && second >= 0 && second < 2 ** 32 && isoOf(second) === text;
  });
  return regular ? seconds : undefined;
}

const isoOf = (second: number) => `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;

export function differences(ascending: readonly number[]): number[] {
  return ascending.map((value, at) => value - (at === 0 ? 0 : (ascending[at - 1] ?? 0)));
}
