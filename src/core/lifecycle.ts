import type { EventFacts, Lifecycle, Reference } from './change.ts';
import { inDomain } from './identity.ts';
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

/** Operations that end, move or take up again the exposure of a resource: what Delete and Stop the catalogue names, and a few more. */
const endings: ReadonlyMap<string, Ending> = new Map([
  ...resourceTypes.flatMap((type): [string, Ending][] => {
    const { stop, delete: remove } = resources[type];
    const name = stop?.name ?? nameMember(type);
    return [
      ...(remove ? [[remove, { type, effect: 'delete', name }] as [string, Ending]] : []),
      ...(stop ? [[stop.operation, { type, effect: 'stop', name }] as [string, Ending]] : []),
    ];
  }),
  ['StartNotebookInstance', { type: 'NotebookInstance', effect: 'start', name: 'NotebookInstanceName' }],
  ['StartMonitoringSchedule', { type: 'MonitoringSchedule', effect: 'start', name: 'MonitoringScheduleName' }],
  ['UpdateEndpoint', { type: 'Endpoint', effect: 'switch', name: 'EndpointName' }],
]);

/** By name, for who has to ask for their records. */
export const lifecycleOperations: readonly string[] = [...endings.keys()];

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
  return {
    ...facts,
    effect: ending.effect,
    resource: {
      type: ending.type,
      name: text(request, ending.name) ?? text(details, ending.name) ?? arn?.split('/').slice(1).join('/') ?? null,
      arn: arn ? known(arn, 'request') : unknown('not-recorded'),
    },
    references: referencesOf(ending, request),
  };
}

function referencesOf({ type, effect }: Ending, request: JsonObject): Reference[] {
  const refer = (to: ResourceType, name: string | undefined) => (name === undefined ? [] : [{ type: to, name }]);
  if (effect === 'switch') return refer('EndpointConfig', text(request, 'EndpointConfigName'));
  return inDomain.has(type) ? refer('Domain', text(request, 'DomainId')) : [];
}
