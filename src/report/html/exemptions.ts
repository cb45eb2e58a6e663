import type { Evidence } from '../../core/evidence/model.ts';
import { count } from '../../text/numbers.ts';
import { type PageData, rowsShown } from './data.ts';
import { rest, section, table } from './layout.ts';
import { html, type Markup, time, untrusted } from './markup.ts';
import { shape } from './shapes.ts';

type Row = Evidence['exemptions'][number];

const flagWords: Readonly<Record<Row['flags'][number], string>> = {
  expired: 'expired: met by a change after its expiry',
  unused: 'unused: met by no change',
  retroactive: 'retroactive: met by a change before its approval',
};

export function exemptions({ evidence }: PageData): Markup {
  const all = evidence.exemptions;
  if (all.length === 0) return section('exemptions', html`<p>None. The policy exempts nothing.</p>`);
  const shown = all.slice(0, rowsShown);
  const columns = [
    ...['Exemption', 'Covers', 'Reason', 'Approved by', 'Approved', 'Expires'].map((head) => ({ head })),
    { head: 'Hits', numeric: true },
    { head: 'Flags' },
  ];
  return section(
    'exemptions',
    html`<p>An exemption covers what happened from its approval until before its expiry, and nothing earlier. A baseline accepts exactly the events it lists, after the fact.</p>
${table('Exemptions', columns, shown.map(cells))}
${rest(shown.length, all.length, 'exemptions', 'evidence.json')}`,
  );
}

function cells(exemption: Row): unknown[] {
  return [
    html`<b>${untrusted(exemption.id)}</b>${exemption.ticket ? html`<br>ticket ${untrusted(exemption.ticket)}` : ''}`,
    html`${exemption.rules.join(', ')}<br>${covered(exemption)}`,
    untrusted(exemption.reason, 400),
    untrusted(exemption.approver),
    time(exemption.approved),
    time(exemption.expires),
    count(exemption.hits),
    exemption.flags.length === 0
      ? 'none'
      : exemption.flags.map((flag) => html`<span class="mark c-not-evaluable">${shape('not-evaluable')} ${flagWords[flag]}</span> `),
  ];
}

function covered({ match, baseline }: Row): Markup {
  const { tag, ...members } = match;
  const conditions = [...Object.entries(members), ...(tag ? [[`tag ${tag.key}`, tag.value]] : [])];
  const events = baseline ? [html`<li>${count(baseline.events.length)} events by ID (baseline)</li> `] : [];
  return html`<ul class="terms">${conditions.map(([name, value]) => html`<li>${untrusted(`${name} ${value}`)}</li> `)}${events}</ul>`;
}
