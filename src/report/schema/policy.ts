import * as z from 'zod';
import { count, names, resourceType, ruleId, sha256, text } from './words.ts';

const tag = z.strictObject({ key: text, value: text });
export const exemption = z.strictObject({
  id: text,
  rules: z.array(ruleId),
  match: z.strictObject({
    account: text.exactOptional(),
    region: text.exactOptional(),
    principal: text.exactOptional(),
    resourceType: resourceType.exactOptional(),
    name: text.exactOptional(),
    operation: text.exactOptional(),
    tag: tag.exactOptional(),
  }),
  reason: text,
  approver: text,
  approved: text,
  expires: text,
  ticket: text.exactOptional(),
  baseline: z.strictObject({ events: names }).exactOptional(),
  hits: count,
  flags: z
    .array(z.enum(['expired', 'unused', 'retroactive']))
    .describe('expired: met after its expiry; unused: no finding is laid to it, in time or not; retroactive: met before its approval.'),
});

export const policy = z.strictObject({
  source: text,
  sha256,
  scope: z.strictObject({ accounts: names, regions: names, excludeOperations: names }),
  enforcement: z.strictObject({
    mode: z.enum(['dry-run', 'enforce']),
    maxStopsPerHour: z.number(),
    actions: z.array(
      z.strictObject({
        rules: z.array(ruleId),
        resourceTypes: z.array(resourceType),
        action: z.enum(['stop', 'tag', 'delete']),
        tag: tag.exactOptional(),
      }),
    ),
  }),
  controls: z.array(z.strictObject({ id: text, title: text.exactOptional(), rules: z.array(ruleId) })),
});
