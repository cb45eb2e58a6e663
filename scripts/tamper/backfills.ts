import { rewrite, type Tampering, tampered } from './tampering.ts';
import { first, hour } from './trail.ts';

/** When backfill digests are made. */
export const late = first + 20 * hour;

export const backfills: readonly Tampering[] = [
  {
    name: 'backfill: its log file altered',
    verdict: tampered,
    apply: (t) => {
      const { content } = t.backfill(2, late);
      rewrite(t, content.logFiles[0]?.s3Object ?? '', '{"Records":[]}');
    },
  },
  {
    name: 'backfill: the earlier one removed',
    verdict: tampered,
    apply: (t) => {
      const before = t.backfill(2, late);
      t.backfill(4, late + hour, before);
      t.objects.delete(before.key);
    },
  },
  {
    name: 'backfill: without the time at which it was made',
    verdict: tampered,
    apply: (t) => void Reflect.deleteProperty(t.object(t.backfill(2, late).key).metadata, 'backfill-generation-timestamp'),
  },
  {
    name: 'backfill: altered',
    verdict: tampered,
    apply: (t) => rewrite(t, t.backfill(2, late).key, '{}'),
  },
];
