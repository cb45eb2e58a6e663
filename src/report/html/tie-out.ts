import type { TieOutLine } from '../../core/evidence/reading.ts';
import { count } from '../../text/numbers.ts';
import { tieOutSentence } from '../sentences.ts';
import type { PageData } from './data.ts';
import { section, table } from './layout.ts';
import { html, type Markup, untrusted } from './markup.ts';
import { listings } from './posture.ts';
import { shape } from './shapes.ts';

export function tieOut({ evidence }: PageData): Markup {
  const columns = [
    { head: 'Total' },
    { head: 'Count', numeric: true },
    { head: 'Must equal', wide: true },
    { head: 'Sum', numeric: true },
    { head: 'Result' },
  ];
  return section(
    'tie-out',
    html`<p>Nothing falls between two stages of the reading: each total was counted on its own, apart from the terms that must add up to it. Here ${untrusted(tieOutSentence(evidence))}.</p>
${table('Tie-out, line by line', columns, evidence.tieOut.map(cells))}
${evidence.posture ? listings(evidence.posture) : ''}`,
  );
}

function cells({ total, terms, balances }: TieOutLine): unknown[] {
  const sum = terms.reduce((so, term) => so + term.count, 0);
  return [
    html`<b>${untrusted(total.label)}</b>`,
    count(total.count),
    html`<ul class="terms">${terms.map((term) => html`<li>${count(term.count)} ${untrusted(term.label)}</li> `)}</ul>`,
    count(sum),
    balances
      ? html`<span class="mark c-compliant">${shape('compliant')} balances</span>`
      : html`<span class="mark c-non-compliant">${shape('non-compliant')} does not balance</span>`,
  ];
}
