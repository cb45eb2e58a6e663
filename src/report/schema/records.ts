import * as z from 'zod';
import { trailAspects } from '../../core/change.ts';
import { eventRef } from './finding.ts';
import { instant, known, named, resourceType, text } from './words.ts';

const actor = named(
  'actor',
  z.strictObject({
    type: text,
    name: text,
    principal: text,
    accountId: text.exactOptional(),
    sessionName: text.exactOptional(),
    sourceIdentity: text.exactOptional(),
    onBehalfOf: text.exactOptional(),
    invokedBy: text.exactOptional(),
  }),
);
const eventMembers = {
  eventId: text,
  eventTime: instant,
  account: text,
  region: text,
  eventName: text,
  actor,
  sourceIp: text,
  userAgent: text,
  corrects: text.exactOptional(),
};
const aspect = named('trailAspect', z.enum(trailAspects));
export const logControl = z.strictObject({
  ...eventMembers,
  trail: text.nullable(),
  blinding: z.boolean(),
  takes: z.array(aspect).describe('What the trail loses of what it is for.'),
  restores: z.array(aspect).describe('What it has again.'),
  errorCode: text.nullable(),
  minutesLost: z.number().nullable(),
  resumedBy: eventRef.nullable(),
});
export const lifecycle = z.strictObject({
  ...eventMembers,
  effect: z.enum(['delete', 'stop', 'start', 'switch']),
  resource: z.strictObject({ type: resourceType, name: text.nullable(), arn: known(text) }),
  references: z.array(z.strictObject({ type: resourceType, name: text })),
});
