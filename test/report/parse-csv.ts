/** RFC 4180 by its grammar, strict: CRLF ends a record, a quote inside a quoted field is doubled, none stands in a bare field. */
export function parseCsv(source: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  while (at < source.length) {
    const field = source[at] === '"' ? quoted(source, at) : bare(source, at);
    record.push(field.value);
    at = field.end;
    if (source.startsWith('\r\n', at)) {
      records.push(record);
      record = [];
      at += 2;
      continue;
    }
    if (source[at] !== ',') throw new Error(`a comma or CRLF was expected at ${at}`);
    at += 1;
  }
  if (record.length > 0) throw new Error('the last record has no CRLF');
  return records;
}

function quoted(source: string, start: number): { value: string; end: number } {
  let value = '';
  for (let at = start + 1; at < source.length; at += 1) {
    if (source[at] !== '"') value += source[at];
    else if (source[at + 1] === '"') {
      value += '"';
      at += 1;
    } else return { value, end: at + 1 };
  }
  throw new Error(`the quoted field at ${start} does not end`);
}

function bare(source: string, start: number): { value: string; end: number } {
  let end = start;
  while (end < source.length && source[end] !== ',' && source[end] !== '\r' && source[end] !== '\n') end += 1;
  const value = source.slice(start, end);
  if (value.includes('"')) throw new Error(`a quote in the bare field at ${start}`);
  return { value, end };
}
