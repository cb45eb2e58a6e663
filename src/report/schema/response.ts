import * as z from 'zod';
import { count, instant, named, resourceType, text } from './words.ts';

const delays = named(
  'delays',
  z.strictObject({ count, median: z.number(), p95: z.number(), longest: z.number() }),
  'Seconds: the median, the 95th percentile (nearest rank) and the longest, of those measured.',
).nullable();
const alertState = z.enum(['sent', 'grouped', 'late', 'owed', 'missed']);
export const response = named(
  'response',
  z.strictObject({
    entries: count,
    expected: count,
    alerts: z.strictObject({ sent: count, grouped: count, late: count, owed: count, missed: count }),
    actions: z.record(text, count).describe('Actions by what came of them, e.g. `stop done`.'),
    timeToDetect: delays,
    timeToNotify: delays,
    timeToStop: delays,
    rows: z.array(
      z.strictObject({
        eventId: text,
        eventTime: instant,
        account: text,
        region: text,
        resourceType,
        resourceName: text.nullable(),
        alert: alertState,
        detectedAfter: z.number().nullable(),
        notifiedAfter: z.number().nullable(),
        actions: z.array(z.strictObject({ action: text, outcome: text, after: z.number().nullable() })),
      }),
    ),
  }),
  'What the live monitor did about each change that an alert was due for.',
);
