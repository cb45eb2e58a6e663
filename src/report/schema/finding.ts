import * as z from 'zod';
import { settingName } from './population.ts';
import { instant, named, resourceType, ruleId, severity, text } from './words.ts';

const resourceMembers = { resourceType, resourceName: text.nullable(), resourceArn: text.nullable() };
const findingStatus = z.enum(['open', 'exempt']);
const exemptionUse = z.enum(['applied', 'baseline', 'retroactive', 'expired']);

export const finding = named(
  'finding',
  z.strictObject({
    rule: ruleId,
    severity,
    status: findingStatus,
    exemption: z
      .strictObject({ id: text, status: exemptionUse })
      .nullable()
      .describe('The exemption that applies, or the one that would have, had it been approved in time or not expired.'),
    because: z.array(z.strictObject({ setting: settingName, at: text, found: text, expected: text })),
    eventId: text,
    eventTime: instant,
    account: text,
    region: text,
    eventName: text,
    ...resourceMembers,
    actor: text,
    principal: text,
  }),
  'A NON_COMPLIANT verdict on one change.',
);

export const eventRef = named('eventRef', z.strictObject({ eventId: text, eventName: text, eventTime: instant, actor: text }));
export const exposure = named(
  'exposure',
  z.strictObject({
    eventId: text,
    account: text,
    region: text,
    ...resourceMembers,
    rules: z.array(ruleId),
    status: findingStatus,
    from: text,
    to: text.nullable(),
    ending: z.enum(['stopped', 'deleted', 'replaced', 'open']),
    endedBy: eventRef.nullable(),
    seconds: z.number().nullable(),
    pauses: z.array(z.strictObject({ from: eventRef, to: eventRef })),
    endpoints: z.array(
      z.strictObject({
        name: text,
        via: z.strictObject({ type: resourceType, name: text }),
        from: text,
        to: text.nullable(),
        ending: z.enum(['switched', 'stopped', 'deleted', 'replaced', 'open']),
        startedBy: eventRef,
        endedBy: eventRef.nullable(),
      }),
    ),
    notes: z.array(z.enum(['ends-by-itself', 'ended-earlier', 'ended-by-parent', 'ran-on'])),
  }),
  'How long what a non-compliant change made was there.',
);
