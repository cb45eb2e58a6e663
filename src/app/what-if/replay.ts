import type { Change, FailedAttempt } from '../../core/change.ts';
import type { RowClass } from '../../core/evidence/population.ts';
import { evaluate, type OpenStatement, type StatementRef } from '../../core/iam/evaluate.ts';
import type { EvaluablePolicy } from '../../core/iam/parse.ts';
import { type NotSubject, notSubject, requestOf } from '../../core/iam/request-context.ts';
import type { RuleId } from '../../core/rule.ts';
import type { Assessed } from '../assess.ts';
import type { Located } from '../duplicates.ts';

/** One call of the trail under the policy. */
export interface ReplayedCall {
  readonly eventId: string;
  readonly eventTime: string;
  readonly account: string;
  readonly region: string;
  readonly operation: string;
  readonly resourceType: string;
  readonly resourceName: string | null;
  readonly resourceArn: string | null;
  readonly actor: string;
  /** The role behind a session, never the session. */
  readonly principal: string;
  /** What the rules say of it. */
  readonly class: RowClass;
  /** The rules that find it NON_COMPLIANT, and no exemption speaks for it. */
  readonly rules: readonly RuleId[];
  /** Absent: it succeeded. */
  readonly errorCode?: string;
  readonly outcome: Outcome;
}

export type Outcome =
  | { readonly is: 'denied'; readonly by: readonly StatementRef[] }
  | { readonly is: 'not-denied' }
  /** Statements that may deny it, and what one would have to know. */
  | { readonly is: 'cannot-tell'; readonly open: readonly OpenStatement[] }
  | { readonly is: 'not-subject'; readonly why: NotSubject };

/** What the Deny statements of the documents would have done to each call, in order of time. */
export function replay(
  { changes, attempts }: { readonly changes: readonly Located<Change>[]; readonly attempts: readonly Located<FailedAttempt>[] },
  { rows, judged }: Assessed,
  policies: readonly EvaluablePolicy[],
): ReplayedCall[] {
  const denying = policies.map(({ name, statements }) => ({ name, statements: statements.filter(({ effect }) => effect === 'Deny') }));
  const classes = new Map(rows.map((row) => [placeOf(row), row.class]));
  const calls = changes.map((located, index): ReplayedCall => {
    const open = judged[index]?.findings.filter(({ status }) => status === 'open') ?? [];
    return callOf(located.value, classes.get(placeOf({ ...located, eventId: located.value.eventId })) ?? 'not-evaluable', denying, {
      rules: open.map(({ rule }) => rule),
    });
  });
  const failed = attempts.map(({ value }) => callOf(value, 'failed-attempt', denying, { rules: [], errorCode: value.errorCode }));
  return [...calls, ...failed].sort((a, b) => Date.parse(a.eventTime) - Date.parse(b.eventTime) || (a.eventId < b.eventId ? -1 : 1));
}

const placeOf = ({ eventId, object, recordIndex }: { eventId: string; object: string; recordIndex: number | null }) =>
  `${eventId} ${recordIndex} ${object}`;

function callOf(
  change: Change,
  rowClass: RowClass,
  policies: readonly EvaluablePolicy[],
  rest: Pick<ReplayedCall, 'rules' | 'errorCode'>,
): ReplayedCall {
  return {
    eventId: change.eventId,
    eventTime: change.eventTime,
    account: change.account,
    region: change.region,
    operation: change.eventName,
    resourceType: change.resource.type,
    resourceName: change.resource.name,
    resourceArn: change.resource.arn.known ? change.resource.arn.value : null,
    actor: change.actor.name,
    principal: change.actor.principal,
    class: rowClass,
    ...rest,
    outcome: outcomeOf(change, policies),
  };
}

function outcomeOf(change: Change, policies: readonly EvaluablePolicy[]): Outcome {
  const why = notSubject(change);
  if (why) return { is: 'not-subject', why };
  const { decision, by, open } = evaluate(policies, requestOf(change));
  if (decision === 'denied') return { is: 'denied', by };
  return decision === 'cannot-tell' ? { is: 'cannot-tell', open } : { is: 'not-denied' };
}
