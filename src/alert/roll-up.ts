import type { RollUp } from '../core/alert.ts';
import { counted, count as grouped } from '../text/numbers.ts';
import type { Briefing, Context } from './briefing.ts';
import { resourceNamed } from './change.ts';
import { runbookLink } from './links.ts';
import { moment, ours, say } from './phrase.ts';

export function rollUpBriefing(alert: RollUp, { runbookUrl }: Context): Briefing {
  const { group, count, changes, part, parts } = alert;
  const unnamed = count - changes.length;
  const link = runbookLink(runbookUrl);
  return {
    id: alert.id,
    kind: alert.kind,
    severity: alert.severity,
    title: say`${ours(counted(count, 'more change'))} of the same kind: ${ours(group.rules.join(', '))}${ours(parts > 1 ? `, part ${part} of ${parts}` : '')}`,
    facts: [
      { label: 'Who', text: say`${group.principal}` },
      { label: 'Where', text: say`account ${group.account}, Region ${group.region}` },
      ...(group.notDone ? [{ label: 'Not done', text: ours(group.notDone.join(', ')) }] : []),
      { label: 'When', text: say`${moment(alert.since)} to ${moment(alert.until)}` },
    ],
    points: [
      {
        label: 'Changes',
        lines: [
          ...changes.map(
            ({ eventId, eventTime, eventName, resource }) =>
              say`${moment(eventTime)} ${eventName}: ${resourceNamed(resource)}, event ${eventId}`,
          ),
          ...(unnamed > 0 ? [ours(`and ${grouped(unnamed)} more, in the other parts`)] : []),
        ],
      },
      {
        label: 'Next',
        lines: [ours('The first of them was told by itself, with what to do. Many in a row: find what creates them, and stop that.')],
      },
    ],
    links: link ? [link] : [],
    footer: say`Alert ${alert.id}, policy ${alert.policySha256.slice(0, 12)}, stage ${alert.stage}`,
  };
}
