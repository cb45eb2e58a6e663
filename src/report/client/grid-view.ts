import { count } from '../../text/numbers.ts';
import { el, shape, untrusted } from './dom.ts';
import { type SortName, type State, sortNames } from './state.ts';
import type { Table } from './table.ts';
import { classWord, columnWords, shortActor } from './words.ts';

const rowHeight = 36;
/** Rendered above and below what is seen, for a scroll that is faster than a frame. */
const margin = 8;

interface GridEvents {
  readonly onSort: (name: SortName) => void;
  readonly onOpen: (row: number) => void;
}

/**
 * A grid (ARIA practices, "data grid"): one stop for Tab, arrows between cells, Enter to sort by a column or to open a row. Only
 * the rows in sight are elements; the one with the focus stays one.
 */
export class GridView {
  readonly element = el('div', {
    class: 'population-grid',
    role: 'grid',
    'aria-label': 'Population',
    'aria-colcount': String(sortNames.length),
  });
  readonly #table: Table;
  readonly #events: GridEvents;
  readonly #head = el('div', { role: 'row', class: 'grid-row grid-head', 'aria-rowindex': '1' });
  readonly #body = el('div', { role: 'rowgroup', class: 'grid-body' });
  readonly #shown = new Map<number, HTMLElement>();
  #rows: Uint32Array = new Uint32Array();
  /** The cell with the tab stop; row -1 is the head. */
  #active = { row: -1, column: 0 };

  constructor(table: Table, events: GridEvents) {
    this.#table = table;
    this.#events = events;
    this.#head.append(...sortNames.map((name, at) => this.#headCell(name, at)));
    this.element.append(el('div', { role: 'rowgroup', class: 'grid-heads' }, this.#head), this.#body);
    this.element.addEventListener('scroll', () => this.#render(), { passive: true });
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('click', (event) => this.#click(event));
    new ResizeObserver(() => this.#render()).observe(this.element);
  }

  show(rows: Uint32Array, { sort, descending }: State): void {
    this.#rows = rows;
    for (const row of this.#shown.values()) row.remove();
    this.#shown.clear();
    this.element.scrollTop = 0;
    this.element.setAttribute('aria-rowcount', String(rows.length + 1));
    this.#body.style.height = `${rows.length * rowHeight}px`;
    for (const cell of this.#head.children) {
      const sorted = cell.getAttribute('data-name') === sort;
      cell.setAttribute('aria-sort', sorted ? (descending ? 'descending' : 'ascending') : 'none');
    }
    this.#active = { row: -1, column: this.#active.column };
    this.#render();
  }

  /** Puts the focus on a row of the table again, where it is still shown. */
  focusRow(row: number): void {
    const at = this.#rows.indexOf(row);
    if (at >= 0) this.#focus(at, this.#active.column);
  }

  #headCell(name: SortName, at: number): HTMLElement {
    const cell = el(
      'div',
      { role: 'columnheader', class: `cell k-${name}`, 'aria-colindex': String(at + 1), 'data-name': name, tabindex: '-1' },
      el('span', {}, columnWords[name]),
      el('span', { class: 'arrow', 'aria-hidden': 'true' }),
    );
    return cell;
  }

  #render(): void {
    const height = this.element.clientHeight;
    const first = Math.max(0, Math.floor(this.element.scrollTop / rowHeight) - margin);
    const last = Math.min(this.#rows.length, Math.ceil((this.element.scrollTop + height) / rowHeight) + margin);
    for (const [at, row] of this.#shown) {
      if ((at < first || at >= last) && at !== this.#active.row) {
        row.remove();
        this.#shown.delete(at);
      }
    }
    for (let at = first; at < last; at += 1) this.#ensure(at);
    this.#tabStop();
  }

  #ensure(at: number): HTMLElement {
    const there = this.#shown.get(at);
    if (there) return there;
    const row = this.#row(at);
    this.#shown.set(at, row);
    // In the order of the rows, which is the order that a screen reader reads.
    let next: HTMLElement | undefined;
    let nextAt = Number.POSITIVE_INFINITY;
    for (const [other, element] of this.#shown) {
      if (other > at && other < nextAt) {
        next = element;
        nextAt = other;
      }
    }
    this.#body.insertBefore(row, next ?? null);
    return row;
  }

  #row(at: number): HTMLElement {
    const tableRow = this.#rows[at] ?? 0;
    const row = el('div', { role: 'row', class: 'grid-row', 'aria-rowindex': String(at + 2), 'data-at': String(at) });
    row.style.transform = `translateY(${at * rowHeight}px)`;
    row.append(
      ...sortNames.map((name, column) =>
        el(
          'div',
          { role: 'gridcell', class: `cell k-${name}`, 'aria-colindex': String(column + 1), tabindex: '-1' },
          this.#content(name, tableRow),
        ),
      ),
    );
    return row;
  }

  #content(name: SortName, row: number): Node {
    const value = this.#table.value(name, row);
    if (name === 'class') return el('span', { class: `mark c-${value}` }, shape(value ?? ''), ' ', classWord(value ?? ''));
    if (name === 'resourceName') return untrusted(value ?? '(name not recorded)');
    return untrusted(name === 'actor' ? shortActor(value ?? '') : (value ?? ''));
  }

  #cell({ row, column }: { row: number; column: number }): HTMLElement | undefined {
    const line = row < 0 ? this.#head : this.#shown.get(row);
    return line?.children[column] as HTMLElement | undefined;
  }

  #tabStop(): void {
    for (const cell of this.element.querySelectorAll('[tabindex="0"]')) cell.setAttribute('tabindex', '-1');
    this.#cell(this.#active)?.setAttribute('tabindex', '0');
  }

