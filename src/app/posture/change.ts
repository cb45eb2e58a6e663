import type { Change } from '../../core/change.ts';
import { creating } from '../../core/described/answer.ts';
import { describedPosture, describedReferences } from '../../core/described.ts';
import { text } from '../../core/json.ts';
import { known, type Posture, unknown } from '../../core/posture.ts';
import { unseen } from '../../core/resources/layout.ts';
import { ownNamespace, uuid5 } from '../../formats/uuid.ts';
import type { AnswerLine } from './ports.ts';

/** Describe tells neither who made a resource nor from where. */
const untold = { type: 'Unknown', name: 'not told by Describe', principal: 'not told by Describe' };

/** The resource, read as the change that would create it as it is now: the rules are the same, and so is what exempts from them. */
export function changeOf(line: AnswerLine): Change {
  const { type, account, region, name, arn, answer, askedAt } = line;
  return {
    eventId: idOf(line),
    eventTime: askedAt,
    account,
    region,
    eventName: creating(type).eventName,
    actor: untold,
    sourceIp: '',
    userAgent: '',
    via: 'api',
    operation: 'create',
    resource: {
      type,
      // A domain is listed by its id and known by its name.
      name: (answer && type === 'Domain' ? text(answer, 'DomainName') : undefined) ?? name,
      arn: arn === null ? unknown('not-recorded') : known(arn, 'describe'),
    },
    posture: postureOf(line),
    references: answer ? describedReferences(type, answer) : [],
    tags: {},
  };
}

function postureOf({ type, answer, why }: AnswerLine): Posture {
  if (answer) return describedPosture(type, answer);
  return unseen(creating(type).posture, why === null || why === 'not-asked' ? 'not-recorded' : why);
}

/** The same resource has the same id in every run: no event's, there is none. */
export function idOf({ account, region, type, arn, name }: Pick<AnswerLine, 'account' | 'region' | 'type' | 'arn' | 'name'>): string {
  return uuid5(ownNamespace, JSON.stringify(['resource', account, region, type, arn ?? name]));
}
