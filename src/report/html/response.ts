import { type AlertState, alertStates, type Delays, type Response, type ResponseRow } from '../../core/response.ts';
import { durationWords } from '../../text/durations.ts';
import { count, counted } from '../../text/numbers.ts';
import { type PageData, rowsShown } from './data.ts';
import { rest, section, table } from './layout.ts';
import { code, html, type Markup, time, untrusted, whole } from './markup.ts';
import { percent } from './scale.ts';
import { shape } from './shapes.ts';

const exposureNote = html`<p>What the trail records of the response, by whomever, is under <a href="#exposure">Exposure windows</a>: each window names the event that ended it.</p>`;

/** What the live monitor did about what it should have told, from its ledger. */
export function response({ evidence }: PageData): Markup {
  const told = evidence.response;
  if (told === null)
    return section(
      'response',
      html`<p>No ledger of the live monitor was read for this run. Nothing is therefore known of its alerts: whether one was due, sent, late or missed, and how soon anyone was told. Nor is it known what the monitor stopped or tagged by itself.</p>
${exposureNote}`,
    );
  return section(
    'response',
    html`<p>The ledger of the live monitor has ${counted(told.entries, 'entry', 'entries')} of the period. An alert was due for ${counted(told.expected, 'change')}: what was non-compliant and what could not be judged.</p>
${table(
  'Alerts that were due',
  [{ head: 'Alert' }, { head: 'Changes', numeric: true }],
  alertStates.map((state) => [mark(state), count(told.alerts[state])]),
)}
${times(told)}
${actions(told)}
${rows(told.rows)}
${exposureNote}`,
  );
}

const words: Readonly<Record<AlertState, string>> = {
  sent: 'sent',
  grouped: 'sent in a roll-up',
  late: 'sent late: EventBridge did not deliver the event, the trail did',
  owed: 'owed: taken up, and not sent',
  missed: 'missed: the ledger does not know the change',
};

function mark(state: AlertState): Markup {
  const sign = state === 'sent' || state === 'grouped' ? 'compliant' : state === 'late' ? 'not-evaluable' : 'non-compliant';
  return html`<span class="mark c-${sign}">${shape(sign)} ${words[state]}</span>`;
}

const steps: readonly [keyof Pick<Response, 'timeToDetect' | 'timeToNotify' | 'timeToStop'>, string][] = [
  ['timeToDetect', 'From the event until the monitor took it up'],
  ['timeToNotify', 'From the event until the alert was handed over'],
  ['timeToStop', 'From the event until the resource was told to stop'],
];

function times(told: Response): Markup {
  const measured = steps.flatMap(([name, label]) => (told[name] ? [{ label, delays: told[name] }] : []));
  if (measured.length === 0) return html`<p>No time was measured: nothing that was due was taken up.</p>`;
  const longest = Math.max(1, ...measured.map(({ delays }) => delays.longest));
  return html`<h3>Response times</h3>
${table(
  'Response times',
  [
    { head: 'Time' },
    { head: 'Median and 95th percentile', wide: true },
    { head: 'Measured', numeric: true },
    { head: 'Median' },
    { head: '95th percentile' },
    { head: 'Longest' },
  ],
  measured.map(({ label, delays }) => [
    label,
    bar(delays, longest),
    count(delays.count),
    durationWords(delays.median),
    durationWords(delays.p95),
    durationWords(delays.longest),
  ]),
)}`;
}

/** On a scale of its own kind: seconds and days beside each other need powers. */
function bar({ median, p95 }: Delays, longest: number): Markup {
  const width = (seconds: number) => percent((100 * Math.log1p(seconds)) / Math.log1p(longest));
  return html`<svg class="lane-drawing" width="100%" height="16" aria-hidden="true" focusable="false"><rect class="seen l2" x="0" y="3" width="${width(p95)}%" height="10"/><rect class="seen l4" x="0" y="3" width="${width(median)}%" height="10"/></svg>`;
}

function actions({ actions: taken }: Response): Markup {
  const all = Object.entries(taken);
  if (all.length === 0) return html`<p>The monitor neither stopped nor tagged anything, and the policy did not ask for it.</p>`;
  return html`<h3>What the monitor did</h3>
${table(
  'What the monitor did',
  [{ head: 'Action and outcome' }, { head: 'Times', numeric: true }],
  all.map(([name, times]) => [untrusted(name), count(times)]),
)}`;
}

/** What went wrong first. */
function rows(all: readonly ResponseRow[]): Markup {
  if (all.length === 0) return html`<p>No alert was due.</p>`;
  const shown = [...all].sort((a, b) => alertStates.indexOf(b.alert) - alertStates.indexOf(a.alert)).slice(0, rowsShown);
  return html`<details><summary>Each change that an alert was due for</summary>
${table(
  'Each change that an alert was due for',
  [{ head: 'When' }, { head: 'Where' }, { head: 'Resource', wide: true }, { head: 'Alert' }, { head: 'Told after' }, { head: 'Actions' }],
  shown.map((row) => [
    time(row.eventTime),
    html`${whole(row.account)} ${whole(row.region)}`,
    html`${row.resourceType} ${code(row.resourceName ?? '(name not recorded)', 120)}`,
    mark(row.alert),
    row.notifiedAfter === null ? 'never' : durationWords(row.notifiedAfter),
    row.actions.length === 0
      ? 'none'
      : html`<ul class="terms">${row.actions.map(({ action, outcome, after }) => html`<li>${untrusted(`${action} ${outcome}`)}${after === null ? '' : ` after ${durationWords(after)}`}</li> `)}</ul>`,
  ]),
)}
${rest(shown.length, all.length, 'changes', 'evidence.json')}
</details>`;
}
