import type { Activity, Evidence } from '../../core/evidence.ts';
import { count, counted, listed } from '../numbers.ts';
import { daysOf, quietDays } from '../quiet-days.ts';
import { type PageData, rowsShown } from './data.ts';
import { type Lane, lanes } from './lanes.ts';
import { part, rest, table } from './layout.ts';
import { html, type Markup, trusted, whole } from './markup.ts';
import { percent } from './scale.ts';

const lanesShown = 24;
/** More than this cannot be told apart: then a step is several days. */
const mostSteps = 366;
const height = 22;
const msPerDay = 86_400_000;

/** A day that was not there is hatched, in the colour of lines: it is no finding. */
const gap = trusted(
  '<defs><pattern id="t-gap" width="5" height="5" patternUnits="userSpaceOnUse"><path d="M-1 6 6-1M-1 1 1-1M4 6 6 4" fill="none"/></pattern></defs>',
);

/** What was read, per account, Region and day; the days without a record are marked. */
export function activity({ evidence }: PageData): Markup {
  const all = evidence.activity;
  const { days } = daysOf(evidence.period);
  if (all.length === 0 || days === 0) return part('activity', html`<p>No record of the period and scope was read.</p>`);
  const records = all.reduce((sum, place) => sum + place.records, 0);
  const step = Math.ceil(days / mostSteps);
  return part(
    'activity',
    html`<p>${counted(records, 'record')} of any service, read in ${counted(all.length, 'account and Region', 'accounts and Regions')}, by the day of the event (UTC). A day without a record is marked: it may have been quiet, or its records may not have been delivered. A quiet day is not proof that nothing happened.</p>
<ul class="legend">
${[1, 2, 3, 4].map((level) => html`<li><svg class="swatch plain" width="14" height="14" aria-hidden="true" focusable="false"><rect class="seen l${level}" x="2" y="${14 - level * 3}" width="10" height="${level * 3}"/></svg>${levelWords(level, most(all, step))}</li>\n`)}<li><svg class="swatch" width="14" height="14" aria-hidden="true" focusable="false">${gap}<rect class="f-gap" width="14" height="14"/></svg>no record</li>
</ul>
${lanes(
  evidence.period,
  height,
  all.slice(0, lanesShown).map((place) => lane(place, evidence.period, step, most(all, step))),
)}
${all.length > lanesShown ? html`<p class="note">Drawn: the first ${count(lanesShown)} of ${count(all.length)}.</p>` : ''}
<details><summary>The records per account and Region as a table</summary>
${table(
  'Records per account and Region',
  columns,
  all.slice(0, rowsShown).map((place) => cells(place, evidence.period)),
)}
${rest(Math.min(all.length, rowsShown), all.length, 'accounts and Regions', 'evidence.json')}
<p class="note">The count of every day is in <code>evidence.json</code>, under <code>activity</code>.</p>
</details>`,
  );
}

function lane(place: Activity, period: Evidence['period'], step: number, highest: number): Lane {
  const steps = stepsOf(place, period, step);
  const width = 100 / steps.length;
  const quiet = quietDays(place, period);
  return {
    name: html`<b>${whole(place.account)}</b><br><span class="type">${whole(place.region)}</span>`,
    drawing: steps.map((value, at) => {
      const level = levelOf(value, highest);
      const tall = level === 0 ? height : 2 + level * 5;
      return html`<rect class="${level === 0 ? 'f-gap' : `seen l${level}`}" x="${percent(at * width)}%" y="${height - tall}" width="${percent(width * 0.86)}%" height="${tall}"/>`;
    }),
    words: html`${counted(place.records, 'record')} on ${count(daysOf(period).days - quiet.days)} of ${counted(daysOf(period).days, 'day')}; none on ${count(quiet.days)}`,
  };
}

function stepsOf({ byDay }: Activity, period: Evidence['period'], step: number): number[] {
  const { first, days } = daysOf(period);
  const steps = new Array<number>(Math.ceil(days / step)).fill(0);
  for (const [day, value] of Object.entries(byDay)) {
    const at = Math.floor((Date.parse(day) / msPerDay - first) / step);
    if (at >= 0 && at < steps.length) steps[at] = (steps[at] ?? 0) + value;
  }
  return steps;
}

function most(all: readonly Activity[], step: number): number {
  return all.reduce((top, { byDay }) => Object.values(byDay).reduce((high, value) => Math.max(high, value), top), 1) * step;
}

/** 0: none. Else 1 to 4, by powers: each level ends at the fourth root of the most, then at its square, and so on. */
function levelOf(value: number, highest: number): number {
  if (value === 0) return 0;
  return Math.min(4, Math.max(1, Math.ceil((4 * Math.log(value)) / Math.log(Math.max(2, highest)))));
}

function levelWords(level: number, highest: number): string {
  const top = (of: number) => Math.floor(Math.max(2, highest) ** (of / 4) + 1e-9);
  const low = level === 1 ? 1 : top(level - 1) + 1;
  return level === 4 ? `${count(low)} or more` : `up to ${count(Math.max(low, top(level)))}`;
}

const columns = [
  { head: 'Account' },
  { head: 'Region' },
  { head: 'Records', numeric: true },
  { head: 'Days with a record', numeric: true },
  { head: 'Days without', numeric: true },
  { head: 'Without a record', wide: true },
];

function cells(place: Activity, period: Evidence['period']): unknown[] {
  const quiet = quietDays(place, period);
  return [
    whole(place.account),
    whole(place.region),
    count(place.records),
    count(daysOf(period).days - quiet.days),
    count(quiet.days),
    quiet.runs.length === 0 ? 'no day' : listed(quiet.runs, 8),
  ];
}
