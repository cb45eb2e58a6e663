import type { Conditions } from '../iam/policy-document.ts';

/** One condition. All operators here are negated or compare times, so that several values of one key mean: none of them. */
export interface Literal {
  readonly operator: 'StringEquals' | 'StringNotEquals' | 'StringNotLike' | 'ArnNotLike' | 'DateGreaterThanEquals' | 'DateLessThan';
  readonly key: string;
  readonly values: readonly string[];
}

/** Conditions that all hold. No two of the same operator and key. */
export type Term = readonly Literal[];

/** Both terms at once; `null`: that cannot be. */
export function both(one: Term, other: Term): Term | null {
  const joined = new Map(one.map((literal) => [nameOf(literal), literal]));
  for (const literal of other) {
    const before = joined.get(nameOf(literal));
    joined.set(nameOf(literal), before ? merged(before, literal) : literal);
  }
  const term = [...joined.values()];
  const [from] = timesOf(term, 'DateGreaterThanEquals');
  const [until] = timesOf(term, 'DateLessThan');
  return from !== undefined && until !== undefined && until <= from ? null : term;
}

/** Without the terms that another one already holds wherever they do. */
export function withoutImplied(terms: readonly Term[]): Term[] {
  return terms.filter((term, index) =>
    terms.every((other, at) => at === index || !implies(term, other) || (implies(other, term) && at > index)),
  );
}

export function conditionsOf(term: Term): Conditions {
  const conditions: Record<string, Record<string, string | readonly string[]>> = {};
  for (const { operator, key, values } of term) {
    const [only = '', ...others] = values;
    conditions[operator] = { ...conditions[operator], [key]: others.length === 0 ? only : values };
  }
  return conditions;
}

const nameOf = ({ operator, key }: Literal): string => `${operator} ${key}`;

function merged(one: Literal, other: Literal): Literal {
  const values = [...new Set([...one.values, ...other.values])].sort();
  if (one.operator === 'DateGreaterThanEquals') return { ...one, values: values.slice(-1) };
  if (one.operator === 'DateLessThan') return { ...one, values: values.slice(0, 1) };
  return { ...one, values };
}

/** Does `other` hold wherever `term` does? Every condition of `other` follows from one of `term`. */
function implies(term: Term, other: Term): boolean {
  return other.every((wanted) => term.some((given) => nameOf(given) === nameOf(wanted) && follows(given, wanted)));
}

function follows(given: Literal, wanted: Literal): boolean {
  const [bound = ''] = wanted.values;
  const [own = ''] = given.values;
  if (wanted.operator === 'DateGreaterThanEquals') return own >= bound;
  if (wanted.operator === 'DateLessThan') return own <= bound;
  return wanted.values.every((value) => given.values.includes(value));
}

function timesOf(term: Term, operator: Literal['operator']): readonly string[] {
  return term.find((literal) => literal.operator === operator)?.values ?? [];
}
