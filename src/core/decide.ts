import type { Change, FailedAttempt, Reference } from './change.ts';
import type { RowClass } from './evidence/population.ts';
import { exempts } from './exemptions.ts';
import { classify, type Finding } from './judge.ts';
import type { Enforcement, EnforcementAction } from './policy.ts';
import { type Known, unknown } from './posture.ts';
import { isDeletable, resources } from './resources/resources.ts';
import type { ResourceType } from './resources/types.ts';
import { type RuleId, type Severity, worst } from './rule.ts';

/** What enforcement must know beyond the record. Where it is not known, nothing is done. */
export interface EnforcementFacts {
  /** Describe's answer for the resource that the change is about. */
  readonly described: Known<DescribedFacts>;
  /** The tuning or AutoML job that spawned it, where there is one: it is what has to stop. */
  readonly parent?: Parent;
  /** Stops and deletions in this account within the last hour. */
  readonly stopsInLastHour: Known<number>;
  /** An exemption asks for tags, and the resource's tags could not be seen. */
  readonly tagsUnseen?: boolean;
}

export interface Parent {
  readonly target: Reference;
  readonly described: Known<DescribedFacts>;
  /** By rule, what speaks, or may speak, for it: what is exempt is not stopped for the sake of a child that is not. */
  readonly exemptions: Known<Readonly<Partial<Record<RuleId, ParentExemption>>>>;
}

export interface ParentExemption {
  readonly id: string;
  /** `unknown`: for all that is known of the parent, it may. */
  readonly applies: true | 'unknown';
}

export interface DescribedFacts {
  readonly arn: string;
  /** ISO 8601; `null`: the answer has none. */
  readonly creationTime: string | null;
  readonly status: string | null;
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
  /** `tag`: what is written. */
  readonly tag?: EnforcementAction['tag'];
}

export interface Decisions {
  readonly class: RowClass;
  /** `null`: no alert, and why. */
  readonly alert: { readonly severity: Severity; readonly rules: readonly RuleId[] } | null;
  readonly why: 'non-compliant' | 'not-evaluable' | 'exempt' | 'failed-attempt' | 'compliant' | 'not-applicable';
  readonly enforcement: readonly EnforcementDecision[];
}

/** Describe's CreationTime may differ from the record's eventTime by this much for the same resource, in milliseconds. */
export const sameResourceWithin = 5 * 60_000;

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
    enforcement: onePerKind(
      plannedActions(change, findings, enforcement).map((action) => decideAction(change, action, findings, enforcement, facts)),
    ),
  };
}

/** The entries that name a failing rule and the type. */
function plannedActions(change: Change, findings: readonly Finding[], enforcement: Enforcement): EnforcementAction[] {
  const failing = new Set(findings.flatMap(({ rule, verdict }) => (verdict.compliance === 'NON_COMPLIANT' ? [rule] : [])));
  return enforcement.actions.filter((action) => coversType(action, change.resource.type) && action.rules.some((rule) => failing.has(rule)));
}

/** Of each kind of action the first that no exemption stands against, else may stand; where one stands against all, the first says which. */
function onePerKind(decisions: readonly EnforcementDecision[]): EnforcementDecision[] {
  return decisions.filter((decision) => {
    const rivals = decisions.filter(({ action }) => action === decision.action);
    const notExempt = (holds: Condition['holds']) =>
      rivals.find(({ conditions }) => conditions.some((each) => each.id === 'not-exempt' && each.holds === holds));
    return decision === (notExempt(true) ?? notExempt('unknown') ?? rivals[0]);
  });
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
  const acted = subjectOf(change, action.action, facts);
  const { target } = acted;
  const failing = findings.filter(({ rule, verdict }) => action.rules.includes(rule) && verdict.compliance === 'NON_COMPLIANT');
  const open = failing.filter(({ exemption }) => !exempts(exemption));
  const conditions: Condition[] = [
    condition('request-succeeded', !('errorCode' in change), 'errorCode' in change ? change.errorCode : 'no errorCode'),
    condition('non-compliant', failing.length > 0, failing.map(({ rule }) => rule).join(', ') || 'no rule fails'),
    notExempt(failing, open, facts, acted.parent),
    condition('created-by-this-event', change.operation === 'create', change.eventName),
    condition('supported', supports(target.type, action.action), operationFor(target.type, action.action)),
    acted.parent ? sameParent(change, acted.parent) : sameResource(change, facts.described),
    ...(action.action === 'stop' ? [stillRunning(target, acted.described)] : []),
    ...(action.action === 'tag' ? [] : [brake(enforcement, facts)]),
    condition('policy-enforces', enforcement.mode === 'enforce', `mode: ${enforcement.mode}`),
  ];
  return {
    action: action.action,
    rules: open.map(({ rule }) => rule),
    target,
    outcome: outcomeOf(conditions),
    conditions,
    ...(action.tag && { tag: action.tag }),
  };
}

