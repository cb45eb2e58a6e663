import type { Change, FailedAttempt } from './change.ts';
import type { RowClass } from './evidence.ts';
import { exempts } from './exemptions.ts';
import { classify, type Finding } from './judge.ts';
import type { Enforcement, EnforcementAction } from './policy.ts';
import type { Known } from './posture.ts';
import { resources } from './resources/resources.ts';
import type { ResourceType } from './resources/types.ts';
import { type RuleId, type Severity, severities } from './rule.ts';

/** What enforcement must know beyond the record. Where it is not known, nothing is done. */
export interface EnforcementFacts {
  /** Describe's answer for the resource that would be acted on. */
  readonly described: Known<{ readonly arn: string; readonly creationTime: string; readonly status: string | null }>;
  /** Stops in this account within the last hour. */
  readonly stopsInLastHour: Known<number>;
}

export type ConditionId =
  | 'non-compliant'
  | 'not-exempt'
  | 'request-succeeded'
  | 'created-by-this-event'
  | 'supported'
  | 'same-resource'
  | 'still-running'
  | 'brake-released'
  | 'policy-enforces';

export interface Condition {
  readonly id: ConditionId;
  readonly holds: boolean | 'unknown';
  readonly detail: string;
}

export interface Target {
  readonly type: ResourceType;
  readonly name: string | null;
}

export interface EnforcementDecision {
  readonly action: EnforcementAction['action'];
  readonly rules: readonly RuleId[];
  readonly target: Target;
  /**
   * `act`: every condition holds. `dry-run`: all but the policy's mode. `undecided`: nothing speaks against it, and something is
   * not known. `withheld`: a condition does not hold.
   */
  readonly outcome: 'act' | 'dry-run' | 'undecided' | 'withheld';
  readonly conditions: readonly Condition[];
}

export interface Decisions {
  readonly class: RowClass;
  /** `null`: no alert, and why. */
  readonly alert: { readonly severity: Severity; readonly rules: readonly RuleId[] } | null;
  readonly why: 'non-compliant' | 'not-evaluable' | 'exempt' | 'failed-attempt' | 'compliant' | 'not-applicable';
  readonly enforcement: readonly EnforcementDecision[];
}

/** Describe's CreationTime may differ from the record's eventTime by this much for the same resource, in milliseconds. */
const sameResourceWithin = 5 * 60_000;

/** What the policy would do about a change, and every condition that it hangs on. Nothing is guessed; updates are never enforced. */
export function decide(
  change: Change | FailedAttempt,
  findings: readonly Finding[],
  enforcement: Enforcement,
  facts: EnforcementFacts,
): Decisions {
  if ('errorCode' in change) {
    const planned = enforcement.actions.filter((action) => coversType(action, change.resource.type));
    return {
      class: 'failed-attempt',
      alert: null,
      why: 'failed-attempt',
      enforcement: planned.map((action) => decideAction(change, action, [], enforcement, facts)),
    };
  }
  const rowClass = classify(findings);
  const open = findings.filter(({ verdict, exemption }) => verdict.compliance === 'NON_COMPLIANT' && !exempts(exemption));
  const unseen = findings.filter(({ verdict }) => verdict.compliance === 'INSUFFICIENT_DATA');
  const alerting = open.length > 0 ? open : unseen;
  return {
    class: rowClass,
    alert: alerting.length > 0 ? { severity: worst(alerting), rules: alerting.map(({ rule }) => rule) } : null,
    why: rowClass,
    enforcement: plannedActions(change, findings, enforcement).map((action) => decideAction(change, action, findings, enforcement, facts)),
  };
}

/** One decision per kind of action: the first entry that names a failing rule and the type. */
function plannedActions(change: Change, findings: readonly Finding[], enforcement: Enforcement): EnforcementAction[] {
  const failing = new Set(findings.flatMap(({ rule, verdict }) => (verdict.compliance === 'NON_COMPLIANT' ? [rule] : [])));
  const planned = enforcement.actions.filter(
    (action) => coversType(action, change.resource.type) && action.rules.some((rule) => failing.has(rule)),
  );
  return planned.filter((action, index) => planned.findIndex((other) => other.action === action.action) === index);
}

function coversType(action: EnforcementAction, type: ResourceType): boolean {
  return action.resourceTypes.length === 0 || action.resourceTypes.includes(type);
}

