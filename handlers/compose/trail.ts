import { eventHistorySource } from '../../src/adapters/event-history.ts';
import { s3Source } from '../../src/adapters/s3.ts';
import type { Period } from '../../src/app/scan/model.ts';
import type { TrailObject, TrailSource } from '../../src/trail/source.ts';
import { required } from './environment.ts';
import { trailBucket } from './trail-bucket.ts';

export interface TrailWish {
  readonly period: Period;
  /** Empty: all of the bucket; of event history, the function's own. */
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** What is not to be fetched ahead. */
  readonly isKnown: (object: Pick<TrailObject, 'key' | 'size' | 'stamp'>) => boolean;
  /** The function's own account. */
  readonly home: string;
}

/** TRAIL_SOURCE: `s3://bucket/prefix`, or `lookup:` where the bucket is out of reach. */
export function trailSource(wish: TrailWish): TrailSource {
  const where = required('TRAIL_SOURCE');
  if (where === 'lookup:') return history(wish);
  const { period, accounts, regions, isKnown } = wish;
  return s3Source({ ...trailBucket(where), period, accounts, regions, isKnown });
}

/** Other accounts by their role, as the monitor reaches them; the function's own as it is. */
function history({ period, accounts, regions, isKnown, home }: TrailWish): TrailSource {
  const { AWS_REGION: own = '', MEMBER_ROLE_NAME: role, MEMBER_EXTERNAL_ID: externalId } = process.env;
  const options = { period, regions: regions.length > 0 ? regions : [own], now: Date.now(), isKnown };
  const others = accounts.filter((account) => account !== home);
  if (others.length > 0 && !role) throw new Error('MEMBER_ROLE_NAME is not set: the event history of other accounts is out of reach');
  const sources = [
    ...(accounts.length === 0 || accounts.includes(home) ? [eventHistorySource(options)] : []),
    ...(others.length > 0 && role ? [eventHistorySource({ ...options, others: { accounts: others, role, externalId } })] : []),
  ];
  return {
    name: 'event history',
    async *objects() {
      for (const source of sources) yield* source.objects();
    },
    limits: sources.flatMap(({ limits = [] }) => limits),
  };
}
