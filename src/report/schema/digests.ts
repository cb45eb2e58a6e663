import * as z from 'zod';
import { digestFaults, logFaults } from '../../core/integrity.ts';
import { count, named, names, text } from './words.ts';

const digestFaultNames = [...new Set([...digestFaults, ...logFaults])];
const span = z.strictObject({ from: text, to: text });
export const digests = named(
  'digests',
  z.strictObject({
    verdict: z.enum(['valid', 'tampered', 'gap']),
    window: z.strictObject({ from: text.nullable(), to: text.nullable() }),
    counts: z.strictObject({
      logsListed: count,
      logsValid: count,
      logsInvalid: count,
      logsUnnamed: count,
      logsNotVerified: count,
      logsMissing: count,
      digestsListed: count,
    }),
    chains: z.array(
      z.strictObject({
        account: text,
        region: text,
        trail: text,
        backfill: z.boolean(),
        first: text,
        last: text,
        valid: count,
        invalid: count,
        missing: count,
      }),
    ),
    coverage: z.array(
      z.strictObject({
        account: text,
        region: text,
        window: span,
        covered: z.array(span),
        hoursExpected: z.number(),
        hoursCovered: z.number(),
        hoursEmpty: z.number(),
      }),
    ),
    unnamed: z.array(z.strictObject({ object: text, planted: z.boolean() })).describe('Log files that no digest names.'),
    notValid: z.array(z.strictObject({ object: text, kind: z.enum(['digest', 'log']), fault: z.enum(digestFaultNames) })),
    keyFingerprints: names.describe('Of the keys that valid digests were signed with.'),
  }),
  'What holding the trail against its digests found.',
);
