import type { ActionTaken } from '../core/alert.ts';
import type { ConditionId } from '../core/decide.ts';
import type { Unknown } from '../core/posture.ts';
import type { Severity } from '../core/rule.ts';
import { durationWords } from '../text/durations.ts';

/** Word and mark beside each other: a colour alone says nothing to who cannot see it. */
export const severityMarks: Readonly<Record<Severity, string>> = { critical: '🔴', high: '🟠', medium: '🟡', low: '🔵' };
export const quietMark = '🟢';

export const severityWords: Readonly<Record<Severity, string>> = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low' };

/** Why a setting could not be seen, to go on after `could not be seen: `. */
export const unknownWords: Readonly<Record<Unknown, string>> = {
  'not-recorded': 'the record says nothing of it',
  omitted: 'CloudTrail omitted the request parameters',
  opaque: 'the request has it in a form that cannot be read',
  unchanged: 'the update left it alone, and what it was is not known',
  'access-denied': 'Describe was denied',
  throttled: 'Describe was throttled',
  'no-answer': 'AWS failed, or did not answer in time',
  'resource-gone': 'the resource was gone before it could be described',
  'no-network-facts': 'no facts of EC2 are at hand',
  'rule-failed': 'the rule itself failed',
};

/** A condition that kept an action from being taken. */
export const conditionWords: Readonly<Record<ConditionId, string>> = {
  'non-compliant': 'no rule of the action fails',
  'not-exempt': 'it is exempt',
  'request-succeeded': 'the request failed and created nothing',
  'created-by-this-event': 'the event did not create it',
  supported: 'the service has no such operation for this type',
  'same-resource': 'it is not certain to be the resource of this event',
  'still-running': 'it does not run any more',
  'brake-released': 'the brake is engaged: too many stops this hour',
  'policy-enforces': 'the policy only observes',
};

export const actionWords: Readonly<Record<ActionTaken['action'], { readonly done: string; readonly plain: string }>> = {
  stop: { done: 'Stopped', plain: 'stop' },
  tag: { done: 'Tagged', plain: 'tag' },
  delete: { done: 'Deleted', plain: 'delete' },
};

/** `12 seconds later`, `1 minute 5 seconds later`, `at once`. @param seconds from the event to the alert */
export function laterWords(seconds: number): string {
  return seconds < 1 ? 'at once' : `${durationWords(Math.floor(seconds))} later`;
}
