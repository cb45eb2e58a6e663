import type { SinkBroken } from '../core/alert.ts';
import type { Briefing, Context } from './briefing.ts';
import { runbookLink } from './links.ts';
import { moment, ours, say } from './phrase.ts';

const sinks: Readonly<Record<SinkBroken['sink'], { readonly name: string; readonly next: string }>> = {
  slack: {
    name: 'Slack',
    next: 'The webhook was revoked, or its channel archived: make a new one, and put its address into the secret. It is read again by itself.',
  },
  'security-hub': {
    name: 'Security Hub',
    next: 'Enable Security Hub in this account and Region, or let the function call securityhub:BatchImportFindings.',
  },
  'amazon-q': {
    name: 'Amazon Q',
    next: 'Check the topic of Amazon Q, its key, and whether the function may publish to it.',
  },
};

export function sinkBrokenBriefing(alert: SinkBroken, { runbookUrl }: Context): Briefing {
  const { name, next } = sinks[alert.sink];
  const link = runbookLink(runbookUrl);
  return {
    id: alert.id,
    kind: alert.kind,
    severity: 'high',
    title: ours(`${name} does not take alerts`),
    facts: [
      { label: 'What', text: say`${ours(name)} answered ${alert.reason}` },
      { label: 'When', text: say`${moment(alert.at)}` },
    ],
    points: [
      { label: 'Why', lines: [ours('Alerts for it wait in its queue, then in its dead-letter queue. Other sinks have them.')] },
      { label: 'Next', lines: [ours(next), ours('Then send back what is in the dead-letter queue (start a redrive).')] },
    ],
    links: link ? [link] : [],
    footer: say`Alert ${alert.id}, policy ${alert.policySha256.slice(0, 12)}, stage ${alert.stage}`,
  };
}
