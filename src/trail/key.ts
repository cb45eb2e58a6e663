/** What a log file's key says. Keys: CloudTrail User Guide, "Finding your CloudTrail log files"; parsed leniently. */

const day = 86_400_000;

/** CloudTrail retries delivery for 30 days, and folders are publish dates; a day more on each side for clocks and edges. */
export const lateDelivery = { before: 1 * day, after: 31 * day };

export type SkipReason = 'digest' | 'insight' | 'network-activity' | 'aggregated' | 'not-a-log-file' | 'outside-publish-window';

const otherKinds: Readonly<Record<string, SkipReason>> = {
  'CloudTrail-Digest': 'digest',
  'CloudTrail-Insight': 'insight',
  'CloudTrail-NetworkActivity': 'network-activity',
  'CloudTrail-Aggregated': 'aggregated',
};

/** Why an object of an archive is not a log file to read; `undefined`: read it. */
export function skipReason(key: string, period: { from: string; to: string } | undefined): SkipReason | undefined {
  const segments = key.split('/');
  const kind = segments.map((segment) => otherKinds[segment]).find((reason) => reason !== undefined);
  if (kind) return kind;
  if (!/\.(json|gz)$/i.test(key)) return 'not-a-log-file';
  const published = publishDate(segments);
  if (published === undefined || !period) return undefined;
  const inWindow =
    published + day > Date.parse(period.from) - lateDelivery.before && published < Date.parse(period.to) + lateDelivery.after;
  return inWindow ? undefined : 'outside-publish-window';
}

/** Epoch milliseconds of the `YYYY/MM/DD` folders that follow `CloudTrail/<region>/`. */
function publishDate(segments: readonly string[]): number | undefined {
  const at = segments.indexOf('CloudTrail');
  if (at < 0) return undefined;
  const [year, month, date] = segments.slice(at + 2, at + 5);
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
