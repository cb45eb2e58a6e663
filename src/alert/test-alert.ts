import type { TestAlert } from '../core/alert.ts';
import type { Briefing, Context } from './briefing.ts';
import { runbookLink } from './links.ts';
import { moment, ours, say } from './phrase.ts';

export function testBriefing(alert: TestAlert, { runbookUrl }: Context): Briefing {
  const link = runbookLink(runbookUrl);
  return {
    id: alert.id,
    kind: alert.kind,
    severity: null,
    title: ours('A test: nothing happened'),
    facts: [{ label: 'When', text: say`${moment(alert.at)}` }],
    points: [{ label: 'Why', lines: [ours('Somebody ran sagewarden doctor --test-alert, to see where alerts arrive.')] }],
    links: link ? [link] : [],
    footer: say`Alert ${alert.id}, policy ${alert.policySha256.slice(0, 12)}, stage ${alert.stage}`,
  };
}
