import type { Change } from '../../../core/change.ts';
import { creating } from '../../../core/described/answer.ts';
import type { RowClass } from '../../../core/evidence/population.ts';
import { isObject, type JsonObject, text } from '../../../core/json.ts';
import { classify, type Finding, judge } from '../../../core/judge.ts';
import type { Policy } from '../../../core/policy.ts';
import { type Unknown, unknown } from '../../../core/posture.ts';
import { operationOf } from '../../../core/resources/catalog.ts';
import type { RuleContext, Verdict } from '../../../core/rule.ts';
import { type PlannedType, plannedTypes, withoutNetwork } from './attributes.ts';
import type { Plan, PlannedChange } from './document.ts';
import { hasLater, requestOf } from './request.ts';
import { withoutSensitive } from './sensitive.ts';
import type { PlannedVerdict } from './verdict.ts';

export type PlannedFinding = Omit<Finding, 'verdict'> & { readonly verdict: PlannedVerdict };

/** One resource that the plan makes or changes. */
export interface PlannedResource {
  readonly address: string;
  readonly type: string;
  readonly action: 'create' | 'update' | 'replace';
  /** `not-evaluable` without findings: a SageMaker resource whose attributes are not known here. */
  readonly class: RowClass;
  readonly findings: readonly PlannedFinding[];
}

export interface PlanJudgement {
  readonly resources: readonly PlannedResource[];
  /** SageMaker resources that the plan leaves as they are, or ends: not judged. */
  readonly unchanged: number;
  readonly deleted: number;
  readonly incomplete: boolean;
}

/** Judges what a plan would make, by the rules that judge a request. `asOf`: ISO 8601, for a plan that does not say its time. */
export function judgePlan(plan: Plan, policy: Policy, asOf: string): PlanJudgement {
  const ours = plan.changes.filter(({ type }) => /^aws(cc)?_sagemaker_/.test(type) && !withoutNetwork.has(type));
  const resources = ours.flatMap((change): PlannedResource[] => {
    const action = actionOf(change);
    const judged = action && judgeOne(change, action, { policy }, plan.timestamp ?? asOf);
    return judged ? [judged] : [];
  });
  const deleted = ours.filter(({ actions }) => actions.every((each) => each === 'delete' || each === 'forget')).length;
  return { resources, unchanged: ours.filter((change) => !actionOf(change)).length - deleted, deleted, incomplete: plan.incomplete };
}

function actionOf({ actions }: PlannedChange): PlannedResource['action'] | undefined {
  if (actions.includes('create')) return actions.length > 1 ? 'replace' : 'create';
  return actions.includes('update') ? 'update' : undefined;
}

function judgeOne(
  planned: PlannedChange,
  action: PlannedResource['action'],
  context: RuleContext,
  eventTime: string,
): PlannedResource | undefined {
  const { address, type } = planned;
  const known = Object.hasOwn(plannedTypes, type) ? plannedTypes[type] : undefined;
  if (!known) return { address, type, action, class: 'not-evaluable', findings: [] };
  const change = changeFrom(planned, known, action, eventTime);
  const { scope } = context.policy;
  if (scope.excludeOperations.includes(change.eventName)) return undefined;
  const findings = judge(change, context);
  const isLater = hasLater(known.members, planned.after, planned.afterUnknown);
  return {
    address,
    type,
    action,
    class: classify(findings),
    findings: findings.map((finding) => ({ ...finding, verdict: withoutSensitive(later(finding.verdict, isLater), planned) })),
  };
}

const unread: ReadonlySet<Unknown> = new Set<Unknown>(['opaque', 'omitted']);

/** All that a reader can say of a value that is not known yet is that it cannot be read. */
function later(verdict: Verdict, isLater: boolean): PlannedVerdict {
  if (verdict.compliance !== 'INSUFFICIENT_DATA' || !isLater || !unread.has(verdict.missing.why)) return verdict;
  return { ...verdict, missing: { ...verdict.missing, why: 'after-apply' } };
}

/** The planned state is whole, also of an update: what it lacks has AWS's default. */
function changeFrom(
  { address, after, afterUnknown }: PlannedChange,
  { type, members }: PlannedType,
  action: PlannedResource['action'],
  eventTime: string,
): Change {
  const made = creating(type);
  const updating = action === 'update' ? operationOf(`Update${type}`) : undefined;
  const request = requestOf(members, after, afterUnknown);
  return {
    eventId: address,
    eventTime,
    // A plan says neither account, nor Region, nor who will apply it: an exemption that asks for one of them does not hold.
    account: '',
    region: '',
    eventName: (updating ?? made).eventName,
    actor: { type: 'Unknown', name: '', principal: '' },
    sourceIp: '',
    userAgent: '',
    via: 'api',
    operation: updating ? 'update' : 'create',
    resource: { type, name: text(request, made.name) ?? null, arn: unknown('not-recorded') },
    posture: made.posture.read(request, { from: 'request', absent: 'default' }),
    references: [],
    tags: tagsOf(after),
  };
}

function tagsOf(after: unknown): Record<string, string> {
  const all: JsonObject = isObject(after) && isObject(after.tags_all) ? after.tags_all : {};
  const own: JsonObject = isObject(after) && isObject(after.tags) ? after.tags : {};
  return Object.fromEntries(Object.entries({ ...all, ...own }).filter((tag): tag is [string, string] => typeof tag[1] === 'string'));
}
