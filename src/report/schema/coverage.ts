import * as z from 'zod';
import { gapCauses } from '../../core/coverage.ts';
import { count, named, text } from './words.ts';

const hours = named(
  'hours',
  z.strictObject({ verified: count, read: count, silent: count, gap: count }),
  'Hours that a valid digest vouches for; that were read and nothing vouches for; that are neither; that are known not to be covered.',
);
export const coverage = named(
  'coverage',
  z.strictObject({
    places: z.array(z.strictObject({ account: text, region: text, hours, byDay: z.record(text, hours) })),
    gaps: z.array(
      z.strictObject({
        account: text.nullable().describe('null: every account that the trail logs.'),
        region: text.nullable().describe('null: every Region that the trail logs.'),
        from: text,
        to: text,
        cause: z.enum(gapCauses),
        source: text.nullable(),
      }),
    ),
    lateDelivery: z.strictObject({ records: count, objects: count, longestHours: z.number() }),
  }),
  'Which account, Region and hour was read, what vouches for it, and where the gaps are.',
);
