import * as z from 'zod';

/** The forms of single values. The message of each says what was expected: `<key>: expected <message>, found ...`. */

const toggleValues = [true, false, 'on', 'off'] as const;

/** In YAML 1.2 `on` and `off` are strings. */
export const toggle = z
  .literal(toggleValues, { error: 'on or off' })
  .transform((value) => value === true || value === 'on')
  .meta({ description: 'on or off (true or false)' });

interface Form {
  readonly expected: string;
  readonly pattern: RegExp;
  /** What the pattern cannot say. */
  readonly also?: (value: string) => boolean;
  readonly suggest?: (value: string) => string | undefined;
}

function form({ expected, pattern, also = () => true, suggest }: Form) {
  return z
    .string({ error: expected })
    .superRefine((value, context) => {
      if (pattern.test(value) && also(value)) return;
      context.addIssue({ code: 'custom', message: expected, params: { suggestion: suggest?.(value) } });
    })
    .meta({ pattern: pattern.source });
}

/** One of these words; an unknown one is answered with the nearest. */
export function word<const Words extends readonly [string, ...string[]]>(noun: string, words: Words) {
  return z.enum(words, { error: noun });
}

export const line = (what: string) =>
  form({ expected: `${what}, on one line`, pattern: /^(?=.*\S).*$/u, also: (value) => value.length <= 1024 && !/\p{Cc}/u.test(value) });

/** May have several lines. */
export const prose = (what: string) => form({ expected: what, pattern: /\S/u });

export const account = form({ expected: '12 digits in quotes', pattern: /^\d{12}$/ });

const regionPattern = /^[a-z]{2}(-[a-z]+)+-\d$/;
export const region = form({
  expected: 'a Region such as eu-west-1',
  pattern: regionPattern,
  suggest(value) {
    const meant = value
      .trim()
      .toLowerCase()
      .replaceAll(/[_\s]/g, '-')
      .replace(/-?(\d)[a-z]?$/, '-$1');
    return regionPattern.test(meant) ? meant : undefined;
  },
});

const id = (kind: string, prefix: string) =>
  form({ expected: `a ${kind} such as ${prefix}-0123456789abcdef0`, pattern: new RegExp(`^${prefix}-[0-9a-f]{8,17}$`) });
export const vpcId = id('VPC', 'vpc');
export const subnetId = id('subnet', 'subnet');
export const securityGroupId = id('security group', 'sg');

const instantPattern = /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
/** Date.parse takes 30 February for 2 March. */
const onCalendar = (value: string) => {
  const [year = 0, month = 0, day = 0] = value.slice(0, 10).split('-').map(Number);
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
};
export const instant = form({
  expected: 'a date with time and zone (ISO 8601)',
  pattern: instantPattern,
  also: onCalendar,
  suggest(value) {
    const parts = /^(\d{4}-\d{2}-\d{2})(?:[Tt ]+(\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?)?\s*(?:([Zz])|([+-]\d{2}):?(\d{2})?)?$/.exec(value);
    if (!parts) return undefined;
    const [, day, time = '00:00', seconds = ':00', , hours, minutes = '00'] = parts;
    const meant = `${day}T${time}${seconds}${hours ? `${hours}:${minutes}` : 'Z'}`;
    return instantPattern.test(meant) && onCalendar(meant) ? meant : undefined;
  },
});

/** AWS takes these characters only, and keeps the prefix `aws:` for itself. */
const tagCharacters = 'letters, digits, spaces and _ . : / = + - @';
export const tagKey = form({
  expected: `a tag key: 1 to 128 ${tagCharacters}, not starting with aws:`,
  pattern: /^(?![aA][wW][sS]:)[\p{L}\p{N} _.:/=+\-@]{1,128}$/u,
});
export const tagValue = form({ expected: `a tag value: up to 256 ${tagCharacters}`, pattern: /^[\p{L}\p{N} _.:/=+\-@]{0,256}$/u });
/** AWS's own tags may be matched, not written. */
export const matchedTagKey = form({ expected: `a tag key: 1 to 128 ${tagCharacters}`, pattern: /^[\p{L}\p{N} _.:/=+\-@]{1,128}$/u });
export const matchedTagValue = form({
  expected: `a tag value or a pattern with *: up to 256 ${tagCharacters}`,
  pattern: /^[\p{L}\p{N} _.:/=+\-@*]{0,256}$/u,
});
