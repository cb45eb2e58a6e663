/** Text as it stands, or UTF-16 units to match, `anything` or `one` of them. */
export type Pattern = string | readonly number[];

const anything = -1;
const one = -2;

/** `*`: any run of characters; `?`: any one. */
export function wildcard(text: string): Pattern {
  if (!/[*?]/.test(text)) return text;
  return unitsOf(text).map((unit) => (unit === 0x2a ? anything : unit === 0x3f ? one : unit));
}

export function joined(patterns: readonly Pattern[]): Pattern {
  return patterns.every((pattern) => typeof pattern === 'string') ? patterns.join('') : patterns.flatMap(unitsOf);
}

/** The whole value matches. At most the product of both lengths in steps: patterns meet strings that an attacker chose. */
export function matches(pattern: Pattern, value: string): boolean {
  if (typeof pattern === 'string') return pattern === value;
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let resume = 0;
  while (at < value.length) {
    const unit = pattern[inPattern];
    if (unit === anything) {
      star = inPattern++;
      resume = at;
    } else if (unit === one || unit === value.charCodeAt(at)) {
      inPattern++;
      at++;
    } else if (star >= 0) {
      inPattern = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[inPattern] === anything) inPattern++;
  return inPattern === pattern.length;
}

/** Does every, does no string that begins so match? `undefined`: it depends on how the string goes on. */
export function matchesAllThatBegin(pattern: Pattern, beginning: string): boolean | undefined {
  const units = unitsOf(pattern);
  if (units.at(-1) === anything && matches(units, beginning)) return true;
  const wild = units.findIndex((unit) => unit < 0);
  const head = wild < 0 ? units : units.slice(0, wild);
  const shared = Math.min(head.length, beginning.length);
  const differs = head.slice(0, shared).some((unit, at) => unit !== beginning.charCodeAt(at));
  return differs || (wild < 0 && head.length < beginning.length) ? false : undefined;
}

/** In lower case. */
export function folded(pattern: Pattern): Pattern {
  if (typeof pattern === 'string') return pattern.toLowerCase();
  return pattern.flatMap((unit) => (unit < 0 ? unit : unitsOf(String.fromCharCode(unit).toLowerCase())));
}

function unitsOf(pattern: Pattern): readonly number[] {
  return typeof pattern === 'string' ? Array.from({ length: pattern.length }, (_, at) => pattern.charCodeAt(at)) : pattern;
}
