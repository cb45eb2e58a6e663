import type { GapCause } from '../../core/integrity.ts';
import type { Entry } from './entry.ts';
import type { Span } from './spans.ts';
import type { TrailOfPlace } from './trails.ts';

/** An account and region whose log files have to be covered. */
export interface Place {
  readonly account: string;
  readonly region: string;
  /** What was asked for. */
  readonly window: Span;
  /** What digests must cover for it: with the time in which the last of it is delivered. */
  readonly owed: Span;
  /** Hourly digests, of all the trails that log there; backfill digests apart. */
  readonly digests: readonly Entry[];
  readonly trails: readonly TrailOfPlace[];
  /** By valid digests of whichever trail. */
  readonly covered: readonly Span[];
}

/** Of a place, in epoch milliseconds. */
export interface Gap extends Span {
  readonly cause: GapCause;
  readonly object?: string;
}
