import type { Context } from './context.ts';
import { isInRange } from './ip-range.ts';
import { folded, matches, type Pattern } from './pattern.ts';
import type { Truth } from './truth.ts';
import { expand } from './variables.ts';

/** Does a value of the request match one value of the policy? Negated operators ask the same; the answer is turned around. */
type Match = (value: string, expected: string, context: Context) => Truth;

export interface Operator {
  readonly negated: boolean;
  readonly match: Match;
}

const operator = (match: Match, negated = false): Operator => ({ negated, match });

function textual(options: { readonly wildcards: boolean; readonly ignoreCase?: boolean }): Match {
  return (value, expected, context) => {
    const found = expand(expected, context, options);
    if (found === 'no-value') return false;
    if ('missing' in found) return found;
    const { pattern } = found;
    return options.ignoreCase ? matches(folded(pattern), value.toLowerCase()) : matches(pattern, value);
  };
}

const equal = textual({ wildcards: false });
const equalIgnoringCase = textual({ wildcards: false, ignoreCase: true });
const like = textual({ wildcards: true });

/** Each of the six parts by itself: `*` does not reach over a colon. A pattern that is no ARN (`*key/1`) is held against the whole. */
const arnLike: Match = (value, expected, context) => {
  const wanted = arnParts(expected);
  if (wanted.length < 6) return like(value, expected, context);
  const found = arnParts(value);
  if (found.length < 6) return false;
  const patterns: Pattern[] = [];
  for (const part of wanted) {
    const expanded = expand(part, context, { wildcards: true });
    if (expanded === 'no-value') return false;
    if ('missing' in expanded) return expanded;
    patterns.push(expanded.pattern);
  }
  return patterns.every((pattern, at) => matches(pattern, found[at] ?? ''));
};

/** At most six: the last has colons of its own. Those of variables part nothing. */
function arnParts(arn: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { index, 0: found } of arn.matchAll(/\$\{[^}]*\}|:/g)) {
    if (found !== ':' || parts.length === 5) continue;
    parts.push(arn.slice(from, index));
    from = index + 1;
  }
  return [...parts, arn.slice(from)];
}

const ordered =
  (parse: (text: string) => number, holds: (value: number, expected: number) => boolean): Match =>
  (value, expected) =>
    holds(parse(value), parse(expected));

/** `NaN` for what is no number: it compares with nothing. */
const number = (text: string) => (/^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(text) ? Number(text) : Number.NaN);
/** ISO 8601 as W3C profiles it, or seconds since 1970. */
const time = (text: string) => {
  if (/^\d{5,}(\.\d+)?$/.test(text)) return Number(text) * 1000;
  return /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?)?)?$/.test(text) ? Date.parse(text) : Number.NaN;
};

const comparisons = (kind: 'Numeric' | 'Date', parse: (text: string) => number): Record<string, Operator> => {
  const equals = ordered(parse, (a, b) => a === b);
  return {
    [`${kind}Equals`]: operator(equals),
    [`${kind}NotEquals`]: operator(equals, true),
    [`${kind}LessThan`]: operator(ordered(parse, (a, b) => a < b)),
    [`${kind}LessThanEquals`]: operator(ordered(parse, (a, b) => a <= b)),
    [`${kind}GreaterThan`]: operator(ordered(parse, (a, b) => a > b)),
    [`${kind}GreaterThanEquals`]: operator(ordered(parse, (a, b) => a >= b)),
  };
};

/** Every condition operator but `Null`. Source: IAM User Guide, "IAM JSON policy elements: Condition operators". */
export const operators: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    StringEquals: operator(equal),
    StringNotEquals: operator(equal, true),
    StringEqualsIgnoreCase: operator(equalIgnoringCase),
    StringNotEqualsIgnoreCase: operator(equalIgnoringCase, true),
    StringLike: operator(like),
    StringNotLike: operator(like, true),
    ...comparisons('Numeric', number),
    ...comparisons('Date', time),
    Bool: operator((value, expected) => value.toLowerCase() === expected.toLowerCase()),
    BinaryEquals: operator((value, expected) => value === expected),
    IpAddress: operator(isInRange),
    NotIpAddress: operator(isInRange, true),
    ArnEquals: operator(arnLike),
    ArnLike: operator(arnLike),
    ArnNotEquals: operator(arnLike, true),
    ArnNotLike: operator(arnLike, true),
  }),
);
