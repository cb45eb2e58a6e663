import type { Sink } from './atoms.ts';

/** Slack reads `<...>` as links, mentions and commands in every text, plain or not. Source: docs.slack.dev, "Formatting message text". */
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

export const slackEscape = (text: string): string => text.replace(/[&<>]/g, (character) => entities[character] ?? character);

/** mrkdwn: what is not ours stands in a code span, where `*`, `_`, `@here` and addresses are text; a backtick would end it. */
export const mrkdwnSink: Sink = {
  open: '`',
  close: '`',
  escape: (text, quoted) => (quoted ? slackEscape(text).replaceAll('`', '\\u{60}') : slackEscape(text)),
  time: (iso, text) => `${text} (<!date^${Math.floor(Date.parse(iso) / 1000)}^{date_short} {time}|${text}>)`,
};

/** plain_text objects have no markup but the entities. */
export const slackPlainSink: Sink = { open: '', close: '', escape: slackEscape, time: (_, text) => text };
