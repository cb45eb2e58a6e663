import type { S3ClientConfig } from '@aws-sdk/client-s3';
import type { Days } from '../core/days.ts';
import { publishDates, publishDatesOf, skipReason } from '../trail/key.ts';
import type { TrailObject, TrailSource } from '../trail/source.ts';
import type { trailsBeside } from './s3/beside.ts';
import { Bucket, type Page } from './s3/bucket.ts';
import { inOrder } from './s3/in-order.ts';
import { type Asked, type FindLogs, type Part, prefixes } from './s3/layout.ts';
import { S3Object } from './s3/object.ts';
import { readAhead } from './s3/read-ahead.ts';
import { Window } from './s3/window.ts';

export interface S3SourceOptions {
  readonly bucket: string;
  /** What the keys begin with; empty: everything in the bucket. */
  readonly prefix: string;
  /** Of events, half-open. Absent: every publish date. */
  readonly period?: { readonly from: string; readonly to: string } | undefined;
  /** Only the folders of these dates, whatever the time of the events in them; instead of `period`. */
  readonly published?: Days | undefined;
  /** Only these; empty or absent: all that are there. */
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  /** List digest files too. */
  readonly digests?: boolean;
  readonly requestPayer?: boolean;
  /** Account id of who must own the bucket. */
  readonly expectedOwner?: string | undefined;
  /** Objects that will not be read are not fetched ahead. */
  readonly isKnown?: (object: Pick<TrailObject, 'key' | 'size' | 'stamp'>) => boolean;
  /** Finds the trails beside an `AWSLogs/` that was not named; absent: the folders there are said not to be listed. */
  readonly trailsBeside?: typeof trailsBeside;
  /** GETs under way at most (default 64: S3 allows 5,500 a second and prefix, a small file takes 20 to 100 ms). */
  readonly concurrency?: number;
  /** Credentials, endpoint; absent: the SDK's own chain. */
  readonly client?: S3ClientConfig;
}

/** Fetched ahead of the reader: enough small files to hide their latency, and no more memory than this. */
const window = { objects: 256, bytes: 48 * 1024 * 1024 };
const listedAhead = 2_000;
const listsAhead = 8;

/** A trail's bucket. Only what was asked for is listed: accounts, Regions, publish dates (plus the allowance for late delivery). */
export function s3Source(options: S3SourceOptions): TrailSource {
  // On Node 20 the SDK prints eight lines on its own support plans, which are no user's of this program to act on.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const { prefix, period, accounts = [], regions = [], digests = false } = options;
  const published = options.published ? publishDates(options.published) : period && publishDatesOf(period);
  const bucket = new Bucket({
    name: options.bucket,
    requestPayer: options.requestPayer ?? false,
    expectedOwner: options.expectedOwner,
    concurrency: options.concurrency ?? 64,
    client: options.client ?? {},
  });
  const isWanted = (object: Parameters<NonNullable<typeof options.isKnown>>[0]) =>
    skipReason(object.key, period) === undefined && !options.isKnown?.(object);
  let share = 0;
  let unlisted: readonly string[] = [];
  const findLogs: FindLogs = async (folders) => {
    const found = await options.trailsBeside?.(folders, (folder, after) => bucket.list(folder, '/', after));
    unlisted = (found?.unlisted ?? folders).map((folder) => `s3://${options.bucket}/${folder}`);
    return found?.logs ?? [];
  };
  return {
    name: `s3://${options.bucket}/${prefix}`,
    async *objects() {
      await bucket.open(prefix);
      const fetching = new Window<S3Object>(window);
      const handedOut: S3Object[] = [];
      const listed = objectsOf(
        bucket,
        prefixes(prefix, { published, accounts, regions, digests }, (folder) => bucket.folders(folder), findLogs),
      );
      const made = mapped(listed, ({ listing, at }) => {
        const wanted = isWanted({ ...listing, stamp: listing.etag });
        const object = new S3Object(listing, { bucket, wanted, window: fetching });
        fetching.add(object);
        return { object, at };
      });
      for await (const { object, at } of readAhead(made, listedAhead)) {
        share = at;
        fetching.handOut(object);
        handedOut.push(object);
        if (handedOut.length > window.objects) fetching.pass(handedOut.shift() as S3Object);
        yield object;
      }
      share = 1;
    },
    share: () => share,
    unlisted: () => unlisted,
    limits: limitsOf({ accounts, regions }),
  };
}

interface Placed {
  readonly listing: Page['objects'][number];
  readonly at: number;
}

/** The objects below each prefix in turn; the first pages of the next ones, and the next page of each, are under way meanwhile. */
async function* objectsOf(bucket: Bucket, parts: AsyncIterable<Part>): AsyncIterable<Placed> {
  for await (const { part, first } of inOrder(parts, listsAhead, async (part) => ({
    part,
    first: await bucket.list(part.prefix, undefined),
  }))) {
    for (let page: Page | undefined = first; page; ) {
      const next: Promise<Page> | undefined = page.next === undefined ? undefined : bucket.list(part.prefix, undefined, page.next);
      next?.catch(() => {});
      // A key that ends in a slash is a folder that a console made.
      for (const listing of page.objects) if (!listing.key.endsWith('/')) yield { listing, at: part.at };
      page = await next;
    }
  }
}

async function* mapped<T, R>(items: AsyncIterable<T>, change: (item: T) => R): AsyncIterable<R> {
  for await (const item of items) yield change(item);
}

function limitsOf({ accounts, regions }: Pick<Asked, 'accounts' | 'regions'>): string[] {
  const only = [
    ...(accounts.length > 0 ? [accounts.length === 1 ? 'one account' : `${accounts.length} accounts`] : []),
    ...(regions.length > 0 ? [`the Regions ${regions.join(', ')}`] : []),
  ];
  if (only.length === 0) return [];
  return [
    `Only log files of ${only.join(' and ')} were listed: log control elsewhere (a trail's home Region, the management account) was not looked for.`,
  ];
}
