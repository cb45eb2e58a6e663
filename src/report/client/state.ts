/** What the reader asked for; all of it is in the URL's hash, so that a link leads to the same rows. */
export const facetNames = ['class', 'verdict', 'account', 'region', 'eventName', 'resourceType', 'actor'] as const;
export type FacetName = (typeof facetNames)[number];

export const sortNames = [
  'class',
  'eventTime',
  'eventName',
  'resourceName',
  'actor',
  'reason',
  'account',
  'region',
  'resourceType',
] as const;
export type SortName = (typeof sortNames)[number];

export interface State {
  readonly search: string;
  /** Chosen values; none: all. */
  readonly facets: Readonly<Record<FacetName, readonly string[]>>;
  readonly sort: SortName;
  readonly descending: boolean;
}

const noFacets = Object.fromEntries(facetNames.map((name) => [name, []])) as unknown as State['facets'];

/** The classes that matter most first, and in a class by time. */
export const startState: State = { search: '', facets: noFacets, sort: 'class', descending: false };

const prefix = '#population?';

/** `undefined`: the hash is not about the population. */
export function stateOf(hash: string): State | undefined {
  if (!hash.startsWith(prefix)) return undefined;
  const parameters = new URLSearchParams(hash.slice(prefix.length));
  const [sort, direction] = (parameters.get('sort') ?? '').split('-');
  return {
    search: parameters.get('q') ?? '',
    facets: Object.fromEntries(facetNames.map((name) => [name, [...new Set(parameters.getAll(name))]])) as unknown as State['facets'],
    sort: sortNames.find((name) => name === sort) ?? startState.sort,
    descending: direction === 'desc',
  };
}

/** `#population`, where nothing was asked for. */
export function hashOf(state: State): string {
  const parameters = new URLSearchParams();
  if (state.search !== '') parameters.set('q', state.search);
  for (const name of facetNames) for (const value of state.facets[name]) parameters.append(name, value);
  if (state.sort !== startState.sort || state.descending) parameters.set('sort', `${state.sort}${state.descending ? '-desc' : ''}`);
  const text = parameters.toString();
  return text === '' ? '#population' : prefix + text;
}

export function isFiltered(state: State): boolean {
  return state.search !== '' || facetNames.some((name) => state.facets[name].length > 0);
}
