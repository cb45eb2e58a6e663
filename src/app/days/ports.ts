import type { EvidenceStore } from '../backfill/ports.ts';

/** Where sealed days are kept: a bucket with Object Lock, or a folder. Nothing in it is ever written twice. */
export interface DayStore extends Pick<EvidenceStore, 'url' | 'get' | 'create'> {
  /** Every name that begins so. */
  names(prefix: string): AsyncIterable<string>;
}

/** `days/2026/11/20/` */
export const folderOf = (day: string): string => `days/${day.replaceAll('-', '/')}/`;

export const sealName = 'day.json';

/** `objects.<sha256>.jsonl.gz`: by content, so that what a run left that died before it wrote the seal is in nobody's way. */
export const fileName = (kind: 'objects' | 'population', sha256: string): string =>
  `${kind}.${sha256.slice(0, 16)}.${kind === 'objects' ? 'jsonl.gz' : 'jsonl'}`;

/** The days that have a seal, in order. */
export async function sealedDays(store: DayStore): Promise<string[]> {
  const days: string[] = [];
  for await (const name of store.names('days/')) {
    const [, year, month, date] = /^days\/(\d{4})\/(\d{2})\/(\d{2})\/day\.json$/.exec(name) ?? [];
    if (year) days.push(`${year}-${month}-${date}`);
  }
  return days.sort();
}
