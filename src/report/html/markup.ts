import { html as escaping, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { safeParts, shortened } from '../../text/safe-text.ts';

export type Markup = HtmlEscapedString;

/** A template whose values are escaped for text and for quoted attributes. Nothing here is asynchronous. */
export function html(strings: TemplateStringsArray, ...values: unknown[]): Markup {
  const result = escaping(strings, ...values);
  if (result instanceof Promise) throw new TypeError('a value of the page is a promise');
  return result;
}

/** Only for text of our own that is markup or CSS already. */
export const trusted = (source: string): Markup => raw(source);

/**
 * Text that someone outside chose: escaped, at most `limit` characters, isolated from its neighbours' writing direction, and with
 * what is invisible or turns text around shown as a marked escape.
 */
export function untrusted(text: string, limit = 160): Markup {
  const parts = safeParts(shortened(text, limit));
  return html`<bdi>${parts.map((part) => (part.escaped ? html`<span class="esc">${part.text}</span>` : part.text))}</bdi>`;
}

/** A word that is not broken at its hyphens or digits: an account, a region, a time. Only where it is short enough to fit. */
export function whole(word: string): Markup {
  return word.length <= 40 ? html`<span class="whole">${untrusted(word)}</span>` : untrusted(word, 400);
}

/** A sentence that names regions, rules or times. Words in ASCII have one direction and need no isolation from each other. */
export function sentence(text: string): Markup {
  const words = shortened(text, 2_000).split(' ');
  return html`<bdi>${words.map((word, at) => html`${at === 0 ? '' : ' '}${sentenceWord(word)}`)}</bdi>`;
}

function sentenceWord(word: string): Markup | string {
  if (/[-:]/.test(word)) return whole(word);
  return word.length <= 40 && /^[\x21-\x7e]*$/.test(word) ? word : untrusted(word, 400);
}

/** Outside text in monospace: identifiers, ARNs, keys. */
export function code(text: string, limit = 320): Markup {
  return html`<code>${untrusted(text, limit)}</code>`;
}

/** A time as the record has it: ISO 8601, UTC. */
export function time(text: string): Markup {
  return html`<time>${untrusted(text)}</time>`;
}
