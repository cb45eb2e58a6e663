import type { OperationShape, Shape } from '../model/shapes.ts';

/** Members of requests that say where something runs and what it can reach, found by name in every input of the SDK. */

const networkName = /vpc|network|subnet|securitygroup|isolation|trafficencryption|internet/i;

export interface CatalogueRow {
  readonly eventName: string;
  /** In API casing, `[]` for a list's elements; a path covers everything below it. */
  readonly networkMembers: readonly string[];
}

export interface NetworkMember {
  readonly operation: string;
  readonly path: string;
}

type Operations = ReadonlyMap<string, Pick<OperationShape, 'name' | 'input'>>;

/** Network members of the SDK that no row of the catalogue covers. */
export function unknownNetworkMembers(sdk: Operations, catalogue: readonly CatalogueRow[]): NetworkMember[] {
  const known = new Map(catalogue.map((row) => [row.eventName, row.networkMembers]));
  return [...sdk.values()].flatMap(({ name, input }) =>
    networkPaths(input)
      .filter((path) => !known.get(name)?.some((covering) => covers(covering, path)))
      .map((path) => ({ operation: name, path })),
  );
}

/** Paths of the catalogue that the SDK's shapes do not have; operations that the SDK lacks altogether are not its to know. */
export function pathsWithoutShape(sdk: Operations, catalogue: readonly CatalogueRow[]): NetworkMember[] {
  return catalogue.flatMap(({ eventName, networkMembers }) => {
    const operation = sdk.get(eventName);
    return operation ? networkMembers.filter((path) => !has(operation.input, path)).map((path) => ({ operation: eventName, path })) : [];
  });
}

const covers = (covering: string, path: string) => path === covering || path.startsWith(`${covering}.`) || path.startsWith(`${covering}[]`);

/** Every leaf whose own name, or that of something above it, is of the network: a new member of a NetworkConfig is one, whatever its name. */
function networkPaths(shape: Shape): string[] {
  const out = new Set<string>();
  walk(shape, '', false, new Set(), out);
  return [...out];
}

function walk(shape: Shape, path: string, ofNetwork: boolean, above: ReadonlySet<Shape>, out: Set<string>): void {
  if (shape.kind === 'list' && (shape.element.kind === 'structure' || shape.element.kind === 'union')) {
    walk(shape.element, `${path}[]`, ofNetwork, above, out);
  } else if (shape.kind === 'map') {
    walk(shape.element, `${path}{}`, ofNetwork, above, out);
  } else if ('members' in shape) {
    if (above.has(shape)) return;
    const inside = new Set([...above, shape]);
    for (const { name, shape: inner } of shape.members) {
      walk(inner, path === '' ? name : `${path}.${name}`, ofNetwork || networkName.test(name), inside, out);
    }
  } else if (ofNetwork) out.add(path);
}

function has(shape: Shape, path: string): boolean {
  let current: Shape | undefined = shape;
  for (const step of path.split('.')) {
    if (!current || !('members' in current)) return false;
    const name = step.replace(/\[\]$/, '');
    const inner: Shape | undefined = current.members.find((member) => member.name === name)?.shape;
    if (!inner || (step.endsWith('[]') && inner.kind !== 'list')) return false;
    current = step.endsWith('[]') && inner.kind === 'list' ? inner.element : inner;
  }
  return true;
}
