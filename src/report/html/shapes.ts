import type { RowClass } from '../../core/evidence/population.ts';
import type { EvidenceVerdict } from '../../core/evidence/verdict.ts';
import { classWords } from '../sentences.ts';
import { html, type Markup, trusted } from './markup.ts';

/* A shape of its own for each class and verdict: what a colour says is said twice more, by shape and by word. */

const ring = '<circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5"/>';
const line = (d: string) =>
  `<path d="${d}" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"/>`;

const drawings: Readonly<Record<RowClass, string>> = {
  compliant: ring + line('M5 8.2l2.1 2.1L11 6'),
  exempt: line('M8 1.8 14.2 8 8 14.2 1.8 8z') + line('M8 5.4v5.2'),
  'non-compliant':
    '<path d="M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2z" fill="currentColor"/><path class="cut" d="M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8"/>',
  'failed-attempt': line('M3.5 3.5l9 9M12.5 3.5l-9 9'),
  'not-evaluable': line('M8 2 14.5 13.5h-13z') + line('M8 6.3v3.4M8 11.6v.1'),
  'not-applicable': line('M3 8h10'),
};

const verdictShapes: Readonly<Record<EvidenceVerdict, RowClass>> = {
  CONFIRMED: 'compliant',
  CONFIRMED_WITH_EXCEPTIONS: 'exempt',
  NOT_CONFIRMED: 'non-compliant',
  INCONCLUSIVE: 'not-evaluable',
};

/** A time without a record is hatched in the colour of lines: it is no finding. A known gap is, in that of findings. */
const hatches =
  '<defs><pattern id="t-gap" width="5" height="5" patternUnits="userSpaceOnUse"><path d="M-1 6 6-1M-1 1 1-1M4 6 6 4" fill="none"/></pattern><pattern id="t-lost" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M0 0 6 6M6 0 0 6" fill="none"/></pattern></defs>';

/** The drawings, once a page; `shape` refers to them. */
export function sprite(): Markup {
  const symbols = Object.entries(drawings).map(([name, drawing]) => `<symbol id="shape-${name}" viewBox="0 0 16 16">${drawing}</symbol>`);
  return trusted(`<svg class="hidden" aria-hidden="true" focusable="false">${symbols.join('')}${hatches}</svg>\n`);
}

export function shape(name: RowClass): Markup {
  return html`<svg class="shape c-${name}" aria-hidden="true" focusable="false"><use href="#shape-${name}"/></svg>`;
}

export const verdictShape = (verdict: EvidenceVerdict): Markup => shape(verdictShapes[verdict]);
export const verdictTone = (verdict: EvidenceVerdict): string => `c-${verdictShapes[verdict]}`;

/** A class by shape and word. */
export function classMark(name: RowClass): Markup {
  return html`<span class="mark c-${name}">${shape(name)} ${classWords[name]}</span>`;
}
