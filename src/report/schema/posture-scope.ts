import * as z from 'zod';
import { besideNames, listWhys } from '../../core/evidence/posture-scope.ts';
import { count, instant, named, resourceType, sha256, text } from './words.ts';

export const postureScope = named(
  'postureScope',
  z.strictObject({
    since: instant.nullable().describe('Only what was created from then on was looked for; null: everything.'),
    types: z.array(resourceType),
    resourceArn: text.nullable().describe('The one resource that was asked for; null: what List says.'),
    listings: z.array(
      z.strictObject({
        account: text,
        region: text,
        resourceType,
        operation: text,
        listed: count,
        why: z.enum(listWhys).nullable().describe('null: it answered to the end.'),
      }),
    ),
    gone: count.describe('Listed, and gone when it was described.'),
    answers: z.strictObject({ lines: count, sha256 }).describe('answers.jsonl.'),
    beside: z
      .array(z.strictObject({ name: z.enum(besideNames), sha256 }))
      .exactOptional()
      .describe('What the run was held against: a trail, or what AWS Config and Security Hub say.'),
  }),
  'Present: the population is what exists, one row a resource, and nothing is said of a trail.',
);
