import type { LogControlEvent } from '../../core/evidence/reading.ts';
import { count } from '../../text/numbers.ts';
import { logControlSentence } from '../sentences.ts';
import { type PageData, rowsShown } from './data.ts';
import { rest, section, table } from './layout.ts';
import { code, html, type Markup, time, untrusted, whole } from './markup.ts';
import { shape } from './shapes.ts';

export function logControl({ evidence }: PageData): Markup {
  const { trailControl } = evidence;
  const shown = trailControl.slice(0, rowsShown);
  const columns = ['When', 'Operation', 'Effect', 'Minutes lost', 'Trail', 'Where', 'Who', 'Event'].map((head) => ({
    head,
    wide: head === 'Who' || head === 'Event',
  }));
  return section(
    'log-control',
    html`<p>Whoever can change what a trail logs can hide what happens next. Looked for: the CloudTrail operations that start, stop, create, change or delete a trail or an event data store, or select what is logged.</p>
<p><b>${logControlSentence(evidence)}</b></p>
${shown.length === 0 ? '' : table('Changes to logging', columns, shown.map(cells))}
${rest(shown.length, trailControl.length, 'events', 'evidence.json')}`,
  );
}

function cells(event: LogControlEvent): unknown[] {
  return [
    time(event.eventTime),
    untrusted(event.eventName),
    effect(event),
    lost(event),
    event.trail === null ? 'not recorded' : code(event.trail),
    html`${whole(event.account)} ${whole(event.region)}`,
    code(event.actor.name),
    code(event.eventId),
  ];
}

/** The windows of one trail may overlap, so they are not added up. */
function lost({ blinding, minutesLost, resumedBy }: LogControlEvent): Markup | string {
  if (!blinding) return 'none';
  if (minutesLost === null) return 'not measured';
  return resumedBy
    ? html`${count(minutesLost)}, until ${untrusted(resumedBy.eventName)} at ${time(resumedBy.eventTime)}`
    : html`${count(minutesLost)}, until the end of the period`;
}

function effect({ errorCode, blinding }: LogControlEvent): Markup {
  if (errorCode !== null)
    return html`<span class="mark c-failed-attempt">${shape('failed-attempt')} refused: ${untrusted(errorCode, 80)}</span>`;
  return blinding
    ? html`<span class="mark c-non-compliant">${shape('non-compliant')} may go unrecorded from here</span>`
    : html`<span class="mark">${shape('not-applicable')} SageMaker still recorded</span>`;
}
