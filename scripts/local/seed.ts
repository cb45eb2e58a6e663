import { isObject, member } from '../../src/core/json.ts';
import { read } from '../../src/core/read.ts';
import type { ParsedRecord } from '../../src/core/record.ts';
import type { SageMakerStandIn } from '../../stand-ins/sagemaker.ts';

/** What the event created is there, as it would be in the account: for Describe, Stop and AddTags. */
export function seed(parsed: ParsedRecord, sageMaker: SageMakerStandIn): void {
  const reading = read(parsed);
  if (reading.kind !== 'change' || !parsed.ok) return;
  const { resource, account, region, eventTime, tags } = reading.change;
  if (resource.name === null || sageMaker.resources.some(({ type, name }) => type === resource.type && name === resource.name)) return;
  const request = apiCasing(member(parsed.record.raw, 'requestParameters'));
  sageMaker.create({
    type: resource.type,
    name: resource.name,
    account,
    region,
    createdAt: Date.parse(eventTime),
    tags,
    // What CloudTrail left out is not what was asked for.
    ...(isObject(request) && member(request, 'omitted') === undefined && { request }),
  });
}

/** CloudTrail lowers a member's first letter. */
function apiCasing(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(apiCasing);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name.charAt(0).toUpperCase() + name.slice(1), apiCasing(inner)]));
}
