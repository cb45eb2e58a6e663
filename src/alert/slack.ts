import type { Alert } from '../core/alert.ts';
import { count } from '../text/numbers.ts';
import type { Briefing, Context, Points } from './briefing.ts';
import { chunks, fitted } from './fit.ts';
import type { Link } from './links.ts';
import type { Phrase } from './phrase.ts';
import { brief } from './sentences.ts';
import { mrkdwn, type SlackBlock, type SlackMessage, section, slackLimits } from './slack-message.ts';
import { mrkdwnSink, slackEscape, slackPlainSink } from './slack-sink.ts';
import { quietMark, severityMarks, severityWords } from './words.ts';

/** Characters of one value that are shown in place; longer ones follow in full below. */
const shownInPlace = 200;
/** Blocks that long values and lists may take; what does not fit is said. */
const longBlocks = 36;

/** One alert for Slack, in Block Kit. */
export function slackMessage(alert: Alert, context: Context = {}): SlackMessage {
  const briefing = brief(alert, context);
  const facts = briefing.facts
    .slice(0, slackLimits.fields)
    .map(({ label, text }) => ({ label, phrase: text, ...fitted(text, mrkdwnSink, slackLimits.field - label.length - 3, shownInPlace) }));
  const cut = facts.filter(({ whole }) => !whole).map(({ label, phrase }) => ({ label: `${label}, in full`, phrase }));
  const long = [...briefing.points.flatMap(pointSections), ...cut.flatMap(({ label, phrase }) => inFull(label, phrase))];
  return {
    text: `${headline(briefing)}\n${facts.map(({ label, text }) => `${label}: ${text}`).join('\n')}`,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: header(briefing), emoji: false } },
      { type: 'section', fields: facts.map(({ label, text }) => mrkdwn(`*${label}*\n${text}`)) },
      ...long.slice(0, longBlocks),
      ...(long.length > longBlocks
        ? [section(`… (${count(long.length - longBlocks)} more blocks of text: see the e-mail, or the event itself)`)]
        : []),
      ...(briefing.links.length > 0 ? [section(briefing.links.map(link).join('  ·  '))] : []),
      { type: 'context', elements: [mrkdwn(fitted(briefing.footer, mrkdwnSink, slackLimits.field, shownInPlace).text)] },
    ],
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** The same without blocks, for when Slack refuses them. */
export function slackPlainMessage(alert: Alert, context: Context = {}): SlackMessage {
  const briefing = brief(alert, context);
  const lines = [
    headline(briefing),
    ...briefing.facts.map(({ label, text }) => `${label}: ${fitted(text, mrkdwnSink, slackLimits.field, shownInPlace).text}`),
    ...briefing.points.flatMap(({ label, lines: points }) => [label, ...points.map((each) => `• ${line(each)}`)]),
    ...briefing.links.map(link),
    fitted(briefing.footer, mrkdwnSink, slackLimits.field, shownInPlace).text,
  ];
  return { text: upTo(lines, slackLimits.text - 100), unfurl_links: false, unfurl_media: false };
}

/** At most so many alerts are told in one message when Slack asks for fewer messages. */
export const slackDigestSize = 40;

/** Alerts that waited, in one message: a line or two each. @param alerts at most {@link slackDigestSize} */
export function slackDigest(alerts: readonly Alert[], context: Context = {}): SlackMessage {
  const briefings = alerts.map((alert) => brief(alert, context));
  const title = `${count(alerts.length)} alerts that waited, because Slack asked for fewer messages`;
  return {
    text: `${title}\n${upTo(briefings.map(headline), slackLimits.section)}`,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: title, emoji: false } },
      ...briefings.map((briefing) => section(digestEntry(briefing))),
    ],
    unfurl_links: false,
    unfurl_media: false,
  };
}

function digestEntry(briefing: Briefing): string {
  const facts = briefing.facts.slice(0, 4).map(({ label, text }) => `${label}: ${fitted(text, mrkdwnSink, 500, shownInPlace).text}`);
  const links = briefing.links.map(link).join('  ·  ');
  return upTo(
    [headline(briefing), ...facts, links, fitted(briefing.footer, mrkdwnSink, 300, 100).text].filter(Boolean),
    slackLimits.section,
  );
}

const mark = ({ severity }: Briefing): string => (severity === null ? quietMark : `${severityMarks[severity]} ${severityWords[severity]}:`);

const headline = (briefing: Briefing): string => `${mark(briefing)} ${fitted(briefing.title, mrkdwnSink, 600, shownInPlace).text}`;

function header(briefing: Briefing): string {
  const before = `${mark(briefing)} `;
  return before + fitted(briefing.title, slackPlainSink, slackLimits.header - before.length).text;
}

const link = ({ label, url }: Link): string => `<${slackEscape(url)}|${slackEscape(label)}>`;

const line = (phrase: Phrase): string => fitted(phrase, mrkdwnSink, slackLimits.field, shownInPlace).text;

/** Lines below their label, in as many sections as they need; a line that had to be cut follows in full. */
function pointSections({ label, lines }: Points): SlackBlock[] {
  const entries = lines.map((phrase) => ({ phrase, ...fitted(phrase, mrkdwnSink, slackLimits.field, shownInPlace) }));
  const texts: string[] = [];
  let text = `*${label}*`;
  for (const each of entries) {
    const next = `\n• ${each.text}`;
    if (text.length + next.length > slackLimits.section) {
      texts.push(text);
      text = next.slice(1);
    } else text += next;
  }
  return [
    ...[...texts, text].map(section),
    ...entries.filter(({ whole }) => !whole).flatMap(({ phrase }) => inFull(`${label}, in full`, phrase)),
  ];
}

function inFull(label: string, phrase: Phrase): SlackBlock[] {
  return chunks(phrase, mrkdwnSink, slackLimits.section - label.length - 3).map((text) => section(`*${label}*\n${text}`));
}

/** Whole lines up to `limit` units; how many were left out is said. */
function upTo(lines: readonly string[], limit: number): string {
  const kept: string[] = [];
  let units = 0;
  for (const each of lines) {
    units += each.length + 1;
    if (units > limit - 40) return [...kept, `… (${count(lines.length - kept.length)} more lines)`].join('\n');
    kept.push(each);
  }
  return kept.join('\n');
}
