import type { DigestCoverage } from '../../core/integrity.ts';
import { type Entry, endOf, startOf, validSpans } from './entry.ts';
import { iso, logKey } from './keys.ts';
import type { Place } from './place.ts';
import { lengthOf, type Span, union, within } from './spans.ts';
import { trailsOf } from './trails.ts';

export interface Window {
  /** Epoch milliseconds. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Milliseconds past the end of what was asked for, in which it is delivered. */
  readonly delivery: number;
}

const minute = 60_000;
const hour = 60 * minute;

/** A digest comes once an hour: where one place has a newer one than that, and an hour for its delivery, each should. */
const patience = 2 * hour;

/**
 * Each account and region that has a digest or a log file, or that is expected, and the window that must be covered there: what was asked
 * for, else from its oldest object to its newest, and nearly to the newest digest of all.
 */
export function placesOf(
  entries: Iterable<Entry>,
  logs: Iterable<string>,
  asked: Window,
  expected: readonly { readonly account: string; readonly region: string }[],
): Place[] {
  const found = new Map<string, Found>();
  for (const { account, region } of expected) at(found, account, region);
  for (const entry of entries) {
    if (!entry.id) continue;
    const place = at(found, entry.id.account, entry.id.region);
    if (entry.id.backfill) continue;
    place.digests.push(entry);
    extend(place, startOf(entry), endOf(entry));
  }
  const newestDigest = latest([...found.values()].flatMap(({ digests }) => digests.map(endOf)));
  for (const key of logs) {
    const log = logKey(key);
    if (!log) continue;
    const place = at(found, log.account, log.region);
    if (log.minute !== undefined) extend(place, log.minute, log.minute + minute);
  }
  return [...found.values()]
    .map(({ account, region, digests, first, last }): Place => {
      const from = asked.from ?? first;
      const to = asked.to ?? Math.max(last, newestDigest - patience);
      const window = { from, to: from === Number.POSITIVE_INFINITY ? from : Math.max(from, to) };
      const owed = asked.to === undefined ? window : { from, to: window.to + asked.delivery };
      const trails = trailsOf(digests, { owed, from: asked.from, to: asked.to, due: newestDigest - patience });
      return { account, region, window, owed, digests, trails, covered: union(validSpans(digests)) };
    })
    .filter(({ window }) => Number.isFinite(window.from) && Number.isFinite(window.to))
    .sort((a, b) => (a.account < b.account || (a.account === b.account && a.region < b.region) ? -1 : 1));
}

interface Found {
  readonly account: string;
  readonly region: string;
  readonly digests: Entry[];
  first: number;
  last: number;
}

function at(found: Map<string, Found>, account: string, region: string): Found {
  const key = `${account} ${region}`;
  let place = found.get(key);
  if (!place) {
    place = { account, region, digests: [], first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
    found.set(key, place);
  }
  return place;
}

function extend(place: Found, from: number, to: number): void {
  place.first = Math.min(place.first, from);
  place.last = Math.max(place.last, to);
}

function latest(times: readonly number[]): number {
  return times.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
}

export function coverageOf({ account, region, window, covered, digests }: Place): DigestCoverage {
  const spans = within(window, covered);
  const withLogs = union(validSpans(digests.filter(({ parsed }) => !('fault' in parsed) && parsed.logs.length > 0)));
  const hours = (of: readonly Span[]) => Math.round((lengthOf(of) / hour) * 100) / 100;
  return {
    account,
    region,
    window: { from: iso(window.from), to: iso(window.to) },
    covered: spans.map(({ from, to }) => ({ from: iso(from), to: iso(to) })),
    hoursExpected: hours([window]),
    hoursCovered: hours(spans),
    hoursEmpty: Math.round((hours(spans) - hours(spans.flatMap((span) => within(span, withLogs)))) * 100) / 100,
  };
}
