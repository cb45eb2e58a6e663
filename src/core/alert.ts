import type { Actor } from './actor.ts';
import type { ResourceRef, TrailControl } from './change.ts';
import type { Condition, Target } from './decide.ts';
import type { Unknown } from './posture.ts';
import type { Because, RuleId, Severity } from './rule.ts';

/** What the monitor tells people: values, no sentences, and nothing of the request beyond what the rules asked. */
/** What an event by itself gives: the monitor tells nothing else. */
export type EventAlert = ChangeAlert | TamperingAlert;

export type Alert = EventAlert | RollUp | Heartbeat | SinkBroken | TestAlert;

interface Told {
  /** Deterministic: the same cause gives the same id, so that who gets it twice can tell. */
  readonly id: string;
  /** When the alert was made, ISO 8601, UTC. */
  readonly at: string;
  readonly stage: string;
  readonly policySha256: string;
}

/** One change outside the boundary, or one that could not be judged. */
export interface ChangeAlert extends Told {
  readonly kind: 'change';
  readonly verdict: 'NON_COMPLIANT' | 'INSUFFICIENT_DATA';
  readonly severity: Severity;
  readonly eventId: string;
  readonly eventTime: string;
  readonly eventName: string;
  readonly account: string;
  readonly region: string;
  readonly resource: ResourceRef;
  readonly actor: Actor;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly failures: readonly AlertedRule[];
  readonly actions: readonly ActionTaken[];
  /** Tags of the request, or of the resource: owner and team route an alert. */
  readonly tags: Readonly<Record<string, string>>;
  /** From the event to `at`, seconds. */
  readonly delaySeconds: number;
  /** Found by `reconcile`, not delivered by EventBridge. */
  readonly late: boolean;
  readonly group: AlertGroup;
}

export interface AlertedRule {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** NON_COMPLIANT: what was found. */
  readonly because: readonly Because[];
  /** INSUFFICIENT_DATA: what could not be seen. */
  readonly missing: { readonly setting: string; readonly why: Unknown } | null;
}

/** Rule, account, region and principal (role, not session), and what was left undone: alerts of one group are told one by one only at first. */
export interface AlertGroup {
  readonly rules: readonly RuleId[];
  readonly account: string;
  readonly region: string;
  readonly principal: string;
  /** `stop: undecided`, `stop: withheld`; absent: nothing. */
  readonly notDone?: readonly string[];
}

/** What was done about a resource, or would have been. */
export interface ActionTaken {
  readonly action: 'stop' | 'tag' | 'delete';
  readonly target: Target;
  /**
   * `done`; `already-finished`: it had ended by itself; `deferred`: it will be tried again shortly (a notebook that is Pending);
   * `dry-run`: the policy only observes; `withheld`, `undecided`: a condition does not hold, or is not known; `failed`: AWS refused.
   */
  readonly outcome: 'done' | 'already-finished' | 'deferred' | 'dry-run' | 'withheld' | 'undecided' | 'failed';
  readonly at: string | null;
  readonly conditions: readonly Condition[];
  /** `failed`: AWS's error name, no message. */
  readonly error?: string;
}

/** Logging was stopped or narrowed: what follows may go unseen. */
export interface TamperingAlert extends Told {
  readonly kind: 'trail-tampering';
  readonly severity: 'critical';
  readonly control: TrailControl;
  readonly delaySeconds: number;
  readonly late: boolean;
}

/** Changes of a group that were not told one by one; of many, a part. */
export interface RollUp extends Told {
  readonly kind: 'roll-up';
  /** The worst of its changes. */
  readonly severity: Severity;
  readonly group: AlertGroup;
  readonly since: string;
  readonly until: string;
  readonly changes: readonly RolledUp[];
  /** Changes in all parts together. */
  readonly count: number;
  /** Which of the parts this is, from 1, and how many there are: each change is in one of them. */
  readonly part: number;
  readonly parts: number;
}

/** What a roll-up has of a change's own alert. Of its tags those that route it: owner and team. */
export type RolledUp = Pick<ChangeAlert, 'eventId' | 'eventTime' | 'eventName' | 'resource' | 'verdict' | 'severity' | 'failures' | 'tags'>;

/** Sent even when all is quiet: silence is then a fault. */
export interface Heartbeat extends Told {
  readonly kind: 'heartbeat';
  readonly from: string;
  readonly to: string;
  readonly seen: number;
  readonly nonCompliant: number;
  readonly notEvaluable: number;
  readonly exempt: number;
  readonly stopped: number;
  readonly tagged: number;
  readonly late: number;
  readonly alertsOwed: number;
  /** Median seconds from event to alert; `null`: no alert. */
  readonly secondsToNotify: number | null;
}

/** Told on the other sinks. */
export interface SinkBroken extends Told {
  readonly kind: 'sink-broken';
  readonly sink: 'slack' | 'security-hub' | 'amazon-q';
  /** HTTP status or error name; never an address. */
  readonly reason: string;
}

/** Asked for by `sagewarden doctor --test-alert`: nothing happened; it shows where alerts arrive. */
export interface TestAlert extends Told {
  readonly kind: 'test';
}
