import type * as z from 'zod';
import type { Place } from './place.ts';
import type { Problem } from './problem.ts';
import { maxListed, oneOf, quote, unknownWord } from './words.ts';

type Issue = z.core.$ZodIssue;
export type Path = readonly PropertyKey[];

/** What zod found, in words and with the place in the file. */
export function explain(issue: Issue, root: Place, prefix: Path = []): Problem[] {
  const path = [...prefix, ...issue.path];
  const found = find(root, path);
  if (issue.code === 'unrecognized_keys') {
    const texts = issue.message.split('\n');
    return issue.keys.map((key, index) => ({ offset: found.place?.entries?.get(key)?.keyOffset ?? found.offset, text: `${texts[index]}` }));
  }
  if (issue.code === 'invalid_union' && found.place?.entries) {
    return (issue.errors.at(-1) ?? []).flatMap((inner) => explain(inner, root, path));
  }
  return [{ offset: found.offset, text: sentence(issue, path, found.place) }];
}

function sentence(issue: Issue, path: Path, place: Place | undefined): string {
  const words = issue.code === 'invalid_value' ? issue.values.filter((value) => typeof value === 'string') : [];
  const noun = words.length > 0 && issue.code === 'invalid_value' && words.length === issue.values.length ? issue.message : undefined;
  if (!place) {
    const expected = noun === undefined ? issue.message : words.length <= maxListed ? oneOf(words) : withArticle(noun);
    return `missing key ${quote(String(path.at(-1)))}${path.length > 1 ? ` in ${pathText(path.slice(0, -1))}` : ''}: expected ${expected}`;
  }
  if (noun !== undefined && typeof place.value === 'string') return unknownWord(noun, place.value, words);
  const expected = noun === undefined ? issue.message : withArticle(noun);
  return `${pathText(path)}: expected ${expected}, found ${describe(place)}${hint(issue, place)}`;
}

function hint(issue: Issue, place: Place): string {
  if (issue.code === 'custom' && typeof issue.params?.suggestion === 'string') return `: did you mean ${issue.params.suggestion}?`;
  if (issue.code !== 'invalid_type') return '';
  if (issue.expected === 'string' && place.plain && place.value !== null) return `: quote it, ${quote(place.plain)}`;
  if (issue.expected === 'array' && typeof place.value === 'string') return ': write it in brackets, [ ]';
  if (issue.expected === 'array' && place.value === null) return ': write [] or remove the key';
  return '';
}

function describe({ value, plain, items, entries }: Place): string {
  if (items) return items.length === 0 ? 'an empty list' : 'a list';
  if (entries) return entries.size === 0 ? 'an empty mapping' : 'a mapping';
  if (value === null) return 'nothing';
  if (typeof value === 'string') return quote(value);
  const written = plain ? quote(plain).slice(1, -1) : String(value);
  return typeof value === 'number' ? `the number ${written}` : written;
}

const withArticle = (noun: string) => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;

/** `exemptions[0].match.account`; the file as a whole where the path is empty. */
function pathText(path: Path): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return text === '' ? 'the file' : text.replace(/^\./, '');
}

/** The value at the path; where it is missing, the offset of what should have it. */
export function find(root: Place, path: Path): { readonly place?: Place; readonly offset: number } {
  let place = root;
  for (const step of path) {
    const next = typeof step === 'number' ? place.items?.[step] : place.entries?.get(String(step))?.place;
    if (!next) return { offset: place.offset };
    place = next;
  }
  return { place, offset: place.offset };
}
