import { distance } from 'fastest-levenshtein';

const maxShown = 80;
/** Longer than any word that could have been meant. */
const maxTypo = 100;
/** More words than these are not listed in a message. */
export const maxListed = 12;

/** Controls, format characters (bidirectional overrides) and line separators: they would forge or hide a line of output. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;

/** A value from the file, fit for one line of a terminal: escaped as JSON and cut at 80 characters. */
export function quote(value: string): string {
  let shown = '';
  for (const character of value.slice(0, maxShown + 1)) {
    const next = shown + escaped(character);
    if (next.length > maxShown) return `"${shown}…"`;
    shown = next;
  }
  return `"${shown}"`;
}

function escaped(character: string): string {
  const json = JSON.stringify(character).slice(1, -1);
  if (json !== character || !unsafe.test(character)) return json;
  return Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
}

/** `unknown rule "vpc-requred": did you mean "vpc-required"?` */
export function unknownWord(noun: string, word: string, words: readonly string[]): string {
  const ranked = byDistance(word, words);
  const meant = ranked[0] && isNear(word, ranked[0]) ? ranked[0].word : undefined;
  if (meant !== undefined) return `unknown ${noun} ${quote(word)}: did you mean "${meant}"?`;
  const expected =
    words.length <= maxListed
      ? oneOf(words)
      : `one such as ${ranked
          .slice(0, 3)
          .map((each) => each.word)
          .join(', ')}`;
  return `unknown ${noun} ${quote(word)}: expected ${expected}`;
}

interface Ranked {
  readonly word: string;
  readonly away: number;
}

/** Whatever their casing; a word that starts with what was typed is as near as can be. */
function byDistance(typed: string, words: readonly string[]): Ranked[] {
  const lower = typed.slice(0, maxTypo).toLowerCase();
  const away = (word: string) => (lower.length >= 3 && word.startsWith(lower) ? 0 : distance(lower, word));
  return words.map((word) => ({ word, away: away(word.toLowerCase()) })).sort((a, b) => a.away - b.away);
}

function isNear(typed: string, { away }: Ranked): boolean {
  if (typed.length > maxTypo) return false;
  return away <= (typed.length <= 4 ? 1 : Math.max(2, Math.floor(typed.length / 3)));
}

export function oneOf(words: readonly string[]): string {
  return words.length === 1 ? `${words[0]}` : `one of ${words.join(', ')}`;
}
