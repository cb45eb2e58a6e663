import { type JsonObject, parseJson } from '../json.ts';

/** Columns that hold JSON as text. */
const jsonMembers = new Set(['requestParameters', 'responseElements', 'serviceEventDetails', 'additionalEventData']);

/** A record of CloudTrail, put together from a table's columns: texts by member, paths with dots for what is inside. */
export function recordOfColumns(members: Readonly<Record<string, unknown>>): JsonObject {
  const record: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(members)) {
    if (typeof value !== 'string' || value === '') continue;
    if (path === 'resources') record.resources = value.split(' ').map((arn) => ({ ARN: arn }));
    else place(record, path.split('.'), jsonMembers.has(path) ? (parseJson(value) ?? value) : value);
  }
  return record;
}

function place(into: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const inner = into[name] ?? {};
  into[name] = inner;
  place(inner as Record<string, unknown>, rest, value);
}
