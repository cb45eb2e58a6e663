import { el, shape, untrusted } from './dom.ts';
import type { Table } from './table.ts';
import { classWord } from './words.ts';

/** A row with all that is known of it, in a dialog: it keeps the focus until it is closed, by Escape too. */
export class Drawer {
  readonly element = el('dialog', { class: 'drawer', 'aria-labelledby': 'drawer-title' });
  readonly #table: Table;
  #onClose: () => void = () => {};

  constructor(table: Table) {
    this.#table = table;
    this.element.addEventListener('close', () => this.#onClose());
    // A click beside the panel, on what is behind it.
    this.element.addEventListener('click', (event) => {
      if (event.target === this.element) this.element.close();
    });
  }

  open(row: number, onClose: () => void): void {
    this.#onClose = onClose;
    const close = el('button', { type: 'button', class: 'button' }, 'Close');
    close.addEventListener('click', () => this.element.close());
    const value = (name: Parameters<Table['value']>[0]) => this.#table.value(name, row);
    const name = value('resourceName') ?? '(name not recorded)';
    const rowClass = value('class') ?? '';
    this.element.replaceChildren(
      el(
        'div',
        { class: 'panel' },
        el(
          'div',
          { class: 'drawer-head' },
          el('div', {}, el('p', { class: 'type' }, value('resourceType') ?? ''), el('h3', { id: 'drawer-title' }, untrusted(name))),
          close,
        ),
        el('p', {}, el('span', { class: `mark c-${rowClass}` }, shape(rowClass), ' ', classWord(rowClass))),
        el('h4', {}, 'What happened'),
        facts([
          ['Reason', value('reason')],
          ['When', value('eventTime')],
          ['Operation', value('eventName')],
          ['Account', value('account')],
          ['Region', value('region')],
          ['ARN', value('resourceArn')],
          ['Actor', value('actor')],
          ['Source address', value('sourceIp')],
          ['User agent', value('userAgent')],
          ['Made by', value('via') === 'service' ? 'a service of AWS' : 'a call of the API'],
        ]),
        el('h4', {}, 'Verdict of each rule'),
        facts(Object.entries(JSON.parse(value('verdicts') ?? '{}') as Record<string, string>)),
        el('h4', {}, 'Network settings seen'),
        el('pre', { tabindex: '0', 'aria-label': 'Network settings seen' }, el('code', {}, untrustedLines(value('posture') ?? ''))),
        el('h4', {}, 'The raw record'),
        facts([
          ['Event ID', this.#table.eventId(row)],
          ['Object', value('object')],
          ['Record', value('recordIndex') === null ? null : `${value('recordIndex')} in its Records, from 0`],
          [
            'sha256',
            this.#table.sha256(row) ?? (value('recordIndex') === null ? null : 'in population.jsonl only, for the size of this page'),
          ],
          ['In the files', `line ${this.#table.line(row)} of population.jsonl`],
        ]),
      ),
    );
    this.element.showModal();
    close.focus();
  }
}

function facts(pairs: readonly (readonly [string, string | null])[]): HTMLElement {
  const shown = pairs.filter(([, text]) => text !== '');
  if (shown.length === 0) return el('p', { class: 'note' }, 'None: it was not judged.');
  return el(
    'dl',
    { class: 'facts' },
    ...shown.flatMap(([name, text]) => [el('dt', {}, name), el('dd', {}, text === null ? 'not recorded' : untrusted(text))]),
  );
}

/** JSON laid out; a value that was cut is shown as it is. */
function untrustedLines(json: string): HTMLElement {
  const lines = laidOut(json).split('\n');
  return el('span', {}, ...lines.flatMap((line, at) => (at === 0 ? [untrusted(line)] : ['\n', untrusted(line)])));
}

function laidOut(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
