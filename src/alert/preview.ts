import { escapeHtml } from '../text/html.ts';
import type { Mrkdwn, SlackBlock, SlackMessage } from './slack-message.ts';

/** A page without script or request that shows a message roughly as Slack would. For people who develop: Slack's own rendering differs. */
export function slackPreview(message: SlackMessage): string {
  const body = message.blocks ? message.blocks.map(block).join('\n') : `<p>${inline(message.text)}</p>`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Slack preview</title>
<style>
body { font: 15px/1.46 Lato, Helvetica, Arial, sans-serif; color: #1d1c1d; background: #fff; max-width: 44rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 18px; margin: 0 0 .5rem }
.fields { display: grid; grid-template-columns: 1fr 1fr; gap: .5rem 1rem }
.fields > *, section, footer { overflow-wrap: anywhere; margin: .5rem 0 }
code { font: 12px Menlo, Consolas, monospace; color: #c01343; background: #f6f6f6; border: 1px solid #ddd; border-radius: 3px; padding: 1px 3px }
footer { font-size: 13px; color: #616061 }
</style>
<main>
${body}
</main>
</html>
`;
}

function block(each: SlackBlock): string {
  switch (each.type) {
    case 'header':
      return `<h1>${decoded(each.text.text)}</h1>`;
    case 'section':
      return 'fields' in each
        ? `<section class="fields">${each.fields.map(field).join('')}</section>`
        : `<section>${inline(each.text.text)}</section>`;
    case 'context':
      return `<footer>${each.elements.map(({ text }) => inline(text)).join(' ')}</footer>`;
    case 'divider':
      return '<hr>';
  }
}

const field = ({ text }: Mrkdwn): string => `<div>${inline(text)}</div>`;

/** The mrkdwn that alerts use: code spans, bold labels, links, dates, line breaks. */
const token = /`([^`\n]+)`|\*([^*\n]+)\*|<(https:\/\/[^<>|\s]+)\|([^<>|]+)>|<!date\^\d+\^[^<>|]+\|([^<>|]+)>|\n/g;

function inline(text: string): string {
  let html = '';
  let from = 0;
  for (const match of text.matchAll(token)) {
    html += decoded(text.slice(from, match.index)) + tokenHtml(match);
    from = match.index + match[0].length;
  }
  return html + decoded(text.slice(from));
}

function tokenHtml([whole, code, bold, url, label, date]: RegExpExecArray): string {
  if (code !== undefined) return `<code>${decoded(code)}</code>`;
  if (bold !== undefined) return `<b>${decoded(bold)}</b>`;
  if (url !== undefined) return `<a href="${decoded(url)}" rel="noreferrer">${decoded(label ?? '')}</a>`;
  return whole === '\n' ? '<br>' : `<time>${decoded(date ?? '')}</time>`;
}

/** Slack's entities as the characters that they stand for, and those as HTML's. */
function decoded(text: string): string {
  return escapeHtml(text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&'));
}
