import type { EventAlert } from '../../core/alert.ts';
import type { NetworkFacts } from '../../core/network.ts';
import type { Policy } from '../../core/policy.ts';
import type { AlertPublisher, Clock, Deferrer, Ledger, Log, Metrics, Networks, SageMaker } from '../ports.ts';

/** What the monitor works with. */
export interface MonitorWorld {
  readonly clock: Clock;
  readonly ledger: Pick<Ledger, 'claim' | 'record' | 'reserveStop' | 'stopsInLastHour' | 'joinGroup' | 'entries' | 'find'>;
  readonly sageMaker: SageMaker;
  readonly publisher: AlertPublisher<EventAlert>;
  /** `null`: there is no queue for it; what would be deferred is told as failed. */
  readonly deferrer: Deferrer | null;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly policy: Policy;
  readonly policySha256: string;
  readonly stage: string;
  readonly network?: NetworkFacts;
  /** Asked where the policy's rules need it and `network` is not given. */
  readonly networks?: Networks;
}

/** Nobody can say what it was. A retry is in vain: it belongs in the dead-letter queue, where somebody looks. */
export class UnreadableEvent extends Error {
  override name = 'UnreadableEvent';
}

/** Somebody else is at this change: to be tried again, in case they do not finish. */
export class Busy extends Error {
  override name = 'Busy';
}

/** The alert is out, and an action is still owed: to be tried again. */
export class ActionOwed extends Error {
  override name = 'ActionOwed';
}

/**
 * Seconds until a deferred event is handed back: half of what was waited, between one minute, which is longer than the lease, and five.
 * Half an hour is 11 invocations so: Lambda ends a chain of them after 16 (developer guide, "Lambda recursive loop detection").
 *
 * @param waited milliseconds since the change was first taken up
 */
export const deferSeconds = (waited: number): number => Math.round(Math.min(300, Math.max(60, waited / 2000)));

/** From when a change was first taken up, how long it is waited for, in milliseconds: a notebook is Pending for minutes. */
export const deferWithin = 30 * 60_000;
