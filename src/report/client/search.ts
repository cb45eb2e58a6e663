import type { CodedName } from './format.ts';
import type { Table } from './table.ts';

const searched: readonly CodedName[] = [
  'resourceName',
  'actor',
  'account',
  'region',
  'eventName',
  'resourceType',
  'eventTime',
  'sourceIp',
  'userAgent',
  'class',
  'reason',
  'posture',
  'object',
];

/** 1 for each row that has the text somewhere, in any case; event IDs and sha256 from their beginning; `undefined`: all rows. */
export function matching(table: Table, query: string): Uint8Array | undefined {
  const text = query.trim().toLowerCase();
  if (text === '') return undefined;
  const hits = new Uint8Array(table.rows);
  for (const name of searched) {
    const column = table.column(name);
    const values = column.containing(text);
    if (!values.includes(1)) continue;
    const { codes } = column;
    for (let row = 0; row < hits.length; row += 1) if (values[codes[row] ?? 0] === 1) hits[row] = 1;
  }
  // Only an ARN has these: the other parts of one are searched above.
  if (/[:/]/.test(text)) inArns(table, text, hits);
  const digits = text.replaceAll('-', '');
  if (/^[0-9a-f]{4,64}$/.test(digits)) for (const row of table.beginningWith(digits)) hits[row] = 1;
  for (const [row, id] of Object.entries(table.header.irregular.eventId)) if (id.toLowerCase().includes(text)) hits[Number(row)] = 1;
  return hits;
}

function inArns(table: Table, text: string, hits: Uint8Array): void {
  const names = table.column('resourceName');
  const [arns, accounts, regions] = [table.column('resourceArn').codes, table.column('account').codes, table.column('region').codes];
  // What stands before the name is the same in many rows.
  const starts = new Map<number, { start: string; repeats: boolean }>();
  const { count: accountCount } = table.column('account');
  const { count: regionCount } = table.column('region');
  for (let row = 0; row < hits.length; row += 1) {
    if (hits[row] === 1) continue;
    const key = ((arns[row] ?? 0) * accountCount + (accounts[row] ?? 0)) * regionCount + (regions[row] ?? 0);
    let begin = starts.get(key);
    if (begin === undefined) {
      begin = table.arnStart(row);
      starts.set(key, begin);
    }
    const { start, repeats } = begin;
    if ((repeats ? start + names.lowerOf(names.codes[row] ?? 0) : start).includes(text)) hits[row] = 1;
  }
}