const condition = (id: ConditionId, holds: boolean | 'unknown', detail: string): Condition => ({ id, holds, detail });

const notAsked = unknown('not-recorded');

interface Subject {
  readonly target: Target;
  readonly described: Known<DescribedFacts>;
  readonly parent?: Parent;
}

/** A tuner or AutoML replaces a child that is stopped: the parent is what has to stop. Tags go to the child. */
function subjectOf(change: Change, action: EnforcementAction['action'], facts: EnforcementFacts): Subject {
  const named = action === 'stop' ? parentInRecord(change) : undefined;
  const parent = action === 'stop' ? (facts.parent ?? (named && { target: named, described: notAsked, exemptions: notAsked })) : undefined;
  if (parent) return { ...parent, parent };
  return { target: { type: change.resource.type, name: change.resource.name }, described: facts.described };
}

/** The job that spawned this one, where the record itself says so; a name that looks like a child's proves nothing. */
export function parentInRecord(change: Change): Reference | undefined {
  if (change.via !== 'service') return undefined;
  return change.references.find(({ type }) => type === 'HyperParameterTuningJob' || type === 'AutoMLJob');
}

function supports(type: ResourceType, action: EnforcementAction['action']): boolean {
  if (action === 'delete') return isDeletable(type);
  return action === 'stop' ? resources[type].stop !== undefined : resources[type].taggable;
}

function operationFor(type: ResourceType, action: EnforcementAction['action']): string {
  if (action === 'delete') return resources[type].delete ?? 'no Delete operation';
  return action === 'stop' ? (resources[type].stop?.operation ?? 'no Stop operation') : 'AddTags';
}

function notExempt(failing: readonly Finding[], open: readonly Finding[], { tagsUnseen }: EnforcementFacts, parent?: Parent): Condition {
  const id = 'not-exempt';
  const holds = failing.length === 0 || open.length > 0;
  const which = failing.map(({ exemption }) => exemption?.id ?? 'none').join(', ') || 'none';
  if (holds && tagsUnseen) return condition(id, 'unknown', 'tags could not be seen');
  return (parent && open.length > 0 && parentExempt(open, parent)) || condition(id, holds, which);
}

/** `undefined`: for one rule at least that the child fails, nothing speaks for its parent. */
function parentExempt(open: readonly Finding[], { exemptions }: Parent): Condition | undefined {
  const id = 'not-exempt';
  if (!exemptions.known) return condition(id, 'unknown', exemptions.why);
  const speaking = open.map(({ rule }) => exemptions.value[rule]);
  if (speaking.includes(undefined)) return undefined;
  return condition(id, speaking.some((each) => each?.applies === 'unknown') && 'unknown', speaking.map((each) => each?.id).join(', '));
}

/** Names are reusable: only the same ARN, created at the event's time, is what the event was about. */
function sameResource(change: Change, described: Known<DescribedFacts>): Condition {
  const id = 'same-resource';
  if (!described.known) return condition(id, described.why === 'resource-gone' ? false : 'unknown', described.why);
  const { arn, creationTime } = described.value;
  if (!change.resource.arn.known) return condition(id, 'unknown', 'the record has no ARN');
  if (change.resource.arn.value !== arn) return condition(id, false, arn);
  if (creationTime === null) return condition(id, 'unknown', 'Describe gives no creation time');
  const apart = Math.abs(Date.parse(creationTime) - Date.parse(change.eventTime));
  return condition(id, apart <= sameResourceWithin, `created ${creationTime}`);
}

/** A parent is there before its children: one that was created afterwards is a namesake. SageMaker writes names in ARNs in lower case. */
function sameParent(change: Change, { target, described }: Parent): Condition {
  const id = 'same-resource';
  if (!described.known) return condition(id, described.why === 'resource-gone' ? false : 'unknown', described.why);
  const { arn, creationTime } = described.value;
  if (!arn.toLowerCase().endsWith(`:${resources[target.type].arnType}/${target.name.toLowerCase()}`)) return condition(id, false, arn);
  if (creationTime === null) return condition(id, 'unknown', 'Describe gives no creation time');
  return condition(id, Date.parse(creationTime) <= Date.parse(change.eventTime), `created ${creationTime}`);
}

function stillRunning(target: Target, described: Known<DescribedFacts>): Condition {
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