  #focus(row: number, column: number): void {
    const before = this.#active;
    this.#active = { row, column };
    if (row >= 0) {
      this.#scrollTo(row);
      this.#ensure(row);
    }
    this.#render();
    this.#cell(this.#active)?.focus({ preventScroll: row >= 0 });
    this.#intoView();
    if (before.row !== row) this.#render();
  }

  #scrollTo(row: number): void {
    const { element } = this;
    const top = row * rowHeight;
    const room = element.clientHeight - this.#head.offsetHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + room) element.scrollTop = top + rowHeight - room;
  }

  /** Sideways; the browser would scroll the page too. */
  #intoView(): void {
    const cell = this.#cell(this.#active);
    if (!cell) return;
    const { element } = this;
    if (cell.offsetLeft < element.scrollLeft) element.scrollLeft = cell.offsetLeft;
    const over = cell.offsetLeft + cell.offsetWidth - (element.scrollLeft + element.clientWidth);
    if (over > 0) element.scrollLeft += over;
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey) return;
    const { row, column } = this.#active;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#act(row, column);
      return;
    }
    const to = this.#target(event.key, event.ctrlKey);
    if (!to) return;
    event.preventDefault();
    this.#focus(Math.min(Math.max(to.row, -1), this.#rows.length - 1), Math.min(Math.max(to.column, 0), sortNames.length - 1));
  }

  #target(key: string, control: boolean): { row: number; column: number } | undefined {
    const { row, column } = this.#active;
    const page = Math.max(1, Math.floor(this.element.clientHeight / rowHeight) - 2);
    switch (key) {
      case 'ArrowUp':
        return { row: row - 1, column };
      case 'ArrowDown':
        return { row: row + 1, column };
      case 'ArrowLeft':
        return { row, column: column - 1 };
      case 'ArrowRight':
        return { row, column: column + 1 };
      case 'PageUp':
        return { row: Math.max(0, row - page), column };
      case 'PageDown':
        return { row: row + page, column };
      case 'Home':
        return control ? { row: 0, column: 0 } : { row, column: 0 };
      case 'End':
        return { row: control ? this.#rows.length - 1 : row, column: sortNames.length - 1 };
      default:
        return undefined;
    }
  }

  #click(event: MouseEvent): void {
    const cell = (event.target as Element).closest<HTMLElement>('.cell');
    const line = cell?.parentElement;
    if (!cell || !line) return;
    // A selection of text is not a click on a row.
    if (line !== this.#head && getSelection()?.toString()) return;
    const row = line === this.#head ? -1 : Number(line.dataset.at);
    const column = [...line.children].indexOf(cell);
    this.#focus(row, column);
    this.#act(row, column);
  }

  #act(row: number, column: number): void {
    const name = sortNames[column];
    if (row >= 0) this.#events.onOpen(this.#rows[row] ?? 0);
    else if (name) {
      this.#events.onSort(name);
      this.#focus(-1, column);
    }
  }
}

export const rowsText = (shown: number, all: number): string =>
  shown === all ? `${count(all)} ${all === 1 ? 'row' : 'rows'}` : `${count(shown)} of ${count(all)} rows`;
