import { isObject, type JsonObject } from '../json.ts';
import type { Creation } from './plan.ts';
import { RemediationRefused } from './refusal.ts';
import { requestOf } from './request.ts';

/**
 * Where a replacement's name is taken already: by what the very request would make, which is taken up, or by something else, which is
 * not the plan's to use, and not its way back's to delete. Tags do not tell them apart.
 *
 * @param answer of Describe, for the name of the replacement
 * @throws RemediationRefused
 */
export function demandAsRequested({ type, name, request }: Creation, answer: JsonObject): void {
  const { Tags: _, ...wanted } = request;
  const other = otherwise(requestOf(type, answer), wanted);
  if (other.length > 0)
    throw new RemediationRefused(
      `${type} ${name} exists already, and is not what this fix would create (${other.join(', ')}): give another name with --name, or end that one first`,
    );
}

/** Members that differ. What Describe adds to a request is a default: nothing, or `false`. */
function otherwise(seen: JsonObject, wanted: JsonObject): string[] {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(seen)])];
  return names.filter((name) => !isAlike(seen[name], wanted[name], name));
}

function isAlike(seen: unknown, wanted: unknown, name: string): boolean {
  if (Array.isArray(seen) && Array.isArray(wanted)) {
    const [a, b] = unordered.includes(name) ? [[...seen].sort(), [...wanted].sort()] : [seen, wanted];
    return a.length === b.length && a.every((each, at) => isAlike(each, b[at], ''));
  }
  if (isObject(seen) && isObject(wanted)) return otherwise(seen, wanted).length === 0;
  return said(seen) === said(wanted);
}

const said = (value: unknown): unknown =>
  (Array.isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0) ? false : (value ?? false);

/** Sets: SageMaker promises no order. */
const unordered = ['Subnets', 'SecurityGroupIds'];
