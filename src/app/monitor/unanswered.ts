import type { Known } from '../../core/posture.ts';

/** AWS was too busy, or failed: asked again later it may answer. */
export function isUnanswered(asked: Known<unknown>): boolean {
  return !asked.known && (asked.why === 'throttled' || asked.why === 'no-answer');
}
