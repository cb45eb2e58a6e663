import type { Gap, GapCause } from '../coverage.ts';
import { msPerHour } from '../time.ts';
import type { Silence } from './model.ts';

/** What was read of the trail, and where it is known to be silent. */
export interface Reach {
  readonly period: { readonly from: string; readonly to: string };
  /** Accounts and Regions that records were read of. */
  readonly places: readonly { readonly account: string; readonly region: string }[];
  readonly gaps: readonly Gap[];
}

/** CloudTrail delivers within minutes on average (User Guide); what is not there an hour later is late beyond reckoning. Milliseconds. */
export const deliveredWithin = msPerHour;

const stopped: ReadonlySet<GapCause> = new Set<GapCause>(['logging-stopped', 'logging-changed']);

/** Why a record of a place, of some moment in [from, until], may be missing; `undefined`: nothing is known that would keep it away. */
export class Silences {
  readonly #reach: Reach;
  readonly #places: ReadonlySet<string>;

  constructor(reach: Reach) {
    this.#reach = reach;
    this.#places = new Set(reach.places.map(({ account, region }) => `${account} ${region}`));
  }

  at(place: { readonly account: string; readonly region: string }, from: number, until: number): Silence | undefined {
    if (!this.#places.has(`${place.account} ${place.region}`)) return { cause: 'outside-coverage', gap: null, source: null };
    const gap = this.#reach.gaps.find((each) => concerns(each, place) && Date.parse(each.from) <= until && from < Date.parse(each.to));
    if (!gap) return undefined;
    const cause = stopped.has(gap.cause) ? 'logging-stopped' : gap.cause === 'no-records' ? 'outside-coverage' : 'trail-gap';
    return { cause, gap: gap.cause, source: gap.source };
  }

  /** Was what happened until then asked for, give or take what may not be delivered yet? */
  reaches(time: number): boolean {
    return time - Date.parse(this.#reach.period.to) <= deliveredWithin;
  }
}

function concerns(gap: Gap, { account, region }: { readonly account: string; readonly region: string }): boolean {
  return (gap.account === null || gap.account === account) && (gap.region === null || gap.region === region);
}
