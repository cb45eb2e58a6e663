import type { Days } from '../core/days.ts';
import { msPerDay } from '../core/time.ts';

/** What a log file's key says. Keys: CloudTrail User Guide, "Finding your CloudTrail log files"; parsed leniently. */

/** CloudTrail retries delivery for 30 days, and folders are publish dates; a day more on each side for clocks and edges. */
export const lateDelivery = { before: 1 * msPerDay, after: 31 * msPerDay };

export type SkipReason = 'digest' | 'insight' | 'network-activity' | 'aggregated' | 'not-a-log-file' | 'outside-publish-window';

const otherKinds: Readonly<Record<string, SkipReason>> = {
  'CloudTrail-Digest': 'digest',
  'CloudTrail-Insight': 'insight',
  'CloudTrail-NetworkActivity': 'network-activity',
  'CloudTrail-Aggregated': 'aggregated',
};

/** Why an object of an archive is not a log file to read; `undefined`: read it. */
export function skipReason(key: string, period: Period | undefined): SkipReason | undefined {
  const folder = folderOf(key);
  if (folder.kind) return folder.kind;
  if (!/\.(json|gz)$/i.test(key)) return 'not-a-log-file';
  const { published } = folder;
  if (published === undefined || !period) return undefined;
  if (folder.window?.period !== period) folder.window = { period, isIn: isInPublishWindow(published, period) };
  return folder.window.isIn ? undefined : 'outside-publish-window';
}

interface Folder {
  readonly name: string;
  readonly kind: SkipReason | undefined;
  /** Epoch milliseconds of the day. */
  readonly published: number | undefined;
  /** May it hold events of the period that was asked for last? */
  window?: { readonly period: Period; readonly isIn: boolean };
}

/** Objects come in order of key: one folder's after each other. */
let last: Folder = { name: '', kind: undefined, published: undefined };

function folderOf(key: string): Folder {
  const name = key.slice(0, key.lastIndexOf('/') + 1);
  if (name !== last.name) {
    const all = name.split('/');
    const segments = all.slice(all.lastIndexOf('AWSLogs') + 1);
    const kind = segments.map((segment) => otherKinds[segment]).find((reason) => reason !== undefined);
    last = { name, kind, published: publishDate(segments) };
  }
  return last;
}

interface Period {
  readonly from: string;
  readonly to: string;
}

/** Publish dates, epoch milliseconds of each day's start, both in it. */
export interface PublishDates {
  readonly first: number;
  readonly last: number;
}

export const publishDates = ({ first, last }: Days): PublishDates => ({
  first: Date.parse(`${first}T00:00:00Z`),
  last: Date.parse(`${last}T00:00:00Z`),
});

/** Those whose folders may hold events of the period. */
export function publishDatesOf({ from, to }: Period): PublishDates {
  return {
    first: startOfDay(Date.parse(from) - lateDelivery.before),
    last: startOfDay(Date.parse(to) + lateDelivery.after - 1),
  };
}

const startOfDay = (time: number): number => Math.floor(time / msPerDay) * msPerDay;

/** May a folder of this publish date hold events of the period? @param published epoch milliseconds of the day's start */
export function isInPublishWindow(published: number, { from, to }: Period): boolean {
  const { first, last } = publishDatesOf({ from, to });
  return published >= first && published <= last;
}

/** The months that have such days, `2026/07` in order, as folders are named. */
export function publishMonths({ first, last }: PublishDates): string[] {
  const months: string[] = [];
  const start = new Date(first);
  for (let month = Date.UTC(start.getUTCFullYear(), start.getUTCMonth()); month <= last; ) {
    const date = new Date(month);
    months.push(date.toISOString().slice(0, 7).replace('-', '/'));
    month = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
  }
  return months;
}

/** Epoch milliseconds of the `YYYY/MM/DD` folders that follow `CloudTrail/<region>/`. */
function publishDate(segments: readonly string[]): number | undefined {
  const at = segments.indexOf('CloudTrail');
  return at < 0 ? undefined : dayOf(segments.slice(at + 2, at + 5));
}

/** Epoch milliseconds of `[YYYY, MM, DD]`. */
export function dayOf([year, month, date]: readonly string[]): number | undefined {
  if (!/^\d{4}$/.test(year ?? '') || !/^\d{2}$/.test(month ?? '') || !/^\d{2}$/.test(date ?? '')) return undefined;
  const time = Date.parse(`${year}-${month}-${date}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** The key inside the bucket, from a path below the scanned folder: what comes before `AWSLogs` locally is nobody's business. */
export function keyOf(relativePath: string, absolutePath: string): string {
  const relative = relativePath.split(/[\\/]/).join('/');
  if (relative.split('/').includes('AWSLogs')) return relative;
  const segments = absolutePath.split(/[\\/]/);
  const at = segments.lastIndexOf('AWSLogs');
  return at < 0 ? relative : segments.slice(at).join('/');
}

/** `AWSLogs/o-<id>/<account>/...`: the trail of an organisation (User Guide, "Finding your CloudTrail log files"). */
export function isOfOrganisation(key: string): boolean {
  return /(^|\/)AWSLogs\/o-[a-z0-9]{10,32}\//.test(key);
}
