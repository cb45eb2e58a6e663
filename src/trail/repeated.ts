import { isObject, parseJson } from '../core/json.ts';
import { stringEnd } from './documents.ts';

/** Names of the members of an object that may hold records (the document, an element of it, of a list of records); such a list; or neither. */
type Holder = string[] | 'list' | 'other';

/**
 * Does something that holds records name a list of them more than once, in whatever case? `JSON.parse` keeps the last one, and says
 * nothing of the records in the others.
 *
 * @param text that was parsed: it is JSON
 */
export function repeatsRecords(text: string): boolean {
  if (!mayRepeat(text)) return false;
  const open: Holder[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    const holder = open.at(-1);
    if (char === '"') {
      const end = stringEnd(text, at);
      if (Array.isArray(holder) && isName(text, end)) holder.push(String(parseJson(text.slice(at, end + 1))));
      at = end;
    } else if (char === '{' || char === '[') open.push(opened(char, holder));
    else if ((char === '}' || char === ']') && repeats(open.pop())) return true;
  }
  return false;
}

function opened(char: string, inside: Holder | undefined): Holder {
  const holds = Array.isArray(inside) ? char === '[' && isListName(inside.at(-1)) : inside !== 'other';
  return !holds ? 'other' : char === '{' ? [] : 'list';
}

/** A record by itself: no others are looked for in it, see `recordsIn`. */
export function isBareRecord(value: unknown): boolean {
  return isObject(value) && Object.hasOwn(value, 'eventSource');
}

/** Nearly no text does: two such names, or one that may be written otherwise. */
function mayRepeat(text: string): boolean {
  const name = /"(records|events)"/gi;
  return (name.test(text) && name.test(text)) || text.includes('\\u');
}

const isListName = (name = ''): boolean => /^(records|events)$/i.test(name);

function isName(text: string, end: number): boolean {
  const colon = /\s*:/y;
  colon.lastIndex = end + 1;
  return colon.test(text);
}

function repeats(names: Holder | undefined): boolean {
  if (!Array.isArray(names) || names.includes('eventSource')) return false;
  const lists = names.filter((name) => isListName(name)).map((name) => name.toLowerCase());
  return new Set(lists).size < lists.length;
}
