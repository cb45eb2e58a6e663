import { section } from './layout.ts';
import { html, type Markup } from './markup.ts';

/** A statement, not an empty table: what was not read cannot be reported. */
export function response(): Markup {
  return section(
    'response',
    html`<p>No ledger of the live monitor was read for this run. Nothing is therefore known of its alerts: whether one was due, sent, late or missed, and how soon anyone was told. Nor is it known what the monitor stopped or tagged by itself.</p>
<p>What the trail records of the response, by whomever, is under <a href="#exposure">Exposure windows</a>: each window names the event that ended it.</p>`,
  );
}
