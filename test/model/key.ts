/** The answer key's words. They are written down here again on purpose: nothing of the key is taken from the code under test. */

export const rules = [
  'vpc-required',
  'network-isolation-required',
  'inter-container-encryption-required',
  'direct-internet-disabled',
  'vpc-only-domain',
] as const;
export type Rule = (typeof rules)[number];

/** What one place of a setting comes to. `unchanged`: an update left it alone and nothing earlier is in reach. */
export type Outcome = 'pass' | 'fail' | 'unknown' | 'unchanged';

/** The places of each rule's setting, as they were put into the request. A rule that is absent: the resource has no such setting. */
export type Truth = { readonly [R in Rule]?: readonly Outcome[] };

export type Compliance = 'COMPLIANT' | 'NON_COMPLIANT' | 'INSUFFICIENT_DATA' | 'NOT_APPLICABLE';
export type RowClass = 'compliant' | 'non-compliant' | 'failed-attempt' | 'not-evaluable' | 'not-applicable';

export interface Answer {
  readonly class: RowClass;
  readonly verdicts: Readonly<Partial<Record<Rule, Compliance>>>;
}

export const failedAttempt: Answer = { class: 'failed-attempt', verdicts: {} };

export function answer(truth: Truth): Answer {
  const verdicts = Object.fromEntries(rules.map((rule) => [rule, verdict(truth[rule] ?? [])])) as Record<Rule, Compliance>;
  return { class: rowClass(Object.values(verdicts)), verdicts };
}

function verdict(places: readonly Outcome[]): Compliance {
  if (places.includes('fail')) return 'NON_COMPLIANT';
  if (places.includes('unknown')) return 'INSUFFICIENT_DATA';
  return places.includes('pass') ? 'COMPLIANT' : 'NOT_APPLICABLE';
}

function rowClass(verdicts: readonly Compliance[]): RowClass {
  if (verdicts.includes('NON_COMPLIANT')) return 'non-compliant';
  if (verdicts.includes('INSUFFICIENT_DATA')) return 'not-evaluable';
  return verdicts.includes('COMPLIANT') ? 'compliant' : 'not-applicable';
}

/** Everything that these rules look at, unknown. */
export const unknownTruth = (applicable: readonly Rule[]): Truth => Object.fromEntries(applicable.map((rule) => [rule, ['unknown']]));

/** The places of several parts of one request (tuning definitions, pipeline steps) together. */
export function together(parts: readonly Truth[]): Truth {
  const out: { [R in Rule]?: Outcome[] } = {};
  for (const part of parts) for (const rule of rules) if (part[rule]) out[rule] = [...(out[rule] ?? []), ...part[rule]];
  return out;
}

/** An update that left settings alone has them as they last were. */
export function since(earlier: Truth | undefined, truth: Truth): Truth {
  if (!earlier) return truth;
  return Object.fromEntries(
    Object.entries(truth).map(([rule, places]) => [
      rule,
      places.flatMap((place) => (place === 'unchanged' ? (earlier[rule as Rule] ?? [place]) : [place])),
    ]),
  );
}
