import type { Explanation, Outcome, UnexplainedCause, Weight } from './model.ts';

const weights: Readonly<Record<UnexplainedCause, Weight>> = {
  'created-before-period': 'expected',
  'created-after-period': 'expected',
  'spawned-before-period': 'expected',
  'operation-excluded': 'expected',
  'outside-coverage': 'unknown',
  'logging-stopped': 'unknown',
  'trail-gap': 'unknown',
  'unnamed-record': 'unknown',
  'no-creation-time': 'unknown',
  'not-yet-delivered': 'unknown',
  'no-record': 'finding',
};

export function weightOfExplanation(explanation: Explanation): Weight {
  return explanation.kind === 'unexplained' ? weights[explanation.cause] : 'expected';
}

/** What was not asked says nothing about the trail; what is gone, and may have been deleted unseen, says that it is not known. */
export function weightOfOutcome(outcome: Outcome): Weight {
  if (outcome.kind !== 'gone') return 'expected';
  return outcome.cause === 'no-deletion-record' ? 'finding' : 'unknown';
}
