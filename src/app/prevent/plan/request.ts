import { isObject, isUnset, type JsonObject } from '../../../core/json.ts';
import type { Block, Members } from './attributes.ts';

/** Stands for what Terraform will know after it has applied: the readers of postures see that something is there, and not what. */
export const afterApply: JsonObject = { 'Std:AfterApply': true };

/** Stands for a name that is there and not known yet. */
const laterName = '(known after apply)';

/** A resource's planned values as the request that makes them. */
export function requestOf(members: Members, after: unknown, unknownAfter: unknown): JsonObject {
  const request: Record<string, unknown> = {};
  for (const [attribute, member] of Object.entries(members)) {
    const value = isObject(after) ? after[attribute] : undefined;
    const later = isObject(unknownAfter) ? unknownAfter[attribute] : unknownAfter;
    if (typeof member === 'string') Object.assign(request, named(member, said(value, later)));
    else if ('required' in member) Object.assign(request, named(member.required, later === true ? laterName : value));
    else Object.assign(request, named(member.name, blocks(member, value, later)));
  }
  return request;
}

const named = (name: string, value: unknown): JsonObject => (isUnset(value) ? {} : { [name]: value });

function blocks(block: Block, value: unknown, later: unknown): unknown {
  if (later === true) return afterApply;
  const all = blocksOf(value, later).map(([own, unknownOwn]) => {
    if (unknownOwn === true) return afterApply;
    const request = requestOf(block.in, own, unknownOwn);
    // One of a list whose kind is not known yet: a variant that may be serverless.
    return block.many && hasLaterBlock(block.in, request) ? afterApply : request;
  });
  return block.many ? (all.length > 0 ? all : undefined) : all[0];
}

const hasLaterBlock = (members: Members, request: JsonObject): boolean =>
  Object.values(members).some((inner) => typeof inner === 'object' && 'in' in inner && request[inner.name] === afterApply);

/** A block's occurrences, each with what of it is not known yet. */
function blocksOf(value: unknown, later: unknown): [unknown, unknown][] {
  const blocks = Array.isArray(value) ? value : isUnset(value) ? [] : [value];
  const unknownBlocks = Array.isArray(later) ? later : [later];
  const count = Math.max(blocks.length, Array.isArray(later) ? later.length : 0);
  return Array.from({ length: count }, (_, index) => [blocks[index], unknownBlocks[index] ?? false]);
}

/** A set of which one element is not known is not known; a list has a mark for each element. */
function said(value: unknown, later: unknown): unknown {
  return later === true || (Array.isArray(later) && later.includes(true)) ? afterApply : value;
}

/** Is anything that is read not known yet? */
export function hasLater(members: Members, after: unknown, unknownAfter: unknown): boolean {
  return JSON.stringify(requestOf(members, after, unknownAfter)).includes('"Std:AfterApply"');
}
