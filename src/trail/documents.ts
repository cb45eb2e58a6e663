import { maxRecordsPerObject } from './limits.ts';
import { TrailObjectError } from './source.ts';

/** The JSON documents in a text: one as CloudTrail writes it, or several one after the other (joined files, one record a line). */
export function* documentsIn(text: string): Iterable<ParsedDocument> {
  try {
    yield { text, document: JSON.parse(text) };
    return;
  } catch (whole) {
    const ends = documentEnds(text);
    if (ends.length < 2) throw notJson(whole);
    let start = 0;
    for (const end of ends) {
      yield parseAt(text, start, end);
      start = end;
    }
  }
}

export interface ParsedDocument {
  readonly text: string;
  readonly document: unknown;
}

function parseAt(all: string, start: number, end: number): ParsedDocument {
  const text = all.slice(start, end);
  try {
    return { text, document: JSON.parse(text) };
  } catch (cause) {
    throw notJson(cause, `in the document at character ${start}: `);
  }
}

export function notJson(cause: unknown, where = ''): TrailObjectError {
  const [reason = ''] = (cause as Error).message.split(/, "| in JSON/);
  return new TrailObjectError(
    `not JSON: ${where}${reason}`,
    'expected {"Records": [...]} as CloudTrail writes it: fetch the object again',
    cause,
  );
}

/** A file that is not CloudTrail's, and would take for ever. */
export function tooMany(): TrailObjectError {
  return new TrailObjectError(
    `more than ${maxRecordsPerObject} records, refused`,
    'CloudTrail writes at most 50 MB before compression: check where this file comes from',
  );
}

/** Where each top-level object or list ends; the last end is the text's. Brackets inside strings do not count. */
function documentEnds(text: string): number[] {
  const ends: number[] = [];
  let depth = 0;
  for (const { at, opens } of brackets(text)) {
    depth += opens ? 1 : -1;
    if (depth !== 0 || opens) continue;
    ends.push(at + 1);
    if (ends.length > maxRecordsPerObject) throw tooMany();
  }
  if (text.slice(ends.at(-1) ?? 0).trim() !== '') ends.push(text.length);
  return ends;
}

function* brackets(text: string): Iterable<{ at: number; opens: boolean }> {
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === 0x22) at = stringEnd(text, at);
    else if (char === 0x7b || char === 0x5b) yield { at, opens: true };
    else if (char === 0x7d || char === 0x5d) yield { at, opens: false };
  }
}

/** Where the string that begins at `start` ends: a quote with an even number of backslashes before it. */
export function stringEnd(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === 0x5c) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}