function decideAction(
  change: Change | FailedAttempt,
  action: EnforcementAction,
  findings: readonly Finding[],
  enforcement: Enforcement,
  facts: EnforcementFacts,
): EnforcementDecision {
  const target = targetOf(change);
  const failing = findings.filter(({ rule, verdict }) => action.rules.includes(rule) && verdict.compliance === 'NON_COMPLIANT');
  const open = failing.filter(({ exemption }) => !exempts(exemption));
  const conditions: Condition[] = [
    condition('request-succeeded', !('errorCode' in change), 'errorCode' in change ? change.errorCode : 'no errorCode'),
    condition('non-compliant', failing.length > 0, failing.map(({ rule }) => rule).join(', ') || 'no rule fails'),
    condition(
      'not-exempt',
      failing.length === 0 || open.length > 0,
      failing.map(({ exemption }) => exemption?.id ?? 'none').join(', ') || 'none',
    ),
    condition('created-by-this-event', change.operation === 'create', change.eventName),
    condition('supported', supports(target.type, action.action), resources[target.type].stop?.operation ?? 'no Stop operation'),
    sameResource(change, target, facts),
    ...(action.action === 'stop' ? [stillRunning(target, facts), brake(enforcement, facts)] : []),
    condition('policy-enforces', enforcement.mode === 'enforce', `mode: ${enforcement.mode}`),
  ];
  return { action: action.action, rules: open.map(({ rule }) => rule), target, outcome: outcomeOf(conditions), conditions };
}

const condition = (id: ConditionId, holds: boolean | 'unknown', detail: string): Condition => ({ id, holds, detail });

/** A tuner or AutoML replaces a child that is stopped: the parent is what has to stop. */
function targetOf(change: Change): Target {
  const parent = change.references.find(({ type }) => type === 'HyperParameterTuningJob' || type === 'AutoMLJob');
  return change.via === 'service' && parent ? parent : { type: change.resource.type, name: change.resource.name };
}

function supports(type: ResourceType, action: EnforcementAction['action']): boolean {
  return action === 'stop' ? resources[type].stop !== undefined : resources[type].taggable;
}

/** Names are reusable: only the same ARN, created at the event's time, is what the event was about. */
function sameResource(change: Change, target: Target, { described }: EnforcementFacts): Condition {
  const id = 'same-resource';
  if (!described.known) return condition(id, described.why === 'resource-gone' ? false : 'unknown', described.why);
  const { arn, creationTime } = described.value;
  const isChild = target.type !== change.resource.type;
  if (isChild) return condition(id, arn.endsWith(`/${target.name}`), arn);
  if (!change.resource.arn.known) return condition(id, 'unknown', 'the record has no ARN');
  if (change.resource.arn.value !== arn) return condition(id, false, arn);
  const apart = Math.abs(Date.parse(creationTime) - Date.parse(change.eventTime));
  return condition(id, apart <= sameResourceWithin, `created ${creationTime}`);
}

function stillRunning(target: Target, { described }: EnforcementFacts): Condition {
  const id = 'still-running';
  if (!described.known) return condition(id, described.why === 'resource-gone' ? false : 'unknown', described.why);
  const { status } = described.value;
  if (status === null) return condition(id, 'unknown', 'Describe gives no status');
  return condition(id, resources[target.type].stop?.statuses.includes(status) ?? false, status);
}

function brake(enforcement: Enforcement, { stopsInLastHour }: EnforcementFacts): Condition {
  const id = 'brake-released';
  if (!stopsInLastHour.known) return condition(id, 'unknown', stopsInLastHour.why);
  return condition(
    id,
    stopsInLastHour.value < enforcement.maxStopsPerHour,
    `${stopsInLastHour.value} of ${enforcement.maxStopsPerHour} stops this hour`,
  );
}

function outcomeOf(conditions: readonly Condition[]): EnforcementDecision['outcome'] {
  const safety = conditions.filter(({ id }) => id !== 'policy-enforces');
  if (safety.some(({ holds }) => holds === false)) return 'withheld';
  const enforces = conditions.find(({ id }) => id === 'policy-enforces')?.holds === true;
  if (!enforces) return 'dry-run';
  return safety.some(({ holds }) => holds === 'unknown') ? 'undecided' : 'act';
}

function worst(findings: readonly Finding[]): Severity {
  const ranks = findings.map(({ severity }) => severities.indexOf(severity));
  return severities[Math.max(...ranks)] ?? 'medium';
}
