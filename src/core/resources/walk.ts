import { isObject, isUnset, type JsonObject, member } from '../json.ts';
import { type Known, known, type Unknown, unknown, type VpcConfig } from '../posture.ts';

/** Where values come from, and what an absent member means: AWS's default (create), or "as it was" (update). */
export interface Origin {
  readonly from: 'request' | 'describe';
  readonly absent: 'default' | 'unchanged';
}

export type Found =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly why: Unknown };

/**
 * Follows a path of members (`NetworkConfig.VpcConfig`), whatever their casing. CloudTrail leaves an object with an
 * `omitted` member where it left something out for size; a pipeline definition has expressions (`{"Get": "Parameters.X"}`).
 */
export function find(holder: JsonObject, path: string): Found {
  let value: unknown = holder;
  for (const name of path.split('.')) {
    if (!isObject(value)) return { kind: 'unknown', why: 'opaque' };
    const why = hidden(value) ?? ambiguous(value, name);
    if (why) return { kind: 'unknown', why };
    value = member(value, name);
    if (isUnset(value)) return { kind: 'absent' };
  }
  const why = isObject(value) ? hidden(value) : undefined;
  return why ? { kind: 'unknown', why } : { kind: 'value', value };
}

/** Why an object says nothing of its members. */
export function hidden(object: JsonObject): Unknown | undefined {
  if (member(object, 'omitted') !== undefined) return 'omitted';
  return Object.keys(object).some((key) => key === 'Get' || key.startsWith('Std:')) ? 'opaque' : undefined;
}

/** Spellings of one member that differ in more than case: which of them the service took, nobody can say. */
function ambiguous(object: JsonObject, name: string): Unknown | undefined {
  const wanted = name.toLowerCase();
  const spellings = Object.keys(object).filter((key) => key.toLowerCase() === wanted);
  return spellings.length > 1 ? 'opaque' : undefined;
}

/** Stands for what should have been an object and is not: nothing can be read in it. */
const unreadable: JsonObject = { 'Std:Unreadable': true };

export interface Holder {
  /** Prefix for a place's path: `TrainingJobDefinitions[1].` or empty. */
  readonly at: string;
  readonly object: JsonObject;
}

/** The objects at a path in which `[]` stands for every element; what is there and is no object can be seen into by nobody. */
export function holders(root: JsonObject, path: string): Holder[] {
  let found: Holder[] = [{ at: '', object: root }];
  for (const step of path.split('.')) {
    const name = step.replace('[]', '');
    found = found.flatMap(({ at, object }) => {
      const value = member(object, name);
      const elements = step.endsWith('[]') && Array.isArray(value) ? value : [value];
      return elements.flatMap((element, index) =>
        isUnset(element)
          ? []
          : [{ at: `${at}${name}${Array.isArray(value) ? `[${index}]` : ''}.`, object: isObject(element) ? element : unreadable }],
      );
    });
  }
  return found;
}

/** Every value at a path in which `[]` stands for every element. */
export function valuesAt(root: JsonObject, path: string): unknown[] {
  const cut = path.lastIndexOf('.');
  const parents = cut < 0 ? [{ at: '', object: root }] : holders(root, path.slice(0, cut));
  return parents.flatMap(({ object }) => {
    const value = member(object, path.slice(cut + 1).replace('[]', ''));
    if (isUnset(value)) return [];
    return Array.isArray(value) ? value : [value];
  });
}

/** Maps what was found to a known value; `absent` gives AWS's default, or `unchanged` in an update. */
export function readValue<T>(found: Found, origin: Origin, whenAbsent: T, parse: (value: unknown) => T | undefined): Known<T> {
  if (found.kind === 'unknown') return unknown(found.why);
  if (found.kind === 'absent') return origin.absent === 'unchanged' ? unknown('unchanged') : known(whenAbsent, origin.from);
  const value = parse(found.value);
  return value === undefined ? unknown('opaque') : known(value, origin.from);
}

/** A boolean; CloudTrail shows omitted ones as `false` or not at all, and exports write them as text. */
export function parseBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const word = value.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

export function parseVpcConfig(value: unknown): VpcConfig | undefined {
  if (!isObject(value)) return undefined;
  const subnets = parseIds(member(value, 'Subnets'));
  const securityGroupIds = parseIds(member(value, 'SecurityGroupIds'));
  return subnets && securityGroupIds && { subnets, securityGroupIds };
}

/** Ids of a list; unset elements say nothing. `undefined`: not a list of strings, so nobody can say what it holds. */
export function parseIds(value: unknown): string[] | undefined {
  if (isUnset(value)) return [];
  if (!Array.isArray(value)) return undefined;
  const ids = value.filter((id) => !isUnset(id) && !(typeof id === 'string' && id.trim() === ''));
  return ids.every((id) => typeof id === 'string') ? ids : undefined;
}

/** A positive whole number; CloudTrail shows an unset count as 0, and exports write numbers as text. */
export function parseCount(value: unknown): number | undefined {
  const count = typeof value === 'string' ? Number(value) : value;
  return typeof count === 'number' && Number.isInteger(count) && count > 0 ? count : undefined;
}
