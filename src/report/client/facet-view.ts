import { count } from '../../text/numbers.ts';
import { el, shape, untrusted } from './dom.ts';
import type { Facet } from './facets.ts';
import { classWord, facetWords } from './words.ts';

/** More values than this are for the search box. */
const most = 100;

/** A facet as a button with a list of checkboxes under it. Values are those with the most rows first, and the chosen ones always. */
export class FacetView {
  readonly element = el('details', { class: 'facet', name: 'facet' });
  readonly #facet: Facet;
  readonly #onChange: (values: string[]) => void;
  readonly #note = el('span', { class: 'chosen' });
  readonly #list = el('fieldset');
  #chosen: readonly string[] = [];
  #counts = new Uint32Array();

  constructor(facet: Facet, onChange: (values: string[]) => void) {
    this.#facet = facet;
    this.#onChange = onChange;
    this.element.append(el('summary', {}, facetWords[facet.name], ' ', this.#note), this.#list);
    this.element.addEventListener('toggle', () => this.#fill());
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.close();
    });
    this.#list.addEventListener('change', () => this.#changed());
  }

  update(chosen: readonly string[], counts: Uint32Array): void {
    this.#chosen = chosen;
    this.#counts = new Uint32Array(counts);
    this.#note.textContent = chosen.length === 0 ? '' : `(${chosen.length})`;
    this.element.classList.toggle('on', chosen.length > 0);
    if (this.element.open) this.#refresh();
  }

  close(): void {
    if (!this.element.open) return;
    const within = this.element.contains(document.activeElement);
    this.element.open = false;
    if (within) this.element.querySelector('summary')?.focus();
  }

  /** Filled when it is opened only, and not in another order while it stays open. */
  #fill(): void {
    if (!this.element.open) {
      this.#list.replaceChildren();
      return;
    }
    const { values } = this.#facet;
    const places = values.map((_, at) => at);
    places.sort((a, b) => this.#rank(b) - this.#rank(a) || a - b);
    const shown = places.slice(0, most);
    this.#list.replaceChildren(
      el('legend', { class: 'hidden' }, facetWords[this.#facet.name]),
      ...shown.map((at) => this.#choice(at)),
      ...(values.length > most ? [el('p', { class: 'note' }, `and ${count(values.length - most)} more: search for them`)] : []),
    );
    this.#refresh();
  }

  #rank(at: number): number {
    const chosen = this.#chosen.includes(this.#facet.values[at] ?? '');
    return (this.#counts[at] ?? 0) + (chosen ? 2 ** 32 : 0);
  }

  #choice(at: number): HTMLElement {
    const value = this.#facet.values[at] ?? '';
    const box = el('input', { type: 'checkbox' });
    box.value = value;
    const isClass = this.#facet.name === 'class';
    const words = isClass ? el('span', { class: `mark c-${value}` }, shape(value), ' ', classWord(value)) : untrusted(value || '(none)');
    return el('label', {}, box, el('span', { class: 'value' }, words), el('span', { class: 'count', 'data-at': String(at) }));
  }

  #refresh(): void {
    for (const box of this.#boxes()) box.checked = this.#chosen.includes(box.value);
    for (const note of this.#list.querySelectorAll<HTMLElement>('[data-at]')) {
      note.textContent = count(this.#counts[Number(note.dataset.at)] ?? 0);
    }
  }

  #changed(): void {
    const shown = [...this.#boxes()];
    const hidden = this.#chosen.filter((value) => !shown.some((box) => box.value === value));
    this.#onChange([...hidden, ...shown.filter((box) => box.checked).map((box) => box.value)].sort());
  }

  #boxes(): NodeListOf<HTMLInputElement> {
    return this.#list.querySelectorAll('input');
  }
}
