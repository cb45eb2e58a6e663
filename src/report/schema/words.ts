import * as z from 'zod';
import { resourceTypes } from '../../core/resources/types.ts';
import { type RuleId, severities } from '../../core/rule.ts';
import { rules } from '../../core/rules/index.ts';

/** What the schemas of `evidence.json` and `population.jsonl` are made of. */

/** With a name of its own in the JSON schema. */
export const named = <T extends z.ZodType>(id: string, schema: T, description?: string): T =>
  schema.meta({ id, ...(description !== undefined && { description }) });

export const count = z.int().min(0);
export const text = z.string();
export const names = z.array(text);
export const counts = z.record(text, count);
export const sha256 = named('sha256', z.string().regex(/^[0-9a-f]{64}$/), 'Hex.');
export const instant = named(
  'instant',
  z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/),
  'ISO 8601, UTC, as CloudTrail writes it.',
);
export const ruleId = named('ruleId', z.enum(rules.map(({ id }) => id) as [RuleId, ...RuleId[]]));
export const severity = z.enum(severities);
export const resourceType = named('resourceType', z.enum(resourceTypes), 'AWS’s own name, without the prefix AWS::SageMaker::.');

/** core's Known: a value, or why there is none. */
export const known = <T extends z.ZodType>(value: T) =>
  z.union([
    z.strictObject({
      known: z.literal(true),
      value,
      from: z.enum(['request', 'response', 'describe']),
      recordedIn: text.exactOptional(),
    }),
    z.strictObject({
      known: z.literal(false),
      why: z.enum([
        'not-recorded',
        'omitted',
        'opaque',
        'unchanged',
        'access-denied',
        'throttled',
        'resource-gone',
        'no-answer',
        'no-network-facts',
        'rule-failed',
      ]),
    }),
  ]);
