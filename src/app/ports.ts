import type { ActionTaken, Alert, AlertGroup } from '../core/alert.ts';
import type { RowClass } from '../core/evidence.ts';
import type { Known } from '../core/posture.ts';
import type { ResourceType } from '../core/resources/types.ts';
import type { RuleId } from '../core/rule.ts';

/** What the use cases ask of the world; `src/adapters` answers, over the network. */

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

/** Which change: an eventID is unique within an account and region. */
export interface ChangeKey {
  readonly account: string;
  readonly region: string;
  readonly eventId: string;
}

/** The steps that a change owes, in this order; which of them depends on the policy and on what was found. */
export type Step = 'described' | 'judged' | 'stopped' | 'tagged' | 'deleted' | 'published';

/** One item of the ledger: what is known and done about one change. */
export interface LedgerEntry extends ChangeKey {
  readonly eventTime: string;
  readonly eventName: string;
  readonly resourceType: ResourceType | null;
  readonly resourceName: string | null;
  readonly class: RowClass | 'trail-tampering' | null;
  readonly rules: readonly RuleId[];
  /** When each step was done, ISO 8601. */
  readonly steps: Readonly<Partial<Record<Step, string>>>;
  readonly actions: readonly ActionTaken[];
  /** When it was first taken up. */
  readonly seenAt: string;
  /** Found by `reconcile`. */
  readonly late: boolean;
  /** The alert went into a roll-up. */
  readonly grouped: boolean;
  /** Nothing is owed any more. */
  readonly doneAt: string | null;
}

export type Claim =
  | { readonly state: 'granted'; readonly entry: LedgerEntry; readonly lease: string }
  /** Somebody else is at it: try again when the lease has run out. */
  | { readonly state: 'busy'; readonly until: string }
  | { readonly state: 'done'; readonly entry: LedgerEntry };

/** Conditional writes only; a step that was recorded is never done again. Rejects with a `LedgerError` when the store does not answer. */
export interface Ledger {
  claim(fresh: LedgerEntry): Promise<Claim>;
  /** Keeps what is done so far; refused (`LeaseLost`) when the lease is no longer ours. */
  record(entry: LedgerEntry, lease: string): Promise<void>;
  /** A stop within the brake: counted before it is sent. `false`: the brake is engaged. The same change counts once. */
  reserveStop(key: ChangeKey, maxPerHour: number, now: number): Promise<boolean>;
  stopsInLastHour(account: string, now: number): Promise<number>;
  /** First of its group within the window: alert at once. Else the change is kept for the roll-up. The same change gets the same answer. */
  joinGroup(group: AlertGroup, alert: Alert & { readonly kind: 'change' }, now: number): Promise<'first' | 'grouped'>;
  /** Groups whose window is over and that owe a roll-up. */
  dueGroups(now: number): AsyncIterable<DueGroup>;
  /** The roll-up was sent; what joined since stays. */
  closeGroup(group: DueGroup): Promise<void>;
  /** Which of these the ledger has. */
  known(keys: readonly ChangeKey[]): Promise<ReadonlySet<string>>;
  /** Entries by event time, half-open, oldest day first. */
  entries(from: string, to: string): AsyncIterable<LedgerEntry>;
}

export interface DueGroup {
  readonly id: string;
  readonly group: AlertGroup;
  readonly alerts: readonly (Alert & { readonly kind: 'change' })[];
  readonly count: number;
  readonly since: string;
}

/** What Describe answered for a resource, as far as it matters. */
export interface Described {
  readonly arn: string;
  /** ISO 8601. */
  readonly creationTime: string | null;
  readonly status: string | null;
  /** The answer itself, in the API's own casing: posture is read from it as from a request. Never logged. */
  readonly answer: Readonly<Record<string, unknown>>;
}

export interface ResourcePlace {
  readonly account: string;
  readonly region: string;
  readonly type: ResourceType;
  /** Name, or id where the API wants that. */
  readonly name: string;
  readonly arn: string | null;
}

/** SageMaker in the account and region of the resource. What goes wrong is a value; only bugs reject. */
export interface SageMaker {
  /** Gone, denied and throttled are reasons, never passes. */
  describe(place: ResourcePlace): Promise<Known<Described>>;
  tags(arn: string, place: ResourcePlace): Promise<Known<Readonly<Record<string, string>>>>;
  stop(place: ResourcePlace): Promise<ActionResult>;
  tag(arn: string, place: ResourcePlace, tag: { readonly key: string; readonly value: string }): Promise<ActionResult>;
  delete(place: ResourcePlace): Promise<ActionResult>;
}

/** `retry`: AWS did not answer, or the answer was lost; the call can be sent again. */
export type ActionResult =
  | { readonly outcome: 'done' | 'already-finished' }
  | { readonly outcome: 'failed' | 'retry'; readonly error: string };

/** SNS, and what hangs on it. Rejects when the message was not taken for certain. */
export interface AlertPublisher {
  publish(alert: Alert): Promise<void>;
}

/** Hands an event to the monitor again, later. */
export interface Deferrer {
  defer(event: unknown, seconds: number): Promise<void>;
}

/** Figures for CloudWatch, as they happen. */
export interface Metrics {
  count(name: MetricName, value?: number): void;
  seconds(name: 'TimeToDetect' | 'TimeToNotify' | 'TimeToStop', value: number): void;
}

export type MetricName = 'EventsSeen' | 'NonCompliant' | 'NotEvaluable' | 'Stopped' | 'Tagged' | 'Late' | 'AlertFailures' | 'Duplicates';
