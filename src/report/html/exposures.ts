import type { Exposure } from '../../core/evidence/exposure.ts';
import type { Evidence } from '../../core/evidence/model.ts';
import { count } from '../../text/numbers.ts';
import { endingWords, endpointWords, exposureSentence, exposuresSentence, howLong } from '../exposure-words.ts';
import { type PageData, rowsShown } from './data.ts';
import { type Lane, lanes } from './lanes.ts';
import { part, rest, table } from './layout.ts';
import { code, html, type Markup, sentence, time, untrusted, whole } from './markup.ts';
import { percent, scaleOf } from './scale.ts';

const lanesShown = 60;
const endpointsShown = 5;

/** From a non-compliant change until what it made was stopped, deleted or replaced. */
export function exposures({ evidence }: PageData): Markup {
  const all = evidence.exposures;
  if (all.length === 0) return part('exposure', html`<p>None: no change in the population broke a rule in force.</p>`);
  const drawn = longest(all);
  const place = scaleOf(evidence.period);
  return part(
    'exposure',
    html`<p>From a non-compliant change until the record that stopped, deleted or replaced what it made; for a model or endpoint configuration, until no endpoint ran it any more: deleting it does not stop the endpoint. Times are those of the requests.</p>
<p><b>${sentence(exposuresSentence(evidence))}</b></p>
${
  place
    ? html`${legend}
${lanes(
  evidence.period,
  22,
  drawn.map((exposure) => lane(exposure, place)),
)}
${all.length > drawn.length ? html`<p class="note">Drawn: the ${count(drawn.length)} longest of ${count(all.length)}.</p>` : ''}`
    : ''
}
<details><summary>The exposure windows as a table</summary>
${table('Exposure windows, one row each', columns, all.slice(0, rowsShown).map(cells))}
${rest(Math.min(all.length, rowsShown), all.length, 'exposure windows', 'evidence.json')}
</details>`,
  );
}

/** In order of time again. Those whose end nobody knows come last in line for a place. */
function longest(all: readonly Exposure[]): readonly Exposure[] {
  if (all.length <= lanesShown) return all;
  const chosen = new Set(all.toSorted((a, b) => (b.seconds ?? -1) - (a.seconds ?? -1)).slice(0, lanesShown));
  return all.filter((exposure) => chosen.has(exposure));
}

const key = (drawing: Markup, words: string) =>
  html`<li><svg class="swatch plain" width="14" height="14" aria-hidden="true" focusable="false">${drawing}</svg>${words}</li>\n`;

const legend = html`<ul class="legend">
${key(html`<rect class="b-open" x="0" y="2" width="14" height="10"/>`, 'exposed')}${key(html`<rect class="b-exempt" x="0" y="2" width="14" height="10"/>`, 'exposed, exempt')}${key(html`<rect class="cap" x="11" y="0" width="3" height="14"/>`, 'ended by a record')}${key(html`<circle class="b-open" cx="7" cy="7" r="4.5"/>`, 'started, end not recorded')}${key(html`<rect class="cap" x="0" y="6" width="14" height="3"/>`, 'on an endpoint')}</ul>`;

function lane(exposure: Exposure, place: (time: string) => number): Lane {
  const { resourceType, resourceName, account, region, status } = exposure;
  return {
    name: html`<b>${untrusted(resourceName ?? '(name not recorded)', 80)}</b><br><span class="type">${resourceType} · ${whole(account)} · ${whole(region)}</span>`,
    drawing: drawing(exposure, place),
    words: html`${status === 'exempt' ? 'exempt; ' : ''}from ${time(exposure.from)}: ${sentence(exposureSentence(exposure))}`,
  };
}

function drawing({ from, to, seconds, status, pauses, endpoints }: Exposure, place: (time: string) => number): Markup[] {
  const start = place(from);
  if (seconds === null) return [html`<circle class="b-${status}" cx="${start}%" cy="9" r="4.5"/>`];
  const end = to === null ? 100 : place(to);
  return [
    bar(`b-${status}`, start, end, 4, 10),
    ...pauses.map((pause) => bar('pause', place(pause.from.eventTime), place(pause.to.eventTime), 6, 6)),
    ...(to === null ? [] : [html`<rect class="cap" x="${end}%" y="1" width="3" height="16"/>`]),
    ...endpoints.map((endpoint) => bar('cap', place(endpoint.from), endpoint.to === null ? 100 : place(endpoint.to), 18, 3)),
  ];
}

/** An hour in a quarter is wider than it is, or it could not be seen. */
function bar(name: string, start: number, end: number, y: number, height: number): Markup {
  const left = Math.min(start, 99.6);
  return html`<rect class="${name}" x="${left}%" y="${y}" width="${percent(Math.max(end - left, 0.4))}%" height="${height}"/>`;
}

const columns = [
  { head: 'Resource', wide: true },
  { head: 'Rules' },
  { head: 'From' },
  { head: 'Until' },
  { head: 'How long' },
  { head: 'Ended by', wide: true },
  { head: 'Endpoints that ran it', wide: true },
];

function cells(exposure: Exposure): unknown[] {
  const { resourceType, resourceName, account, region, rules, from, to, endedBy, endpoints } = exposure;
  return [
    html`<span class="type">${resourceType}</span><br>${untrusted(resourceName ?? '(name not recorded)', 120)}<br><span class="type">${whole(account)} · ${whole(region)}</span>`,
    rules.join(', '),
    time(from),
    to === null ? 'open' : time(to),
    howLong(exposure),
    html`${untrusted(endingWords(exposure))}${endedBy ? html`<br>${code(endedBy.actor)}<br>event ${code(endedBy.eventId)}` : ''}`,
    endpointList(endpoints),
  ];
}

function endpointList(endpoints: Evidence['exposures'][number]['endpoints']): Markup | string {
  if (endpoints.length === 0) return 'none on record';
  const more = endpoints.length - endpointsShown;
  return html`<ul class="terms">${endpoints.slice(0, endpointsShown).map((endpoint) => html`<li>${sentence(endpointWords(endpoint))}</li> `)}${more > 0 ? html`<li>and ${count(more)} more, in <code>evidence.json</code></li>` : ''}</ul>`;
}
