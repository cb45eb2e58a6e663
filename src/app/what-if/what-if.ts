import { coversAction } from '../../core/iam/evaluate.ts';
import type { EvaluablePolicy } from '../../core/iam/parse.ts';
import type { NotSubject } from '../../core/iam/request-context.ts';
import type { Uncovered } from '../../core/prevent/prevention.ts';
import { operationOf } from '../../core/resources/catalog.ts';
import type { RuleId } from '../../core/rule.ts';
import type { Period } from '../scan/model.ts';
import type { ReplayedCall } from './replay.ts';

/** What has no statement at all; of the others the policy that is replayed speaks for itself. */
type UncoveredWhole = Exclude<Uncovered['why'], 'places-differ'>;

/** Why the policy would not have kept a NON_COMPLIANT change from happening. */
export type NotPreventedWhy =
  | NotSubject
  | UncoveredWhole
  /** None of its Deny statements is about the operation. */
  | 'no-statement'
  /** One is, and its conditions do not hold. */
  | 'condition';

export interface NotPrevented {
  readonly call: ReplayedCall;
  readonly reasons: readonly { readonly rule: RuleId; readonly why: NotPreventedWhy }[];
}

export interface WhatIf {
  readonly period: Period;
  /** By name; `denies`: its Deny statements. One without any denies nothing by itself. */
  readonly policies: readonly { readonly name: string; readonly denies: number }[];
  readonly counts: {
    readonly calls: number;
    readonly denied: number;
    /** Of the denied: had failed anyway. */
    readonly deniedThatFailed: number;
    readonly notDenied: number;
    readonly cannotTell: number;
    readonly notSubject: number;
  };
  readonly byPrincipal: readonly { readonly principal: string; readonly calls: number }[];
  readonly byStatement: readonly { readonly policy: string; readonly statement: string; readonly calls: number }[];
  readonly denied: readonly ReplayedCall[];
  /** Of the denied: what the rules pass, or an exemption accepts. It would no longer work. */
  readonly falseDenials: readonly ReplayedCall[];
  readonly notPrevented: readonly NotPrevented[];
  readonly cannotTell: readonly ReplayedCall[];
}

/** The policy over history. `uncovered`: what no policy can prevent of what the rules find. */
export function whatIf(
  calls: readonly ReplayedCall[],
  { policies, period, uncovered }: { policies: readonly EvaluablePolicy[]; period: Period; uncovered: readonly Uncovered[] },
): WhatIf {
  const those = (is: ReplayedCall['outcome']['is']) => calls.filter(({ outcome }) => outcome.is === is);
  const denied = those('denied');
  const cannotTell = those('cannot-tell');
  return {
    period,
    policies: policies.map(({ name, statements }) => ({ name, denies: statements.filter(({ effect }) => effect === 'Deny').length })),
    counts: {
      calls: calls.length,
      denied: denied.length,
      deniedThatFailed: denied.filter(({ errorCode }) => errorCode !== undefined).length,
      notDenied: those('not-denied').length,
      cannotTell: cannotTell.length,
      notSubject: those('not-subject').length,
    },
    byPrincipal: counted(denied.map(({ principal }) => principal)).map(([principal, count]) => ({ principal, calls: count })),
    byStatement: byStatement(denied),
    denied,
    falseDenials: denied.filter(isFalseDenial),
    notPrevented: calls.flatMap((call) => notPrevented(call, policies, uncovered)),
    cannotTell,
  };
}

const isFalseDenial = ({ class: rowClass }: ReplayedCall) =>
  rowClass === 'compliant' || rowClass === 'not-applicable' || rowClass === 'exempt';

function notPrevented(call: ReplayedCall, policies: readonly EvaluablePolicy[], uncovered: readonly Uncovered[]): NotPrevented[] {
  const { outcome, rules } = call;
  if (rules.length === 0 || outcome.is === 'denied' || outcome.is === 'cannot-tell') return [];
  const why = (rule: RuleId): NotPreventedWhy => {
    if (outcome.is === 'not-subject') return outcome.why;
    const known = uncovered.find((each) => each.rule === rule && (each.operation === null || each.operation === call.operation))?.why;
    if (known && known !== 'places-differ') return known;
    if (operationOf(call.operation)?.iamConditionKeys.length === 0) return 'no-condition-key';
    const statements = policies.flatMap((policy) => policy.statements);
    const isCovered = statements.some((statement) => statement.effect === 'Deny' && coversAction(statement, `sagemaker:${call.operation}`));
    return isCovered ? 'condition' : 'no-statement';
  };
  return [{ call, reasons: rules.map((rule) => ({ rule, why: why(rule) })) }];
}

/** A call that two statements deny counts for both. */
function byStatement(denied: readonly ReplayedCall[]): WhatIf['byStatement'] {
  const names = denied.flatMap(({ outcome }) =>
    outcome.is === 'denied' ? outcome.by.map(({ policy, statement }) => JSON.stringify([policy, statement])) : [],
  );
  return counted(names).map(([name, calls]) => {
    const [policy = '', statement = ''] = JSON.parse(name) as string[];
    return { policy, statement, calls };
  });
}

/** The most first, then by name. */
export function counted(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1));
}
