import type { Change, EventFacts, Lifecycle, Reference } from './change.ts';
import { type Line, nothing, type Reach, type Step, windows } from './endpoint-windows.ts';
import { keyOfReference } from './identity.ts';
import type { ResourceType } from './resources/types.ts';

type Linked = EventFacts & { readonly references: readonly Reference[] };

/** What lives on an endpoint with a beginning and an end of its own. */
const components: ReadonlySet<ResourceType> = new Set<ResourceType>(['InferenceComponent', 'InferenceExperiment']);

/**
 * Which endpoints ran which models and configurations, from when to when: model -> endpoint configuration -> endpoint, and
 * model -> inference component or experiment -> endpoint. A name means what was last created by it before the endpoint took it,
 * and goes on meaning that for the endpoint: DeleteModel and DeleteEndpointConfig do not stop it. Times are the requests'.
 */
export function reachedEndpoints(changes: readonly Change[], lifecycle: readonly Lifecycle[]): Reach[] {
  const lines = new Lines(changes);
  for (const change of changes) {
    if (change.operation !== 'create') continue;
    if (change.resource.type === 'Endpoint') lines.deploy(change, 'replaced');
    else if (components.has(change.resource.type)) lines.place(change);
  }
  for (const change of changes) if (change.operation === 'update' && components.has(change.resource.type)) lines.update(change);
  for (const event of lifecycle) if (event.resource.type === 'Endpoint' && event.effect === 'switch') lines.deploy(event, 'switched');
  for (const event of lifecycle) if (event.resource.type === 'Endpoint' || components.has(event.resource.type)) lines.end(event);
  return lines.all().flatMap(windows);
}

/** Everything that happens to endpoints and to what is on them. */
class Lines {
  readonly #named: Named;
  /** By endpoint: its own, and those of its components. */
  readonly #byEndpoint = new Lists<Line>();
  readonly #byComponent = new Lists<Line>();

  constructor(changes: readonly Change[]) {
    this.#named = new Named(changes);
  }

  /** CreateEndpoint, UpdateEndpoint. */
  deploy(event: Change | Lifecycle, ending: Step['ending']): void {
    if (event.resource.name === null) return;
    const key = keyOf(event);
    const steps = this.#byEndpoint.get(key).find(({ component }) => !component)?.steps ?? this.#add(event.resource.name, key).steps;
    steps.push({ facts: event, ending, ...(ending === 'replaced' && { runs: nothing }), ...this.#named.deployed(event) });
  }

  /** A component is created on its endpoint. */
  place(change: Change): void {
    const { type, name } = change.resource;
    if (name === null) return;
    const component = keyOf(change);
    const runs = this.#named.models(change, change.references);
    for (const endpoint of change.references.filter((reference) => reference.type === 'Endpoint')) {
      const known = this.#byComponent.get(component).find((line) => line.endpoint === endpoint.name);
      const { steps } = known ?? this.#add(endpoint.name, keyOfReference(change, endpoint), component);
      steps.push({ facts: change, ending: 'replaced', via: { type, name }, runs });
    }
  }

  /** An update that names no model leaves the component with the one it has. */
  update(change: Change): void {
    const { type, name } = change.resource;
    if (name === null || !change.references.some((reference) => reference.type === 'Model')) return;
    const step: Step = { facts: change, ending: 'switched', via: { type, name }, runs: this.#named.models(change, change.references) };
    for (const { steps } of this.#byComponent.get(keyOf(change))) steps.push(step);
  }

  end(event: Lifecycle): void {
    if (event.effect !== 'delete' && event.effect !== 'stop') return;
    const step: Step = { facts: event, ending: event.effect === 'stop' ? 'stopped' : 'deleted', runs: nothing };
    const lines = event.resource.type === 'Endpoint' ? this.#byEndpoint : this.#byComponent;
    for (const { steps } of lines.get(keyOf(event))) steps.push(step);
  }

  all(): Line[] {
    return this.#byEndpoint.all();
  }

  #add(endpoint: string, key: string, component?: string): Line {
    const line: Line = { endpoint, component: component !== undefined, steps: [] };
    this.#byEndpoint.add(key, line);
    if (component !== undefined) this.#byComponent.add(component, line);
    return line;
  }
}

/** What a name meant at a time. */
class Named {
  readonly #created = new Lists<Change>();

  constructor(changes: readonly Change[]) {
    const inTime = changes.toSorted((a, b) => Date.parse(a.eventTime) - Date.parse(b.eventTime));
    for (const change of inTime) {
      const { type, name } = change.resource;
      if ((type === 'Model' || type === 'EndpointConfig') && name !== null) this.#created.add(keyOf(change), change);
    }
  }

  #at(facts: EventFacts, reference: Reference): Change | undefined {
    const time = Date.parse(facts.eventTime);
    return this.#created.get(keyOfReference(facts, reference)).findLast((change) => Date.parse(change.eventTime) <= time);
  }

  models(facts: EventFacts, references: readonly Reference[]): Set<Change> {
    return new Set(references.filter(({ type }) => type === 'Model').flatMap((reference) => this.#at(facts, reference) ?? []));
  }

  /** The configuration that a CreateEndpoint or UpdateEndpoint names, and the models that it names; nothing where it names none. */
  deployed(facts: Linked): Pick<Step, 'runs' | 'via'> {
    const reference = facts.references.find(({ type }) => type === 'EndpointConfig');
    if (!reference) return {};
    const config = this.#at(facts, reference);
    const models = config ? this.models(facts, config.references) : [];
    return { via: { type: 'EndpointConfig', name: reference.name }, runs: new Set(config ? [config, ...models] : []) };
  }
}

class Lists<V> {
  readonly #lists = new Map<string, V[]>();

  add(key: string, value: V): void {
    const list = this.#lists.get(key);
    if (list) list.push(value);
    else this.#lists.set(key, [value]);
  }

  get(key: string): readonly V[] {
    return this.#lists.get(key) ?? [];
  }

  all(): V[] {
    return [...this.#lists.values()].flat();
  }
}

const keyOf = (about: Change | Lifecycle) => keyOfReference(about, { type: about.resource.type, name: about.resource.name ?? '' });
