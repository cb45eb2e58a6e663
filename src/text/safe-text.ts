/**
 * Text that the writer of a record chose can carry more than it shows: ESC drives a terminal, a bidi control turns the rest of a
 * line around (CVE-2021-42574), a zero-width or tag character makes two names look alike. Such characters are shown, not obeyed.
 *
 * Cc: C0, DEL, C1. Cf: bidi controls, zero-width characters, soft hyphen, tags. Zl, Zp: line and paragraph separator. Cs: half a
 * surrogate pair, which no encoder can write. The rest is blank to the eye: Hangul fillers, grapheme joiner, Braille blank.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|\u034F|\u115F|\u1160|\u17B4|\u17B5|\u2800|\u3164|\uFFA0/gu;

/** Of most text there is nothing to escape, and to see that takes a tenth of the time. */
const plain = /^[ -~]*$/;
const plainLines = /^[ -~\n]*$/;

/** For a terminal and for the eye: `ESC[2J` -> `\u{1B}[2J`. Line breaks are escaped too: the text stays one line. */
export function terminalSafe(text: string): string {
  return plain.test(text) ? text : text.replace(unsafe, shown);
}

/** The same for a sink that marks what was escaped: pieces in order, the escaped ones apart. */
export function safeParts(text: string): { readonly text: string; readonly escaped: boolean }[] {
  if (text !== '' && plain.test(text)) return [{ text, escaped: false }];
  const parts: { text: string; escaped: boolean }[] = [];
  let from = 0;
  for (const match of text.matchAll(unsafe)) {
    if (match.index > from) parts.push({ text: text.slice(from, match.index), escaped: false });
    parts.push({ text: shown(match[0]), escaped: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), escaped: false });
  return parts;
}

/** As JSON writes it: a line break -> `\n`, U+202E -> `\u202e`. On JSON text without line breaks it changes spelling, never meaning. */
export function jsonEscaped(text: string): string {
  return plain.test(text) ? text : text.replace(unsafe, jsonEscape);
}

/** JSON in one line (or indented by two), readable in any terminal: what is unsafe is escaped, and parses back to the same value. */
export function jsonText(value: unknown, indent: 0 | 2 = 0): string {
  const source = JSON.stringify(value, null, indent);
  if (plainLines.test(source)) return source;
  return source.replace(unsafe, (character) => (character === '\n' ? character : jsonEscape(character)));
}

/** At most `limit` characters (code points), and how many were left out. */
export function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const characters = Array.from(text);
  return characters.length <= limit ? text : `${characters.slice(0, limit).join('')}… (${characters.length - limit} more characters)`;
}

function shown(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`;
}

function jsonEscape(character: string): string {
  const short = JSON.stringify(character).slice(1, -1);
  if (short !== character) return short;
  return Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
}
