import type { CoveredPlace, HourCounts } from '../../core/coverage.ts';
import type { Evidence } from '../../core/evidence/model.ts';
import type { Activity } from '../../core/evidence/reading.ts';
import { msPerDay } from '../../core/time.ts';
import { count, counted, listed } from '../../text/numbers.ts';
import { daysOf, quietDays } from '../quiet-days.ts';
import { type PageData, rowsShown } from './data.ts';
import { type Lane, lanes } from './lanes.ts';
import { part, rest, table } from './layout.ts';
import { html, type Markup, whole } from './markup.ts';
import { percent } from './scale.ts';

const lanesShown = 24;
/** More than this cannot be told apart: then a step is several days. */
const mostSteps = 366;
const height = 22;

/** What was read, per account, Region and day, what vouches for it, and what is known to be missing. */
export function coverage({ evidence }: PageData): Markup {
  const all = placesOf(evidence);
  const { days } = daysOf(evidence.period);
  if (all.length === 0 || days === 0) return part('coverage', html`<p>No record of the period and scope was read.</p>`);
  const records = all.reduce((sum, place) => sum + place.records, 0);
  const step = Math.ceil(days / mostSteps);
  const highest = most(all, step);
  return part(
    'coverage',
    html`<p>${counted(records, 'record')} of any service in ${counted(all.length, 'account and Region', 'accounts and Regions')}, by the day of the event (UTC). ${evidence.integrity.digests ? 'A line under a day: CloudTrail’s digests vouch for each of its hours, with records or without.' : 'No digest vouches for any of it: a day without a record may have been quiet, or its records may not have been delivered.'}</p>
<ul class="legend">
${[1, 2, 3, 4].map((level) => html`<li><svg class="swatch plain" width="14" height="14" aria-hidden="true" focusable="false"><rect class="seen l${level}" x="2" y="${14 - level * 3}" width="10" height="${level * 3}"/></svg>${levelWords(level, highest)}</li>\n`)}<li><svg class="swatch plain" width="14" height="14" aria-hidden="true" focusable="false"><rect class="vouched" y="11" width="14" height="3"/></svg>vouched for by digests</li>
<li><svg class="swatch" width="14" height="14" aria-hidden="true" focusable="false"><rect class="f-gap" width="14" height="14"/></svg>no record, nothing vouches</li>
<li><svg class="swatch" width="14" height="14" aria-hidden="true" focusable="false"><rect class="f-lost" width="14" height="14"/></svg>a gap: known not to be covered</li>
</ul>
${lanes(
  evidence.period,
  height + 4,
  all.slice(0, lanesShown).map((place) => lane(place, evidence.period, step, highest)),
)}
${all.length > lanesShown ? html`<p class="note">Drawn: the first ${count(lanesShown)} of ${count(all.length)}.</p>` : ''}
<details><summary>The coverage per account and Region as a table</summary>
${table(
  'Coverage per account and Region',
  columns,
  all.slice(0, rowsShown).map((place) => cells(place, evidence.period)),
)}
${rest(Math.min(all.length, rowsShown), all.length, 'accounts and Regions', 'evidence.json')}
<p class="note">The figures of every day are in <code>evidence.json</code>, under <code>activity</code> and <code>coverage</code>.</p>
</details>`,
  );
}

interface Place extends Activity {
  readonly covered: CoveredPlace | undefined;
}

/** Places that were expected or vouched for are there too, without a record. */
function placesOf({ activity, coverage: { places } }: Evidence): Place[] {
  const key = ({ account, region }: { account: string; region: string }) => `${account} ${region}`;
  const seen = new Map(activity.map((place) => [key(place), place]));
  const covered = new Map(places.map((place) => [key(place), place]));
  return [...new Set([...seen.keys(), ...covered.keys()])].sort().flatMap((name) => {
    const place = seen.get(name) ?? covered.get(name);
    if (!place) return [];
    const { account, region } = place;
    const { records = 0, byDay = {} } = seen.get(name) ?? {};
    return [{ account, region, records, byDay, covered: covered.get(name) }];
  });
}

function lane(place: Place, period: Evidence['period'], step: number, highest: number): Lane {
  const steps = stepsOf(place.byDay, period, step);
  const sure = stepsOf(hoursOf(place, 'verified'), period, step);
  const lost = stepsOf(hoursOf(place, 'gap'), period, step);
  const full = stepsOf(hoursOf(place, 'read', 'silent', 'gap'), period, step);
  const width = 100 / steps.length;
  return {
    name: html`<b>${whole(place.account)}</b><br><span class="type">${whole(place.region)}</span>`,
    drawing: steps.map((value, at) => {
      const vouched = (sure[at] ?? 0) > 0 && full[at] === 0;
      const level = levelOf(value, highest);
      const place = html`x="${percent(at * width)}%" width="${percent(width * 0.86)}%"`;
      const tall = 2 + level * 5;
      return [
        level > 0
          ? html`<rect class="seen l${level}" ${place} y="${height - tall}" height="${tall}"/>`
          : vouched
            ? ''
            : html`<rect class="f-gap" ${place} y="0" height="${height}"/>`,
        vouched ? html`<rect class="vouched" ${place} y="${height + 1}" height="3"/>` : '',
        (lost[at] ?? 0) > 0 ? html`<rect class="f-lost" ${place} y="0" height="${height}"/>` : '',
      ];
    }) as unknown as Markup[],
    words: html`${laneWords(place, period)}`,
  };
}

function hoursOf({ covered }: Place, ...kinds: (keyof HourCounts)[]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(covered?.byDay ?? {}).map(([day, hours]) => [day, kinds.reduce((sum, kind) => sum + hours[kind], 0)]),
  );
}

function laneWords(place: Place, period: Evidence['period']): string {
  const { days } = daysOf(period);
  const quiet = quietDays(place, period).days;
  const { verified = 0, gap: lost = 0 } = place.covered?.hours ?? {};
  const all = place.covered ? Object.values(place.covered.hours).reduce((sum, hours) => sum + hours, 0) : 0;
  return [
    `${counted(place.records, 'record')} on ${count(days - quiet)} of ${counted(days, 'day')}`,
    verified > 0 ? `digests vouch for ${verified === all ? 'every hour' : `${count(verified)} of ${counted(all, 'hour')}`}` : '',
    lost > 0 ? `a gap of ${counted(lost, 'hour')}` : '',
  ]
    .filter(Boolean)
    .join('; ');
}

function stepsOf(byDay: Readonly<Record<string, number>>, period: Evidence['period'], step: number): number[] {
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
  { head: 'Hours vouched for', numeric: true },
  { head: 'Hours read', numeric: true },
  { head: 'Hours silent', numeric: true },
  { head: 'Hours of gaps', numeric: true },
  { head: 'Days without a record', wide: true },
];

function cells(place: Place, period: Evidence['period']): unknown[] {
  const quiet = quietDays(place, period);
  const { verified = 0, read = 0, silent = 0, gap: lost = 0 } = place.covered?.hours ?? {};
  return [
    whole(place.account),
    whole(place.region),
    count(place.records),
    count(verified),
    count(read),
    count(silent),
    count(lost),
    quiet.runs.length === 0 ? 'no day' : `${count(quiet.days)}: ${listed(quiet.runs, 8)}`,
  ];
}
