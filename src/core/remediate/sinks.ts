/** Values into text of other languages: what Describe says is the writer's of the resource, and must stay a value there. */

/** One word of bash. @throws URIError for half a surrogate pair, which no encoding has */
export function bash(value: string): string {
  if (value.includes('\0')) throw new TypeError('no word of a shell holds a NUL');
  if (/^[A-Za-z0-9_/:.,@%+-]+$/.test(value)) return value;
  if (/^[ -~]*$/.test(value)) return `'${value.replaceAll("'", "'\\''")}'`;
  // ANSI-C quoting by bytes: the same in every locale, and nothing that a terminal or an editor would obey.
  return `$'${utf8(value).map(ansi).join('')}'`;
}

export const bashArray = (values: readonly string[]): string => `(${values.map(bash).join(' ')})`;

function ansi(byte: number): string {
  const character = String.fromCharCode(byte);
  return /[A-Za-z0-9 _/:.,@%+=-]/.test(character) ? character : `\\${byte.toString(8).padStart(3, '0')}`;
}

function utf8(value: string): number[] {
  const encoded = encodeURIComponent(value);
  return [...encoded.matchAll(/%([0-9A-F]{2})|(.)/g)].map(([, hex, plain]) =>
    hex ? Number.parseInt(hex, 16) : (plain ?? '').charCodeAt(0),
  );
}

/** Text that is shown and not obeyed: control, format and bidi characters, separators, and halves of surrogate pairs. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A comment's text: one line, whatever the value holds. */
export const comment = (value: string): string =>
  value.replace(unsafe, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`);

/** A string of HCL's native syntax. `${` and `%{` begin templates: their first character is written by its number. */
export function hcl(value: string): string {
  const escaped = value
    .replace(/["\\]/g, (character) => `\\${character}`)
    .replace(/[$%](?=\{)/g, (character) => numbered(character))
    .replace(unsafe, (character) => named[character] ?? numbered(character));
  return `"${escaped}"`;
}

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function numbered(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return point > 0xffff ? `\\U${point.toString(16).padStart(8, '0')}` : `\\u${point.toString(16).padStart(4, '0')}`;
}

/** JSON, indented; also YAML 1.2, of which JSON is a part. */
export function json(value: unknown): string {
  const source = JSON.stringify(value, null, 2);
  return source.replace(unsafe, (character) => (character === '\n' ? character : escapedUnits(character)));
}

/** A scalar of YAML: double-quoted, as JSON writes it. */
export const yaml = (value: string): string => JSON.stringify(value).replace(unsafe, escapedUnits);

function escapedUnits(character: string): string {
  return Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
}
