import { csvOf } from './csv.ts';
import { el } from './dom.ts';
import { Drawer } from './drawer.ts';
import { FacetView } from './facet-view.ts';
import { choose, facetsOf } from './facets.ts';
import { GridView, rowsText } from './grid-view.ts';
import { matching } from './search.ts';
import { sorted } from './sort.ts';
import { type FacetName, hashOf, isFiltered, type SortName, type State, startState, stateOf } from './state.ts';
import type { Table } from './table.ts';

/** Search, facets, grid and drawer over one table, with the state in the URL. */
export class Explorer {
  readonly element = el('div', { class: 'explorer' });
  readonly #table: Table;
  readonly #search = el('input', { type: 'search', id: 'population-search', autocomplete: 'off', spellcheck: 'false' });
  readonly #status = el('p', { role: 'status', class: 'note' });
  readonly #download = el('button', { type: 'button', class: 'button' });
  readonly #clear = el('button', { type: 'button', class: 'button' }, 'Clear filters');
  readonly #facets;
  readonly #views: ReadonlyMap<FacetName, FacetView>;
  readonly #grid: GridView;
  readonly #drawer: Drawer;
  #state: State = startState;
  #chosen: ReturnType<typeof choose> | undefined;
  #rows: Uint32Array = new Uint32Array();
  #hits: { readonly search: string; readonly rows: Uint8Array | undefined } = { search: '', rows: undefined };

  constructor(table: Table) {
    this.#table = table;
    this.#facets = facetsOf(table);
    this.#views = new Map(
      this.#facets.map((facet) => [
        facet.name,
        new FacetView(facet, (values) => this.#change({ facets: { ...this.#state.facets, [facet.name]: values } })),
      ]),
    );
    this.#drawer = new Drawer(table);
    this.#grid = new GridView(table, {
      onSort: (name) => this.#sort(name),
      onOpen: (row) => this.#drawer.open(row, () => this.#grid.focusRow(row)),
    });
    const views = el(
      'div',
      { class: 'facets', role: 'group', 'aria-label': 'Filters' },
      ...[...this.#views.values()].map((view) => view.element),
    );
    this.element.append(
      el('div', { class: 'tools' }, el('label', { for: 'population-search' }, 'Search'), this.#search, this.#clear, this.#download),
      views,
      this.#status,
      this.#grid.element,
      el('p', { class: 'note' }, 'In the table: arrow keys move, Enter on a heading sorts, Enter on a row opens it.'),
      this.#drawer.element,
    );
    this.#search.addEventListener('input', () => this.#change({ search: this.#search.value }));
    this.#clear.addEventListener('click', () => this.#cleared());
    this.#download.addEventListener('click', () => this.#save());
    addEventListener('hashchange', () => this.#fromUrl());
    document.addEventListener('click', (event) => {
      for (const view of this.#views.values()) if (!view.element.contains(event.target as Node)) view.close();
    });
    this.#show();
    this.#fromUrl();
  }

  #fromUrl(): void {
    const state = stateOf(location.hash);
    if (!state) return;
    this.#state = state;
    this.#chosen = undefined;
    this.#show();
    // The element with this id is not there: the browser itself would go nowhere.
    document.getElementById('population')?.scrollIntoView();
  }

  #change(part: Partial<State>): void {
    this.#state = { ...this.#state, ...part };
    if (part.facets || part.search !== undefined) this.#chosen = undefined;
    this.#show();
    history.replaceState(null, '', hashOf(this.#state));
  }

  #cleared(): void {
    this.#change({ search: '', facets: startState.facets });
    this.#search.focus();
  }

  #sort(name: SortName): void {
    this.#change({ sort: name, descending: this.#state.sort === name && !this.#state.descending });
  }

  #show(): void {
    const { search, facets } = this.#state;
    if (this.#hits.search !== search) this.#hits = { search, rows: matching(this.#table, search) };
    this.#chosen ??= choose(this.#facets, this.#hits.rows, this.#table.rows, this.#state);
    this.#rows = sorted(this.#table, this.#chosen.rows, this.#state);
    if (this.#search.value !== search) this.#search.value = search;
    for (const [name, view] of this.#views) view.update(facets[name], this.#chosen?.counts.get(name) ?? new Uint32Array());
    const text = rowsText(this.#rows.length, this.#table.rows);
    this.#status.textContent = this.#rows.length === 0 ? 'No row passes these filters.' : text;
    this.#download.textContent = `Download CSV (${rowsText(this.#rows.length, this.#rows.length)})`;
    this.#clear.disabled = !isFiltered(this.#state);
    this.#grid.show(this.#rows, this.#state);
  }

  #save(): void {
    const blob = new Blob([...csvOf(this.#table, this.#rows)], { type: 'text/csv' });
    const url = URL.createObjectURL(blob);
    el('a', { href: url, download: isFiltered(this.#state) ? 'population-filtered.csv' : 'population.csv' }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }
}
