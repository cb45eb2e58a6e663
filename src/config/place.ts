import { isAlias, isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import type { Problem } from './problem.ts';
import { quote } from './words.ts';

/** A value of the file, and where it stands. */
export interface Place {
  readonly value: unknown;
  readonly offset: number;
  /** A scalar without quotes, as written: `012345678901` is not the number that it parses to. */
  readonly plain?: string;
  readonly entries?: ReadonlyMap<string, { readonly keyOffset: number; readonly place: Place }>;
  readonly items?: readonly Place[];
  /** Values in it, aliases followed. */
  readonly weight: number;
}

type Position = (offset: number) => { readonly line: number };

/** Values that aliases may add: a bomb multiplies a few lines into millions. */
const maxAliased = 10_000;

/** Nodes to values with their places. It reports duplicate keys and aliases that fail, and reads on. */
export class PlaceReader {
  readonly problems: Problem[] = [];
  readonly #anchors = new Map<string, Place | 'open'>();
  #aliased = 0;
  readonly #position: Position;

  constructor(position: Position) {
    this.#position = position;
  }

  read(node: ParsedNode): Place {
    const offset = node.range[0];
    if (isAlias(node)) return this.#alias(node.source, offset);
    if (node.anchor) this.#anchors.set(node.anchor, 'open');
    const place = isMap(node) ? this.#mapping(node.items, offset) : isSeq(node) ? this.#list(node.items, offset) : scalar(node, offset);
    if (node.anchor) this.#anchors.set(node.anchor, place);
    return place;
  }

  #alias(name: string, offset: number): Place {
    const target = this.#anchors.get(name);
    const nothing = { value: null, offset, plain: '', weight: 1 };
    if (target === undefined || target === 'open') {
      const why = target ? 'it is inside what it names' : 'nothing before it has that anchor';
      this.problems.push({ offset, text: `alias ${quote(name)}: ${why}` });
      return nothing;
    }
    const before = this.#aliased;
    this.#aliased += target.weight;
    if (this.#aliased <= maxAliased) return { ...target, offset };
    if (before <= maxAliased) this.problems.push({ offset, text: `aliases repeat more than ${maxAliased} values` });
    return nothing;
  }

  #mapping(pairs: readonly { key: unknown; value: unknown }[], offset: number): Place {
    const value: Record<string, unknown> = {};
    const entries = new Map<string, { keyOffset: number; place: Place }>();
    let weight = 1;
    for (const pair of pairs) {
      const key = pair.key as ParsedNode;
      const name = isScalar(key) ? String(key.value) : '';
      const keyOffset = key.range[0];
      const place = pair.value ? this.read(pair.value as ParsedNode) : { value: null, offset: keyOffset, plain: '', weight: 1 };
      const first = entries.get(name);
      if (first) {
        this.problems.push({
          offset: keyOffset,
          text: `duplicate key ${quote(name)}: also on line ${this.#position(first.keyOffset).line}`,
        });
        continue;
      }
      entries.set(name, { keyOffset, place });
      // An assignment to __proto__ would set the prototype.
      Object.defineProperty(value, name, { value: place.value, enumerable: true });
      weight += place.weight;
    }
    return { value, offset, entries, weight };
  }

  #list(nodes: readonly unknown[], offset: number): Place {
    const items = nodes.map((node) => this.read(node as ParsedNode));
    return { value: items.map((item) => item.value), offset, items, weight: items.reduce((sum, item) => sum + item.weight, 1) };
  }
}

function scalar(node: ParsedNode, offset: number): Place {
  if (!isScalar(node)) return { value: null, offset, weight: 1 };
  return { value: node.value, offset, weight: 1, ...(node.type === 'PLAIN' && { plain: node.source ?? '' }) };
}
