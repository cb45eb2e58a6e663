import type { EventFacts } from './change.ts';
import type { EventRef } from './evidence/exposure.ts';

/** An event by what a reader needs to find it. */
export function eventRef({ eventId, eventName, eventTime, actor }: EventFacts): EventRef {
  return { eventId, eventName, eventTime, actor: actor.name };
}
