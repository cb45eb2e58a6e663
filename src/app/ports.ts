import type { ActionTaken, Alert, AlertGroup } from '../core/alert.ts';
import type { RowClass } from '../core/evidence/population.ts';
import type { Finding } from '../core/judge.ts';
import type { NetworkFacts } from '../core/network.ts';
import type { NetworkNeeds } from '../core/network-needs.ts';
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
  /** Who did it, as exemptions go by it. */
  readonly principal?: string;
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
  /** The alert went into a roll-up; `published` is then when it was handed over to it. */
  readonly grouped: boolean;
  /** Nothing is owed any more. */
  readonly doneAt: string | null;
  /** What the rules said, while something is owed: a retry does not judge again, when Describe may answer otherwise. */
  readonly findings?: readonly Finding[];
  /** Of the request, or of the resource where the record does not say. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Tags could not be seen, though an exemption asks for them. */
  readonly tagsUnseen?: boolean;
  /** Actions that are to be tried again. */
  readonly owes?: readonly ActionTaken['action'][];
  /** When each action was first sent, ISO 8601: what is found finished afterwards was finished by it. */
  readonly sent?: Readonly<Partial<Record<ActionTaken['action'], string>>>;
  /** What the last alert said was done (`stop:failed`); it differs from `actions`: a follow-up is owed. */
  readonly told?: readonly string[];
}

export type Claim =
  | { readonly state: 'granted'; readonly entry: LedgerEntry; readonly lease: string }
  /** Somebody else is at it: try again when the lease has run out. */
  | { readonly state: 'busy'; readonly until: string }
  | { readonly state: 'done'; readonly entry: LedgerEntry };

/** The lease is somebody else's by now, or has run out: nothing more may be done under it. */
export class LeaseLost extends Error {
  override name = 'LeaseLost';
}

/** The ledger did not answer, or not for certain; the call can be repeated. */
export class LedgerError extends Error {
  override name = 'LedgerError';
}

/** Conditional writes only; a step that was recorded is never done again. Rejects with a `LedgerError` when the store does not answer. */
export interface Ledger {
  /** An entry that owes nothing (`doneAt`) is kept in the same write. The one that is already there wins over the fresh one. */
  claim(fresh: LedgerEntry): Promise<Claim>;
  find(key: ChangeKey): Promise<LedgerEntry | undefined>;
  /** Keeps what is done so far. Rejects with `LeaseLost` when the lease is no longer ours or has run out. */
  record(entry: LedgerEntry, lease: string): Promise<void>;
  /** A stop within the brake: counted before it is sent. `false`: the brake is engaged. The same change counts once. */
  reserveStop(key: ChangeKey, maxPerHour: number, now: number): Promise<boolean>;
  /** @param except a change whose own reservation does not count against it */
  stopsInLastHour(account: string, now: number, except?: ChangeKey): Promise<number>;
  /**
   * First of its group within the window: alert at once. Else the change is kept for the roll-up. The same change gets the same
   * answer. What could not be judged, what fails and what was left undone are groups of their own.
   */
  joinGroup(group: AlertGroup, alert: Alert & { readonly kind: 'change' }, now: number): Promise<'first' | 'grouped'>;
  /** Groups whose window is over and that owe a roll-up. */
  dueGroups(now: number): AsyncIterable<DueGroup>;
  /** The roll-up was sent; what joined since stays. */
  closeGroup(group: DueGroup): Promise<void>;
  /** The eventIDs of those that are done, or that somebody may still be at: what was left undone for {@link abandonedAfter} is not among them. */
  known(keys: readonly ChangeKey[]): Promise<ReadonlySet<string>>;
  /** Entries by event time, half-open, oldest day first. */
  entries(from: string, to: string): AsyncIterable<LedgerEntry>;
  /** May this heartbeat be sent? `false`: it was sent, or somebody is at it, who has a lease. */
  claimHeartbeat(id: string, now: number): Promise<boolean>;
  /** From here on `claimHeartbeat` of the same id is `false` for good. */
  heartbeatSent(id: string, now: number): Promise<void>;
  /** When the last heartbeat was sent, ISO 8601; `null`: never. */
  lastHeartbeat(): Promise<string | null>;
}

export interface DueGroup {
  readonly id: string;
  readonly group: AlertGroup;
  readonly alerts: readonly (Alert & { readonly kind: 'change' })[];
  readonly count: number;
  readonly since: string;
}

/** From when a change was first taken up, in milliseconds: retries, the queue's tries and deferred stops are over by then. */
export const abandonedAfter = 45 * 60_000;

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

/** EC2's facts about the networks in use, in the account and Region that they are in. What cannot be seen is absent from the answer. */
export interface Networks {
  factsOf(place: { readonly account: string; readonly region: string }, needs: NetworkNeeds): Promise<NetworkFacts>;
}

/** SNS, and what hangs on it. Rejects when the message was not taken for certain. */
export interface AlertPublisher<Kind extends Alert = Alert> {
  publish(alert: Kind): Promise<void>;
}

/** Hands an event to the monitor again, later. */
export interface Deferrer {
  defer(event: unknown, seconds: number): Promise<void>;
}

/** One line of JSON per call. Never a request, a Describe's answer or an error's message: those are the attacker's, or secret. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, string | number | boolean | null | readonly string[] | undefined>>;

/** Figures for CloudWatch, as they happen. */
export interface Metrics {
  count(name: MetricName, value?: number): void;
  seconds(name: 'TimeToDetect' | 'TimeToNotify' | 'TimeToStop', value: number): void;
}

export type MetricName =
  | 'EventsSeen'
  | 'NonCompliant'
  | 'NotEvaluable'
  | 'Stopped'
  | 'Tagged'
  | 'Late'
  | 'AlertFailures'
  | 'Duplicates'
  | 'BrakeEngaged'
  | 'DaysSealed'
  | 'TrailSilent';
