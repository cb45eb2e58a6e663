import type { Context, KnownValue } from './context.ts';
import { type Operator, operators } from './operators.ts';
import { all, any, missing, not, type Truth } from './truth.ts';

/** One key of one operator of a Condition. */
export interface Test {
  readonly key: string;
  readonly values: readonly string[];
  /** `Null`: is the key there? */
  readonly operator: Operator | 'Null';
  /** Holds where the key is absent. */
  readonly ifExists: boolean;
  readonly set?: 'ForAllValues' | 'ForAnyValue';
}

/** `ForAnyValue:StringNotEqualsIfExists` -> what it does; `undefined`: no such operator. */
export function parseOperator(name: string): Pick<Test, 'operator' | 'ifExists' | 'set'> | undefined {
  if (name === 'Null') return { operator: 'Null', ifExists: false };
  const {
    set,
    base = '',
    ifExists,
  } = /^(?:(?<set>ForAllValues|ForAnyValue):)?(?<base>\w+?)(?<ifExists>IfExists)?$/.exec(name)?.groups ?? {};
  const operator = operators.get(base);
  if (!operator) return undefined;
  return { operator, ifExists: ifExists !== undefined, ...(set !== undefined && { set: set as NonNullable<Test['set']> }) };
}

/**
 * Does it hold? A key that is unknown is tried with each value that it may have.
 * Source: IAM User Guide, "Condition operators", "Creating a condition with multiple keys or values".
 */
export function holds(test: Test, context: Context): Truth {
  const found = context(test.key.toLowerCase());
  if (found.state !== 'unknown') return holdsFor(test, found, context);
  const outcomes = (found.oneOf ?? []).map((value) => holdsFor(test, value, context));
  const [first] = outcomes;
  return typeof first === 'boolean' && outcomes.every((outcome) => outcome === first) ? first : missing(test.key, found.why);
}

function holdsFor(test: Test, found: KnownValue, context: Context): Truth {
  const values = found.state === 'present' ? found.values : [];
  // An empty text is a null value: there is nothing in the set ("if the key values resolve to a null data set").
  const isNull = values.every((value) => value === '');
  if (test.operator === 'Null') return test.values.some((expected) => (expected.toLowerCase() === 'true') === isNull);
  const { operator } = test;
  const matches = (value: string) => {
    const matched = any(test.values.map((expected) => operator.match(value, expected, context)));
    return operator.negated ? not(matched) : matched;
  };
  if (found.state === 'absent') {
    if (test.ifExists) return true;
    return test.set === undefined ? operator.negated : test.set === 'ForAllValues';
  }
  if (test.set !== undefined && isNull) return test.set === 'ForAllValues';
  if (test.set === 'ForAllValues') return all(values.map(matches));
  if (test.set === 'ForAnyValue') return any(values.map(matches));
  return single(test.key, values.map(matches));
}

/** Without a set operator a key has one value; where it has several, only what they agree in is certain. */
function single(key: string, outcomes: readonly Truth[]): Truth {
  const [first, ...others] = outcomes;
  if (first === undefined) return false;
  return others.every((outcome) => outcome === first) ? first : missing(key, 'no-set-operator');
}
