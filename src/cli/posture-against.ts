import { type Against, against, type WhatWasListed } from '../app/posture/against.ts';
import type { Place } from '../app/posture/ports.ts';
import type { Period } from '../app/scan/model.ts';
import { scanTrail } from '../app/scan.ts';
import type { Policy } from '../core/policy.ts';
import type { TrailSource } from '../trail/source.ts';
import { UsageError } from './errors.ts';
import { readerOf } from './jobs.ts';
import type { AgainstFlags } from './posture-against-options.ts';
import { progressLine } from './progress.ts';
import { openSource, type SourceFlags } from './source.ts';

interface Opened {
  readonly flags: AgainstFlags & { readonly against: readonly string[] };
  readonly places: readonly Place[];
  readonly policy: Policy;
  readonly period: Period | undefined;
}

/** Opened before anything is listed: what is wrong with it need not wait. @throws UsageError, SourceError */
export async function openAgainst({ flags, places, policy, period }: Opened): Promise<TrailSource> {
  return openSource(flags.against, sourceFlags(flags, places), { period, scope: policy.scope });
}

/** Reads the trail, after everything was listed: what was created meanwhile is in it. @throws UsageError, SourceError, ReaderError */
export async function readAgainst(source: TrailSource, { flags, policy, period }: Opened, listed: WhatWasListed): Promise<Against> {
  const progress = progressLine({ quiet: flags.quiet ?? false, share: () => source.share?.() });
  const reader = readerOf(flags.jobs, { sha256: false });
  const scanned = await scanTrail(source, { policy, reader, onProgress: progress.show, ...(period && { period }) }).finally(async () => {
    progress.clear();
    await reader.close();
  });
  if (scanned.counters.objects.listed === 0)
    throw new UsageError(`--against ${flags.against.join(', ')}: no files there; expected *.json.gz or *.json log files of CloudTrail`);
  return against({ ...listed, scanned, sourceLimits: source.limits ?? [], policy, period });
}

/**
 * Of a bucket or table every Region is read: a trail is stopped in its home Region. Event history is asked where resources were listed, by the
 * role that they were listed by.
 */
function sourceFlags(flags: AgainstFlags & { readonly against: readonly string[] }, places: readonly Place[]): SourceFlags {
  const [first = ''] = flags.against;
  const distinct = (values: readonly string[]) => [...new Set(values)].sort();
  const accounts = distinct(places.map((place) => place.account));
  const { requestPayer, expectedBucketOwner, roleArn, role, externalId } = flags;
  const { workgroup, queryResults, objects, sliceDays, maxBytes, pricePerTb, yes } = flags;
  const athena = { workgroup, queryResults, objects, sliceDays, maxBytes, pricePerTb, yes };
  const ofBucket = {
    ...(requestPayer !== undefined && { requestPayer }),
    ...(expectedBucketOwner !== undefined && { expectedBucketOwner }),
    ...(roleArn !== undefined && { roleArn }),
    ...Object.fromEntries(Object.entries(athena).filter(([, value]) => value !== undefined)),
  };
  if (first.startsWith('s3:')) return { accounts, ...ofBucket, ...(roleArn !== undefined && externalId !== undefined && { externalId }) };
  if (first.startsWith('athena:')) return { accounts, ...ofBucket };
  if (!first.startsWith('lookup:')) return ofBucket;
  const regions = distinct(places.map((place) => place.region));
  if (role === undefined) return { regions, ...ofBucket };
  return { accounts, regions, role, ...(externalId !== undefined && { externalId }), ...ofBucket };
}
