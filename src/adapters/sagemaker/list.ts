import { type Inventory, ListError, type Listed, type Place } from '../../app/posture/ports.ts';
import { timeOf } from '../../core/described/answer.ts';
import { isObject, type JsonObject, text } from '../../core/json.ts';
import { type ListOperation, lists } from '../../core/resources/list.ts';
import { resources } from '../../core/resources/resources.ts';
import type { ResourceType } from '../../core/resources/types.ts';
import { partitionOf } from '../../formats/partition.ts';
import { type Call, NotCalled } from './clients.ts';
import { reasonOf } from './errors.ts';

/** Most operations allow 100 a page, none less. */
const pageSize = 100;

/** Lists what exists, type by type, by pages, in order of creation. */
export function inventory(call: Call): Inventory {
  return { list: (place, type, since) => listed(call, place, type, since) };
}

async function* listed(call: Call, place: Place, type: ResourceType, since: string | undefined): AsyncGenerator<Listed> {
  const row = lists[type];
  if (!row) return;
  for await (const owner of ownersOf(call, place, row)) {
    for (const fixed of row.inputs) {
      for await (const item of items(call, place, type, row, { ...fixed, ...owner }, since)) {
        const found = read(row, item, type, place);
        if (found.name === '') throw new ListError('opaque', `sagemaker:${row.operation}`);
        // The filter's edge is nowhere said, and four types have none.
        if (since === undefined || found.creationTime === null || Date.parse(found.creationTime) >= Date.parse(since)) yield found;
      }
    }
  }
}

/** What a type is listed for, one by one; for most there is one listing of all. An owner is older than what it owns, so `since` is not for it. */
async function* ownersOf(call: Call, place: Place, { of }: ListOperation): AsyncGenerator<Record<string, string>> {
  if (!of) return yield {};
  for await (const { name } of listed(call, place, of.type, undefined)) yield { [of.member]: name };
}

async function* items(
  call: Call,
  place: Place,
  type: ResourceType,
  row: ListOperation,
  input: Readonly<Record<string, string>>,
  since: string | undefined,
): AsyncGenerator<JsonObject> {
  const request = {
    ...input,
    MaxResults: pageSize,
    ...(row.sortBy !== undefined && { SortBy: row.sortBy }),
    ...(row.ordered && { SortOrder: 'Ascending' }),
    // A second earlier: whether the edge is in it is not documented.
    ...(since !== undefined && row.after && { [row.after]: Math.floor(Date.parse(since) / 1000) - 1 }),
  };
  const action = `sagemaker:${row.operation}`;
  let token: string | undefined;
  do {
    const answer = await ask(() =>
      call({ ...place, type, name: '', arn: null }, row.operation, { ...request, ...(token !== undefined && { NextToken: token }) }),
    ).catch((error: unknown) => {
      // Its owner went meanwhile, and what it owned with it.
      if (row.of && !(error instanceof NotCalled) && reasonOf(error) === 'resource-gone') return { [row.items]: [] };
      throw problem(error, action);
    });
    if (answer === 'not-offered') {
      // One category of several.
      if (row.inputs.length > 1) return;
      throw new ListError('not-offered', action);
    }
    const page = answer[row.items];
    // An answer without its list is no answer: it must not be taken for an empty one.
    if (!Array.isArray(page) || !page.every(isObject)) throw new ListError('opaque', action);
    yield* page;
    const next: string | undefined = text(answer, 'NextToken') || undefined;
    if (next !== undefined && next === token) throw new ListError('opaque', action);
    token = next;
  } while (token !== undefined);
}

/** A Region that does not have the operation, or not yet a value of its enumeration, has nothing of that kind. */
async function ask(send: () => Promise<JsonObject>): Promise<JsonObject | 'not-offered'> {
  try {
    return await send();
  } catch (error) {
    const { name, message } = error as Error;
    if (/^UnknownOperation(Exception)?$/.test(name)) return 'not-offered';
    if (name === 'ValidationException' && /must satisfy enum value set/.test(message)) return 'not-offered';
    throw error;
  }
}

function problem(error: unknown, action: string): unknown {
  if (error instanceof NotCalled) return new ListError('access-denied', action);
  // A role that cannot be assumed is said as it is.
  if ((error as Error).name === 'SourceError') return error;
  const reason = reasonOf(error);
  return new ListError(reason === 'refused' || reason === 'resource-gone' ? 'opaque' : reason, action);
}

function read(row: ListOperation, item: JsonObject, type: ResourceType, { account, region }: Place): Listed {
  const tail = row.arnOf?.map((names) => names.split('|').flatMap((name) => text(item, name) || [])[0]);
  const built =
    tail && !tail.includes(undefined)
      ? `arn:${partitionOf(region)}:sagemaker:${region}:${account}:${resources[type].arnType}/${tail.join('/')}`
      : null;
  return {
    name: text(item, row.name) ?? '',
    arn: (row.arn === undefined ? undefined : text(item, row.arn)) ?? built,
    creationTime: timeOf(item[row.created]),
    status: (row.status === undefined ? undefined : text(item, row.status)) ?? null,
  };
}
