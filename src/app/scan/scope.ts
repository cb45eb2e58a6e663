import type { Policy } from '../../core/policy.ts';
import { isPlaceInScope } from '../../core/scope.ts';
import { msPerHour } from '../../core/time.ts';
import { startOf } from '../hour.ts';
import type { Period } from './model.ts';

/** What of a trail is asked for: a half-open period, absent for all of it, and the accounts and Regions of the policy. */
export class Scope {
  readonly #policy: Policy['scope'];
  readonly #from: number;
  readonly #to: number;

  constructor(policy: Policy['scope'], period: Period | undefined) {
    this.#policy = policy;
    this.#from = period ? Date.parse(period.from) : Number.NEGATIVE_INFINITY;
    this.#to = period ? Date.parse(period.to) : Number.POSITIVE_INFINITY;
  }

  has(place: { readonly account: string; readonly region: string }): boolean {
    return isPlaceInScope(this.#policy, place);
  }

  isInPeriod(eventTime: string): boolean {
    const time = Date.parse(eventTime);
    return time >= this.#from && time < this.#to;
  }

  isBeforeStart(eventTime: string): boolean {
    return Date.parse(eventTime) < this.#from;
  }

  isBeforeEnd(eventTime: string): boolean {
    return Date.parse(eventTime) < this.#to;
  }

  /** An hour is in the period where a part of it is: the period may begin and end inside one. @param hour `2026-07-01T13` */
  hasHour(hour: string): boolean {
    const start = startOf(hour);
    return !(start + msPerHour <= this.#from || start >= this.#to);
  }
}
