import type { Conditions, Statement } from '../iam/policy-document.ts';
import type { Exemption, Policy } from '../policy.ts';
import type { Operation } from '../resources/catalog.ts';
import type { RuleId } from '../rule-id.ts';
import type { AllowLists, Denial } from './denial.ts';
import { cannotExpress, isAbout, maxTerms, type NotExpressedWhy, outside } from './exempting.ts';
import { both, conditionsOf, type Literal, type Term, withoutImplied } from './term.ts';

/** A statement, and the rule that it enforces. */
export interface DenyStatement {
  readonly rule: RuleId;
  readonly statement: Statement;
  /** The allow-list that its values are: formats with inputs take them as one. */
  readonly allowList?: keyof AllowLists;
}

/** An exemption under a rule that the documents do not let through. */
export interface NotExpressed {
  readonly exemption: string;
  readonly rule: RuleId;
  readonly why: NotExpressedWhy;
}

/** Each Deny as statements: operations with the same exemptions together, and a statement for each way of not being exempt. */
export function statementsOf(
  denials: readonly Denial[],
  policy: Policy,
  asOf: string,
): { readonly statements: DenyStatement[]; readonly notExpressed: NotExpressed[] } {
  const notExpressed = new Map<string, NotExpressed>();
  const miss = (rule: RuleId, exemption: Exemption, why: NotExpressedWhy) =>
    notExpressed.set(`${rule} ${exemption.id}`, { exemption: exemption.id, rule, why });
  const statements = denials.flatMap((denial) => {
    const exemptions = policy.exemptions.filter(({ rules }) => rules.includes(denial.rule));
    const groups = new Map<string, { readonly terms: readonly Term[]; readonly operations: Operation[] }>();
    for (const operation of denial.operations.filter(({ eventName }) => !policy.scope.excludeOperations.includes(eventName))) {
      const about = exemptions.filter((exemption) => isAbout(exemption, operation));
      const terms = deniedWhen(about, asOf, (exemption, why) => miss(denial.rule, exemption, why));
      const name = JSON.stringify(terms);
      const group = groups.get(name) ?? { terms, operations: [] };
      group.operations.push(operation);
      groups.set(name, group);
    }
    const parts = [...groups.values()].flatMap(({ terms, operations }) => terms.map((term) => ({ term, operations })));
    return parts.map(({ term, operations }, index): DenyStatement => {
      const sid = parts.length === 1 ? denial.sid : `${denial.sid}${index + 1}`;
      const conditions = joined(denial.conditions, conditionsOf([...inScope(policy), ...term]));
      const statement: Statement = { Sid: sid, Effect: 'Deny', Action: actions(operations), Resource: '*', Condition: conditions };
      return { rule: denial.rule, statement, ...(denial.allowList && { allowList: denial.allowList }) };
    });
  });
  return { statements, notExpressed: [...notExpressed.values()] };
}

/** The ways of not being exempt: of each exemption, something that does not hold. An exemption that cannot be said is none. */
function deniedWhen(
  exemptions: readonly Exemption[],
  asOf: string,
  miss: (exemption: Exemption, why: NotExpressedWhy) => void,
): readonly Term[] {
  let terms: readonly Term[] = [[]];
  for (const exemption of exemptions) {
    const why = cannotExpress(exemption, asOf);
    if (why) {
      miss(exemption, why);
      continue;
    }
    const ways = outside(exemption, asOf);
    const next = withoutImplied(terms.flatMap((term) => ways.map((way) => both(term, way))).filter((term) => term !== null));
    if (next.length > maxTerms) miss(exemption, 'too-many');
    else terms = next;
  }
  return terms;
}

/** What is out of scope is judged by nobody. */
function inScope({ scope }: Policy): Literal[] {
  return [
    ...(scope.accounts.length > 0 ? [{ operator: 'StringEquals' as const, key: 'aws:PrincipalAccount', values: scope.accounts }] : []),
    ...(scope.regions.length > 0 ? [{ operator: 'StringEquals' as const, key: 'aws:RequestedRegion', values: scope.regions }] : []),
  ];
}

function actions(operations: readonly Operation[]): string | string[] {
  const names = operations.map(({ eventName }) => `sagemaker:${eventName}`);
  const [only = '', ...others] = names;
  return others.length === 0 ? only : names;
}

function joined(one: Conditions, other: Conditions): Conditions {
  const operators = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(operators.map((operator) => [operator, { ...one[operator], ...other[operator] }]));
}
