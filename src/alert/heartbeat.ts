import type { Heartbeat } from '../core/alert.ts';
import { durationWords } from '../text/durations.ts';
import { count, counted } from '../text/numbers.ts';
import type { Briefing, Context } from './briefing.ts';
import { runbookLink } from './links.ts';
import { moment, ours, say } from './phrase.ts';

/** Sent also when all is quiet, so that silence is a fault. */
export function heartbeatBriefing(alert: Heartbeat, { runbookUrl }: Context): Briefing {
  const { seen, nonCompliant, notEvaluable, alertsOwed, secondsToNotify } = alert;
  const link = runbookLink(runbookUrl);
  return {
    id: alert.id,
    kind: alert.kind,
    severity: alertsOwed > 0 ? 'high' : null,
    title: ours(`The monitor is alive: ${counted(seen, 'event')} seen, ${counted(nonCompliant, 'finding')}`),
    facts: [
      { label: 'Period', text: say`${moment(alert.from)} to ${moment(alert.to)}` },
      { label: 'Events seen', text: ours(count(seen)) },
      { label: 'Outside the boundary', text: ours(count(nonCompliant)) },
      { label: 'Not evaluable', text: ours(count(notEvaluable)) },
      { label: 'Exempt', text: ours(count(alert.exempt)) },
      { label: 'Stopped', text: ours(count(alert.stopped)) },
      { label: 'Tagged', text: ours(count(alert.tagged)) },
      { label: 'Late', text: ours(count(alert.late)) },
      { label: 'Alerts owed', text: ours(count(alertsOwed)) },
      { label: 'Event to alert, median', text: ours(secondsToNotify === null ? 'no alert' : durationWords(secondsToNotify)) },
    ],
    points: [
      ...(seen === 0
        ? [
            {
              label: 'Note',
              lines: [ours('No event at all: right for an account without SageMaker, else check the rule (sagewarden doctor).')],
            },
          ]
        : []),
      ...(alertsOwed > 0
        ? [{ label: 'Next', lines: [ours('Alerts are owed: look into the dead-letter queues and the errors of the monitor.')] }]
        : []),
    ],
    links: link ? [link] : [],
    footer: say`Heartbeat ${alert.id}, policy ${alert.policySha256.slice(0, 12)}, stage ${alert.stage}`,
  };
}
