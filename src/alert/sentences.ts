import type { Alert, EventAlert } from '../core/alert.ts';
import type { Briefing, Context } from './briefing.ts';
import { changeBriefing } from './change.ts';
import { heartbeatBriefing } from './heartbeat.ts';
import { rollUpBriefing } from './roll-up.ts';
import { sinkBrokenBriefing } from './sink-broken.ts';
import { tamperingBriefing } from './tampering.ts';
import { testBriefing } from './test-alert.ts';

/** An alert in words: who, what, when and how late, where, why, what was done, what to do next, links and ids. */
export function brief(alert: Alert, context: Context = {}): Briefing {
  switch (alert.kind) {
    case 'roll-up':
      return rollUpBriefing(alert, context);
    case 'heartbeat':
      return heartbeatBriefing(alert, context);
    case 'sink-broken':
      return sinkBrokenBriefing(alert, context);
    case 'test':
      return testBriefing(alert, context);
    default:
      return briefEvent(alert, context);
  }
}

/** The same for who tells of events only, and need not load the words for all the rest. */
export function briefEvent(alert: EventAlert, context: Context): Briefing {
  return alert.kind === 'change' ? changeBriefing(alert, context) : tamperingBriefing(alert, context);
}
