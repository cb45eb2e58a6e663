import { count, counted } from '../../text/numbers.ts';
import type { ActorSummary } from '../actors.ts';
import { type PageData, rowsShown } from './data.ts';
import { part, rest, table } from './layout.ts';
import { code, html, type Markup, time } from './markup.ts';

const addressesShown = 4;

const columns = [
  { head: 'Who', wide: true },
  { head: 'Findings' },
  { head: 'Changes', numeric: true },
  { head: 'Failed', numeric: true },
  { head: 'First and last' },
  { head: 'Source addresses' },
];

/** Who made the changes of the population, those with findings first. */
export function actors({ actors: all }: PageData): Markup {
  if (all.length === 0) return part('actors', html`<p>Nobody: the population is empty.</p>`);
  const withFindings = all.filter(({ openFindings, exemptFindings }) => openFindings + exemptFindings > 0).length;
  return part(
    'actors',
    html`<p>${counted(all.length, 'identity', 'identities')} made the changes of the population; ${counted(withFindings, 'has', 'have')} findings. Session names were chosen by whoever assumed the role.</p>
${table('Each actor and what it did', columns, all.slice(0, rowsShown).map(cells))}
${rest(Math.min(all.length, rowsShown), all.length, 'actors', 'population.csv')}`,
  );
}

function cells(of: ActorSummary): unknown[] {
  const more = of.sourceIps.length - addressesShown;
  return [
    code(of.actor),
    html`${count(of.openFindings)} open${of.exemptFindings > 0 ? html`<br>${count(of.exemptFindings)} exempt` : ''}`,
    count(of.changes),
    count(of.failedAttempts),
    html`${time(of.first)}<br>${time(of.last)}`,
    html`<ul class="terms">${of.sourceIps.slice(0, addressesShown).map((address) => html`<li>${code(address, 80)}</li> `)}${more > 0 ? html`<li>and ${count(more)} more</li>` : ''}</ul>`,
  ];
}
