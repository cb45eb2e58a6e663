import { TrailObjectError } from './source.ts';

/** The JSON documents in a text: one as CloudTrail writes it, or several one after the other (joined files, one record a line). */
export function* documentsIn(text: string): Iterable<unknown> {
  try {
    yield JSON.parse(text);
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

function parseAt(text: string, start: number, end: number): unknown {
  try {
    return JSON.parse(text.slice(start, end));
  } catch (cause) {
    throw notJson(cause, `in the document at character ${start}: `);
  }
}

function notJson(cause: unknown, where = ''): TrailObjectError {
  const [reason = ''] = (cause as Error).message.split(/, "| in JSON/);
  return new TrailObjectError(
    `not JSON: ${where}${reason}`,
    'expected {"Records": [...]} as CloudTrail writes it: fetch the object again',
    cause,
  );
}

/** Where each top-level object or list ends; the last end is the text's. Brackets inside strings do not count. */
function documentEnds(text: string): number[] {
  const ends: number[] = [];
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (inString) {
      if (char === 0x5c) at++;
      else if (char === 0x22) inString = false;
    } else if (char === 0x22) inString = true;
    else if (char === 0x7b || char === 0x5b) depth++;
    else if ((char === 0x7d || char === 0x5d) && --depth === 0) ends.push(at + 1);
  }
  if (text.slice(ends.at(-1) ?? 0).trim() !== '') ends.push(text.length);
  return ends;
}
