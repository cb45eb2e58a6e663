import type { Change } from '../change.ts';
import { describedPosture } from '../described.ts';
import type { JsonObject } from '../json.ts';
import { known, type Posture } from '../posture.ts';
import type { ResourceType } from '../resources/types.ts';
import type { Place, Seen } from './plan.ts';

/** A resource read as the change that would create it as it is: the rules judge changes. */
export function asChange(place: Place, { type, name, arn, answer, creationTime, tags }: Seen): Change {
  return change(place, type, name, arn, describedPosture(type, answer), creationTime ?? '', tags);
}

/** What a request would create, judged before it is sent. */
export function asPlanned(place: Place, type: ResourceType, name: string, request: JsonObject, more: Posture = {}): Change {
  return change(place, type, name, '', { ...describedPosture(type, request), ...more }, '', {});
}

function change(
  { account, region }: Place,
  type: ResourceType,
  name: string,
  arn: string,
  posture: Posture,
  eventTime: string,
  tags: Readonly<Record<string, string>>,
): Change {
  return {
    eventId: '',
    eventTime,
    account,
    region,
    eventName: `Create${type}`,
    actor: { type: 'Unknown', name: '', principal: '' },
    sourceIp: '',
    userAgent: '',
    via: 'api',
    operation: 'create',
    resource: { type, name, arn: known(arn, 'describe') },
    posture,
    references: [],
    tags,
  };
}
