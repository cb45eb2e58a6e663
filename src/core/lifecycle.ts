import type { EventFacts, Lifecycle } from './change.ts';
import { type JsonObject, object, text } from './json.ts';
import { known, unknown } from './posture.ts';
import { type CloudTrailRecord, errorCodeOf } from './record.ts';
import { resources } from './resources/resources.ts';
import { type ResourceType, resourceTypes } from './resources/types.ts';

interface Ending {
  readonly type: ResourceType;
  readonly effect: Lifecycle['effect'];
  readonly name: string;
}

/** Operations that end or move the exposure of a resource: what Delete and Stop the catalogue names, and the endpoint's switch. */
const endings: ReadonlyMap<string, Ending> = new Map([
  ...resourceTypes.flatMap((type): [string, Ending][] => {
    const { stop, delete: remove } = resources[type];
    const name = stop?.name ?? nameMember(type);
    return [
      ...(remove ? [[remove, { type, effect: 'delete', name }] as [string, Ending]] : []),
      ...(stop ? [[stop.operation, { type, effect: 'stop', name }] as [string, Ending]] : []),
    ];
  }),
  ['UpdateEndpoint', { type: 'Endpoint', effect: 'switch', name: 'EndpointName' }],
]);

function nameMember(type: ResourceType): string {
  if (type === 'Domain') return 'DomainId';
  return type.endsWith('JobDefinition') ? 'JobDefinitionName' : `${type}Name`;
}

/** `undefined`: the record ends nothing, or was refused. */
export function readLifecycle(record: CloudTrailRecord, facts: EventFacts): Lifecycle | undefined {
  const ending = endings.get(record.eventName);
  if (!ending || errorCodeOf(record) !== undefined) return undefined;
  const request: JsonObject = object(record.raw, 'requestParameters') ?? {};
  const details: JsonObject = object(record.raw, 'serviceEventDetails') ?? {};
  const arn = [request, details].map((holder) => text(holder, `${ending.type}Arn`)).find((value) => value !== undefined);
  const config = ending.effect === 'switch' ? text(request, 'EndpointConfigName') : undefined;
  return {
    ...facts,
    effect: ending.effect,
    resource: {
      type: ending.type,
      name: text(request, ending.name) ?? text(details, ending.name) ?? arn?.split('/').slice(1).join('/') ?? null,
      arn: arn ? known(arn, 'request') : unknown('not-recorded'),
    },
    references: config ? [{ type: 'EndpointConfig', name: config }] : [],
  };
}
