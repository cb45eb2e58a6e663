import type { Evidence } from '../../core/evidence/model.ts';
import { count } from '../../text/numbers.ts';
import { type PageData, rowsShown } from './data.ts';
import { rest, section, table } from './layout.ts';
import { html, type Markup, time, untrusted } from './markup.ts';
import { shape } from './shapes.ts';

type Row = Evidence['exemptions'][number];

const flagWords: Readonly<Record<Row['flags'][number], string>> = {
  expired: 'expired: met by a change after its expiry',
  unused: 'unused: no finding is laid to it',
  retroactive: 'retroactive: met by a change before its approval',
};

/** The events of a baseline lie before its approval: it is the evidence that was made after its expiry. */
const expiredBaseline = 'expired: what it accepted counts again';

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
    html`<p>An exemption covers what happened from its approval until before its expiry, and nothing earlier. A baseline accepts exactly the events it lists, after the fact, until it expires.
A finding is laid to one exemption: the first that covers it, else the first that would have with other dates.</p>
${table(
  'Exemptions',
  columns,
  shown.map((exemption) => cells(exemption, evidence.period.to)),
)}
${rest(shown.length, all.length, 'exemptions', 'evidence.json')}`,
  );
}

function cells(exemption: Row, to: string): unknown[] {
  return [
    html`<b>${untrusted(exemption.id)}</b>${exemption.ticket ? html`<br>ticket ${untrusted(exemption.ticket)}` : ''}`,
    html`${exemption.rules.join(', ')}<br>${covered(exemption)}`,
    untrusted(exemption.reason, 400),
    untrusted(exemption.approver),
    time(exemption.approved),
    html`${time(exemption.expires)}${Date.parse(exemption.expires) <= Date.parse(to) ? html`<br>over by the end of the period` : ''}`,
    count(exemption.hits),
    exemption.flags.length === 0
      ? 'none'
      : exemption.flags.map(
          (flag) => html`<span class="mark c-not-evaluable">${shape('not-evaluable')} ${wordsOf(flag, exemption)}</span> `,
        ),
  ];
}

function wordsOf(flag: Row['flags'][number], { baseline }: Row): string {
  return flag === 'expired' && baseline ? expiredBaseline : flagWords[flag];
}

function covered({ match, baseline }: Row): Markup {
  const { tag, ...members } = match;
  const conditions = [...Object.entries(members), ...(tag ? [[`tag ${tag.key}`, tag.value]] : [])];
  const events = baseline ? [html`<li>${count(baseline.events.length)} events by ID (baseline)</li> `] : [];
  return html`<ul class="terms">${conditions.map(([name, value]) => html`<li>${untrusted(`${name} ${value}`)}</li> `)}${events}</ul>`;
}
