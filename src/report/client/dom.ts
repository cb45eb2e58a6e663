import { safeParts } from '../../text/safe-text.ts';

type Child = Node | string;

/** An element. Text only ever goes in as text: nothing here parses markup. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Text that someone outside chose: isolated in its direction, what is invisible shown as a marked escape. */
export function untrusted(text: string): HTMLElement {
  return el('bdi', {}, ...safeParts(text).map((part) => (part.escaped ? el('span', { class: 'esc' }, part.text) : part.text)));
}

const svg = 'http://www.w3.org/2000/svg';

/** One of the drawings of shapes.ts, which are in the page already. */
export function shape(rowClass: string): SVGElement {
  const drawing = document.createElementNS(svg, 'svg');
  drawing.setAttribute('class', `shape c-${rowClass}`);
  drawing.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(svg, 'use');
  use.setAttribute('href', `#shape-${rowClass}`);
  drawing.append(use);
  return drawing;
}
