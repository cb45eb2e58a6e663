import type { Drift, RecordCheck, ResourceCheck, Silence, Subject, UnexplainedCause } from '../core/cross-check/model.ts';

/** The sentences of a cross-check. Names in them are the attacker's: the sink escapes. */

export function subjectWords({ type, name, arn, account, region }: Subject): string {
  return `${type} ${name ?? arn ?? 'without a name'} (${account}, ${region})`;
}

const unexplained: Readonly<Record<UnexplainedCause, string>> = {
  'created-before-period': 'created before the period that was read',
  'created-after-period': 'created after the period that was read',
  'spawned-before-period': 'made by a resource that was created before the period that was read',
  'operation-excluded': 'the policy leaves out the operation that creates it',
  'outside-coverage': 'no record at all was read of its account and Region: the trail does not cover them',
  'logging-stopped': 'created while a trail was stopped or changed',
  'trail-gap': 'created in a gap of what was read',
  'unnamed-record': 'a record of that time created such a resource, and does not name it',
  'no-creation-time': 'neither List nor Describe says when it was created',
  'not-yet-delivered': 'created within the hour before it was listed: its record may not be delivered yet; run again',
  'no-record': 'no record explains it: the trail has a hole',
};

export function resourceSentence(check: ResourceCheck): string {
  const { explanation } = check;
  switch (explanation.kind) {
    case 'created':
      return `${explanation.record.eventName} at ${explanation.record.eventTime} by ${explanation.record.actor}`;
    case 'updated':
      return `created before the period; ${explanation.record.eventName} at ${explanation.record.eventTime} shows it`;
    case 'spawned': {
      const proof = explanation.proof === 'name' ? ', as its name says' : '';
      return `made by ${explanation.parent.type} ${explanation.parent.name}${proof}`;
    }
    case 'unexplained': {
      const near = explanation.near ? ` (a namesake's record: ${explanation.near.eventName} at ${explanation.near.eventTime})` : '';
      return `${unexplained[explanation.cause]}${sourceWords(explanation.silence)}${near}`;
    }
  }
}

const notAsked = {
  'type-not-listed': 'not asked: its type was not listed there',
  'created-before-since': 'not asked: created before --since',
  'created-after-listing': 'not asked: created after the listing began',
  'no-name': 'not asked: the record does not name it',
  'no-creation-time': 'not asked: what has its name does not say when it was created',
} as const;

const gone = {
  'no-deletion-record': 'it is gone, and no record says that it was deleted: the trail has a hole',
  'deletion-after-period': 'it is gone; it may have been deleted after the period that was read',
  'outside-coverage': 'it is gone, and the trail does not cover its account and Region',
  'logging-stopped': 'it is gone; it may have been deleted while a trail was stopped or changed',
  'trail-gap': 'it is gone; its deletion may lie in a gap of what was read',
} as const;

export function recordSentence({ outcome }: RecordCheck): string {
  switch (outcome.kind) {
    case 'exists':
      return 'it exists';
    case 'deleted':
      return `deleted at ${outcome.by.eventTime} by ${outcome.by.actor}${namesakeWords(outcome.namesake)}`;
    case 'ended-by-itself':
      return `gone: the service removes such resources by itself${namesakeWords(outcome.namesake)}`;
    case 'gone':
      return `${gone[outcome.cause]}${sourceWords(outcome.silence)}${namesakeWords(outcome.namesake)}`;
    case 'not-asked':
      return notAsked[outcome.why];
  }
}

const drifted = {
  'no-update-record': 'no record shows the update',
  'update-after-period': 'it may have been updated after the period that was read',
  'outside-coverage': 'the trail does not cover its account and Region',
  'logging-stopped': 'it may have been updated while a trail was stopped or changed',
  'trail-gap': 'its update may lie in a gap of what was read',
} as const;

export function driftSentence({ setting, at, recorded, exists, lastRecord, cause, silence }: Drift): string {
  const where = at === '' ? setting : at;
  return `${where}: ${recorded} by ${lastRecord.eventName} at ${lastRecord.eventTime}, now ${exists}; ${drifted[cause]}${sourceWords(silence)}`;
}

function namesakeWords(namesake: { readonly creationTime: string } | null): string {
  return namesake ? `; a namesake created at ${namesake.creationTime} answers in its stead` : '';
}

function sourceWords(silence: Silence | null): string {
  return silence?.source ? ` (${silence.gap ?? silence.cause}: ${silence.source})` : '';
}
