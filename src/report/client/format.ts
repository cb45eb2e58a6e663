import type { PopulationRow } from '../../core/evidence/population.ts';

/**
 * What the page carries for its grid, in two elements of base 85. `population-columns`: gzip of a header (length as uint32, then
 * JSON) and, for each column, how much each distinct value shares with the one before, how long the rest is, and one code a row. Values are sorted by code unit, so a code is
 * its value's rank and sorting is counting. Numbers lie in byte planes, low bytes first: like bytes lie together and compress.
 * `population-hashes`: 16 bytes of event ID a row, then 32 bytes of sha256 for each row that has one; both are random, so they
 * are not compressed.
 */
export const elementIds = { columns: 'population-columns', hashes: 'population-hashes', place: 'population-explorer' } as const;

/** Columns with few or many distinct values. The rest of a row (event ID, sha256) is random and coded by itself. */
export type CodedName = Exclude<keyof PopulationRow, 'eventId' | 'recordSha256'>;

export interface CodedColumn {
  readonly name: CodedName;
  /**
   * `text`: the distinct values in order, each without the beginning that it shares with the one before. `seconds`: they are
   * times, and their lengths are the differences in seconds, the first since 1970.
   */
  readonly kind: 'text' | 'seconds';
  readonly text: string;
  readonly values: number;
  /** Is the first value no value at all? */
  readonly nullFirst: boolean;
  readonly sharedBytes: number;
  readonly lengthBytes: number;
  readonly codeBytes: number;
}

export interface GridHeader {
  readonly rows: number;
  /** Rows of the whole population; more than `rows`: the rest is in the files only. */
  readonly population: number;
  /** Enabled rules, in the order of the CSV's columns. */
  readonly rules: readonly string[];
  readonly columns: readonly CodedColumn[];
  /** Bytes of the difference in line numbers of `population.jsonl`, row by row; 0: line and row are the same. */
  readonly lineBytes: number;
  /** Rows with their sha256 in the page; after the lines, one byte a row says which. */
  readonly hashes: number;
  /** Event IDs that are no UUID, and hashes that are no sha256 in hex, by row. */
  readonly irregular: { readonly eventId: Readonly<Record<number, string>>; readonly recordSha256: Readonly<Record<number, string>> };
}

/** What an ARN mostly repeats. */
export interface Named {
  readonly account: string;
  readonly region: string;
  readonly resourceName: string | null;
}

const standardStart = ({ account, region }: Named) => `arn:aws:sagemaker:${region}:${account}:`;

/** First how it ends (`+` the name, `~` the name in lower case, `=` neither), then how it begins (`.` as usual, `=` not), then the rest. */
export function codedArn(arn: string, named: Named): string {
  const name = named.resourceName ?? '';
  const start = standardStart(named);
  const usual = arn.startsWith(start);
  const rest = usual ? arn.slice(start.length) : arn;
  const begins = usual ? '.' : '=';
  if (name && rest.endsWith(name)) return `+${begins}${rest.slice(0, rest.length - name.length)}`;
  const lower = name.toLowerCase();
  return lower && rest.endsWith(lower) ? `~${begins}${rest.slice(0, rest.length - lower.length)}` : `=${begins}${rest}`;
}

export function decodedArn(coded: string, named: Named): string {
  const name = named.resourceName ?? '';
  const start = coded[1] === '.' ? standardStart(named) : '';
  const end = coded[0] === '+' ? name : coded[0] === '~' ? name.toLowerCase() : '';
  return start + coded.slice(2) + end;
}
