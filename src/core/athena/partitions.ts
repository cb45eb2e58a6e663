import { type Days, daysIn } from '../days.ts';
import { byMonth } from './days.ts';
import { identifier, isOneOf, literal } from './quote.ts';

/** One partition column, and what it stands for. */
export interface Partition {
  readonly name: string;
  readonly role: 'account' | 'region' | 'day' | 'year' | 'month' | 'date' | 'other';
  /** Of a projected day: `yyyy/MM/dd` and its like. */
  readonly format: string | undefined;
  /** Of an enumeration. */
  readonly values: readonly string[];
  readonly injected: boolean;
  isOneOf(values: readonly string[]): string;
}

const roles: readonly (readonly [Partition['role'], RegExp])[] = [
  ['account', /^(aws_?)?account(_?id)?$/],
  ['region', /^(aws_?)?region$/],
  ['year', /^year$/],
  ['month', /^month$/],
];

/** Formats of java.time in which days sort as text (Athena User Guide, "Supported types for partition projection"). */
const formats: Readonly<Record<string, (day: string) => string>> = {
  'yyyy/MM/dd': (day) => day.replaceAll('-', '/'),
  'yyyy-MM-dd': (day) => day,
  yyyyMMdd: (day) => day.replaceAll('-', ''),
};

export function partitionOf({ name, type }: { name: string; type: string }, parameters: Readonly<Record<string, string>>): Partition {
  const projection = (property: string) => parameters[`projection.${name}.${property}`];
  const format = projection('type') === 'date' ? projection('format') : undefined;
  const named = roles.find(([, form]) => form.test(name.toLowerCase()))?.[0];
  const isNumber = /^(tiny|small|big)?int(eger)?$/i.test(type);
  return {
    name,
    role: format !== undefined ? 'day' : (named ?? (name.toLowerCase() === 'day' ? 'date' : 'other')),
    format,
    values: (projection('values') ?? '')
      .split(',')
      .map((value) => value.trim())
      .filter((value) => value !== ''),
    injected: projection('type') === 'injected',
    isOneOf: (values) =>
      isNumber ? `${identifier(name)} IN (${[...new Set(values.map(Number))].join(', ')})` : isOneOf(identifier(name), values),
  };
}

/** Conditions on the publish date; `undefined`: the table is not partitioned by it. */
export function dayPartition(partitions: readonly Partition[]): ((days: Days) => string[]) | undefined {
  const day = partitions.find((partition) => partition.role === 'day');
  const write = day && formats[day.format ?? ''];
  if (day && write) {
    return ({ first, last }) => [`${identifier(day.name)} BETWEEN ${literal(write(first))} AND ${literal(write(last))}`];
  }
  const [year, month, date] = (['year', 'month', 'date'] as const).map((role) => partitions.find((partition) => partition.role === role));
  if (!year || !month || !date) return undefined;
  return (days) => {
    const months = byMonth(days).map((one) =>
      [
        year.isOneOf([one.year]),
        month.isOneOf(spellings(one.month)),
        ...(one.days ? [date.isOneOf(one.days.flatMap(spellings))] : []),
      ].join(' AND '),
    );
    return [months.length === 1 ? (months[0] ?? '') : `((${months.join(')\n      OR (')}))`];
  };
}

/** `07`, as the folder is called; partitions that were added by hand may say `7`. */
function spellings(two: string): string[] {
  return two.startsWith('0') ? [two, two.slice(1)] : [two];
}

/** How a projected partition column spells a day; `undefined`: it is none of a day. */
export function spelled({ format }: Partition, days: Days): string[] | undefined {
  const write = formats[format ?? ''];
  return write && daysIn(days).map(write);
}
