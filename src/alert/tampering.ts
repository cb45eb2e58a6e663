import type { TamperingAlert } from '../core/alert.ts';
import type { Briefing, Context } from './briefing.ts';
import { lateWords } from './change.ts';
import { eventLink, runbookLink } from './links.ts';
import { moment, ours, type Phrase, say } from './phrase.ts';
import { calledFrom, who } from './who.ts';
import { laterWords } from './words.ts';

export function tamperingBriefing(alert: TamperingAlert, { runbookUrl }: Context): Briefing {
  const { control } = alert;
  const links = [eventLink(control.region, control.eventId), runbookLink(runbookUrl)];
  return {
    id: alert.id,
    kind: alert.kind,
    severity: alert.severity,
    title: say`${control.eventName} on ${trail(control.trail)}: what follows may go unseen`,
    facts: [
      { label: 'Who', text: who(control.actor) },
      { label: 'What', text: say`${control.eventName} on ${trail(control.trail)}` },
      {
        label: 'When',
        text: say`${moment(control.eventTime)}, told ${ours(laterWords(alert.delaySeconds))}${ours(lateWords(alert.late))}`,
      },
      { label: 'Where', text: say`account ${control.account}, Region ${control.region}` },
      { label: 'From', text: calledFrom(control.sourceIp, control.userAgent) },
    ].filter(({ text }) => text.length > 0),
    points: [
      { label: 'Why', lines: [why(alert)] },
      {
        label: 'Next',
        lines: [
          ours('Ask who did it, by other means than the account at hand.'),
          ours('Bring the trail back: StartLogging, the former selectors, or the former bucket.'),
          ours('Then scan the time in between: what was not recorded there cannot be confirmed, and the report will say so.'),
        ],
      },
    ],
    links: links.filter((link) => link !== undefined),
    footer: say`Alert ${alert.id}, event ${control.eventId}, policy ${alert.policySha256.slice(0, 12)}, stage ${alert.stage}`,
  };
}

const trail = (name: string | null): Phrase => (name === null ? ours('a trail (name not recorded)') : say`trail ${name}`);

function why({ control }: TamperingAlert): Phrase {
  if (control.errorCode !== null) return say`CloudTrail refused it (${control.errorCode}): logging goes on, somebody tried.`;
  if (control.blinding)
    return ours('trail-tampering: it may keep SageMaker operations from being recorded, or from reaching this monitor.');
  return ours('trail-tampering: it changes what is logged.');
}
