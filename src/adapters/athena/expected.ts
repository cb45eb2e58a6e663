import pMap from 'p-map';
import { spelled } from '../../core/athena/partitions.ts';
import type { RecordTable } from '../../core/athena/table.ts';
import { type Days, daysIn } from '../../core/days.ts';
import type { Bucket, Page } from '../s3/bucket.ts';

export interface Expected {
  readonly bytes: number;
  /** Folders of a day that the queries reach, and of these the ones that were listed: fewer, and the bytes are an estimate. */
  readonly folders: number;
  readonly listed: number;
}

/** A bucket, to be listed. */
export type Listing = Pick<Bucket, 'open' | 'list'>;

interface Asked {
  readonly days: Days;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/** More folders than these are sampled: a LIST takes 50 ms, and 1,000 of them cost half a cent. */
const mostListed = 400;

/**
 * Bytes below the partitions that are asked for, by listing them in the bucket: what Athena will read, since it reads whole files.
 *
 * @returns a reason, where nobody but the catalogue knows where partitions lie
 * @throws SourceError where the bucket cannot be listed
 */
export async function expectedBytes(table: RecordTable, asked: Asked, bucket: (name: string) => Listing): Promise<Expected | string> {
  const folders = foldersOf(table, asked);
  if (typeof folders === 'string') return folders;
  const { name = '' } = /^s3:\/\/(?<name>[^/]+)\//.exec(folders.at(0))?.groups ?? {};
  if (name === '') return 'the table is not in S3';
  const s3 = bucket(name);
  const listed = Math.min(folders.count, mostListed);
  const chosen = Array.from({ length: listed }, (_, index) => folders.at(Math.floor((index * folders.count) / listed)));
  const prefixOf = (folder: string) => folder.slice(`s3://${name}/`.length);
  if (chosen[0] !== undefined) await s3.open(prefixOf(chosen[0]));
  const sizes = await pMap(chosen, (folder) => sizeOf(s3, prefixOf(folder)), { concurrency: 16 });
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return { bytes: Math.round((bytes * folders.count) / Math.max(1, listed)), folders: folders.count, listed };
}

async function sizeOf(bucket: Listing, prefix: string): Promise<number> {
  let bytes = 0;
  for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
    const page: Page = await bucket.list(prefix, undefined, after);
    bytes += page.objects.reduce((sum, { size }) => sum + size, 0);
    after = page.next;
  }
  return bytes;
}

interface Folders {
  readonly count: number;
  /** The n-th, without making the others: an organisation has millions. */
  at(index: number): string;
}

function foldersOf({ template, partitions }: RecordTable, { days, accounts, regions }: Asked): Folders | string {
  if (template === undefined) return 'only the catalogue knows where the partitions of this table lie';
  const dates = daysIn(days);
  const choices: { readonly names: readonly string[]; readonly values: readonly (readonly string[])[] }[] = [];
  const split = partitions.filter(({ role }) => role === 'year' || role === 'month' || role === 'date');
  if (split.length > 0)
    choices.push({ names: split.map(({ name }) => name), values: dates.map((date) => split.map(({ role }) => partOf(date, role))) });
  for (const partition of partitions) {
    if (split.includes(partition)) continue;
    const asked = partition.role === 'account' ? accounts : partition.role === 'region' ? regions : [];
    const values = spelled(partition, days) ?? (asked.length > 0 ? asked : partition.values);
    if (values.length === 0) return `the values of the partition ${partition.name} are not known`;
    choices.push({ names: [partition.name], values: values.map((value) => [value]) });
  }
  return {
    count: choices.reduce((product, { values }) => product * values.length, 1),
    at(index) {
      let rest = index;
      let folder = template;
      for (const { names, values } of choices) {
        const chosen = values[rest % values.length] ?? [];
        rest = Math.floor(rest / values.length);
        names.forEach((name, place) => {
          folder = folder.replaceAll(`\${${name}}`, chosen[place] ?? '');
        });
      }
      return folder.endsWith('/') ? folder : `${folder}/`;
    },
  };
}

function partOf(date: string, role: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return role === 'year' ? year : role === 'month' ? month : day;
}
