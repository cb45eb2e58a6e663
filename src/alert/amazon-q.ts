import type { Alert } from '../core/alert.ts';
import { ownNamespace, uuid5 } from '../formats/uuid.ts';
import { jsonText } from '../text/safe-text.ts';
import type { Sink } from './atoms.ts';
import type { Context } from './briefing.ts';
import { fitted } from './fit.ts';
import { brief } from './sentences.ts';
import { mrkdwnSink, slackEscape } from './slack-sink.ts';
import { quietMark, severityMarks, severityWords } from './words.ts';

/**
 * A custom notification of Amazon Q Developer in chat applications. Its admin guide, "Custom notifications": a message that does not match
 * this schema is dropped without a word.
 */
export interface CustomNotification {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps: readonly string[];
    readonly keywords: readonly string[];
  };
  /** What has one thread id is shown as one thread: the alerts of a group. */
  readonly metadata: { readonly threadId: string };
}

/** Markdown of the chat's own client, Slack or Teams: times as Slack writes them would be noise in the other. */
const sink: Sink = { ...mrkdwnSink, time: (_, text) => text };

/** The guide gives no lengths; these are what one Slack block takes. */
const limits = { title: 250, description: 2_800, steps: 5, step: 700 } as const;

export function customNotification(alert: Alert, context: Context = {}): CustomNotification {
  const briefing = brief(alert, context);
  const mark = briefing.severity === null ? quietMark : `${severityMarks[briefing.severity]} ${severityWords[briefing.severity]}:`;
  const lines = [
    ...briefing.facts.map(({ label, text }) => `*${label}:* ${fitted(text, sink, 400, 200).text}`),
    ...briefing.points
      .filter(({ label }) => label !== 'Next')
      .flatMap(({ label, lines: points }) => points.map((each) => `*${label}:* ${fitted(each, sink, 400, 200).text}`)),
  ];
  const links = briefing.links.map(({ label, url }) => `<${slackEscape(url)}|${label}>`).join('  ·  ');
  const footer = fitted(briefing.footer, sink, 300, 100).text;
  const next = briefing.points.find(({ label }) => label === 'Next')?.lines ?? [];
  return {
    version: '1.0',
    source: 'custom',
    content: {
      textType: 'client-markdown',
      title: `${mark} ${fitted(briefing.title, sink, limits.title - mark.length - 1, 100).text}`,
      description: upTo(lines, [links, footer].filter(Boolean), limits.description),
      nextSteps: next.slice(0, limits.steps).map((each) => fitted(each, sink, limits.step, 200).text),
      keywords: [alert.kind, ...(briefing.severity === null ? [] : [briefing.severity])],
    },
    metadata: { threadId: threadOf(alert) },
  };
}

/** As SNS takes it: the topic of Amazon Q has nothing but this as its message. */
export const customNotificationJson = (alert: Alert, context: Context = {}): string => jsonText(customNotification(alert, context));

function threadOf(alert: Alert): string {
  if (alert.kind !== 'change' && alert.kind !== 'roll-up') return `sagewarden-${alert.kind}`;
  const { rules, account, region, principal } = alert.group;
  return uuid5(ownNamespace, JSON.stringify([rules, account, region, principal]));
}

/** Whole lines, and the last ones always; how many were left out is said. */
function upTo(lines: readonly string[], last: readonly string[], limit: number): string {
  let room = limit - last.join('\n').length - 40;
  const kept = lines.filter((line) => {
    room -= line.length + 1;
    return room >= 0;
  });
  const left = lines.length - kept.length;
  return [...kept, ...(left > 0 ? [`… (${left} more lines: see the e-mail)`] : []), ...last].join('\n');
}
