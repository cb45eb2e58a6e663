import { holds } from './condition.ts';
import type { Context, IamRequest, RequestedResource } from './context.ts';
import type { EvaluablePolicy, EvaluableStatement, Matcher } from './parse.ts';
import { matches, matchesAllThatBegin } from './pattern.ts';
import { all, any, type Missing, missing, not, type Truth } from './truth.ts';
import { expand } from './variables.ts';

export interface StatementRef {
  readonly policy: string;
  readonly statement: string;
}

/** `missing`: what one would have to know to tell whether the statement applies. */
export interface OpenStatement extends StatementRef {
  readonly missing: readonly Missing[];
}

export interface Decision {
  /**
   * `denied`: a Deny statement applies. `cannot-tell`: none does for certain, and one may; or none does, and an Allow may. `allowed`: an
   * Allow statement applies and no Deny can. `no-statement`: none applies; without another policy that allows it, it is denied implicitly.
   */
  readonly decision: 'denied' | 'cannot-tell' | 'allowed' | 'no-statement';
  /** Those that apply: of Deny where it is denied, else of Allow. */
  readonly by: readonly StatementRef[];
  /** Those that may apply. */
  readonly open: readonly OpenStatement[];
}

/** What the documents together say of one request: Deny wins, whatever the order. */
export function evaluate(policies: readonly EvaluablePolicy[], request: IamRequest): Decision {
  const judged = policies.flatMap(({ name, statements }) =>
    statements.map((statement) => ({
      ref: { policy: name, statement: statement.id },
      effect: statement.effect,
      applies: applies(statement, request),
    })),
  );
  const those = (effect: 'Allow' | 'Deny') => judged.filter((each) => each.effect === effect);
  const certain = (effect: 'Allow' | 'Deny') => those(effect).flatMap(({ ref, applies }) => (applies === true ? [ref] : []));
  const open = (effect: 'Allow' | 'Deny') =>
    those(effect).flatMap(({ ref, applies }) => (typeof applies === 'boolean' ? [] : [{ ...ref, missing: applies.missing }]));
  const denied = certain('Deny');
  if (denied.length > 0) return { decision: 'denied', by: denied, open: [] };
  const allowed = certain('Allow');
  const mayDeny = open('Deny');
  if (mayDeny.length > 0) return { decision: 'cannot-tell', by: allowed, open: mayDeny };
  if (allowed.length > 0) return { decision: 'allowed', by: allowed, open: [] };
  const mayAllow = open('Allow');
  return { decision: mayAllow.length > 0 ? 'cannot-tell' : 'no-statement', by: [], open: mayAllow };
}

/** Does the statement apply to the request? */
function applies(statement: EvaluableStatement, request: IamRequest): Truth {
  if (!coversAction(statement, request.action)) return false;
  const { context, resource } = request;
  return all([coversResource(statement.resource, resource, context), ...statement.conditions.map((test) => holds(test, context))]);
}

/** By its Action or NotAction alone: names are not case-sensitive. */
export function coversAction({ action: { except, patterns } }: Pick<EvaluableStatement, 'action'>, action: string): boolean {
  const name = action.toLowerCase();
  return patterns.some((pattern) => matches(pattern, name)) !== except;
}

function coversResource({ except, patterns }: Matcher<string>, { arn, complete }: RequestedResource, context: Context): Truth {
  const matched = any(
    patterns.map((template): Truth => {
      const expanded = expand(template, context, { wildcards: true });
      if (expanded === 'no-value') return false;
      if ('missing' in expanded) return expanded;
      const { pattern } = expanded;
      if (complete) return matches(pattern, arn);
      return matchesAllThatBegin(pattern, arn) ?? missing('Resource', 'resource-unnamed');
    }),
  );
  return except ? not(matched) : matched;
}
