/** Why a part of a policy cannot be decided from what CloudTrail recorded. */
export type WhyUnknown =
  /** CloudTrail does not record what the key holds, or it is not kept. */
  | 'not-recorded'
  /** The record says little of the request: it was left out or cannot be read. */
  | 'request-unseen'
  /** CloudTrail shows a member that was not sent and one that was sent with its default alike. */
  | 'default-or-not-sent'
  /** The request has the setting in several places, which differ; how the service makes one key of them is not documented. */
  | 'places-differ'
  /** The key has several values, and the condition no set operator: AWS does not document what happens then. */
  | 'no-set-operator'
  /** An ARN that ends in an id that only the answer would have said. */
  | 'resource-unnamed';

/** `key`: a condition key as the policy spells it, or `Resource`. */
export interface Missing {
  readonly key: string;
  readonly why: WhyUnknown;
}

export interface CannotTell {
  readonly missing: readonly Missing[];
}

/** Kleene's three values: what is not known decides nothing, and is never taken for false. */
export type Truth = boolean | CannotTell;

export const missing = (key: string, why: WhyUnknown): CannotTell => ({ missing: [{ key, why }] });

export function not(truth: Truth): Truth {
  return typeof truth === 'boolean' ? !truth : truth;
}

/** `true` for none. */
export function all(truths: Iterable<Truth>): Truth {
  return join(truths, false);
}

/** `false` for none. */
export function any(truths: Iterable<Truth>): Truth {
  return join(truths, true);
}

function join(truths: Iterable<Truth>, deciding: boolean): Truth {
  const open: Missing[] = [];
  for (const truth of truths) {
    if (truth === deciding) return deciding;
    if (typeof truth !== 'boolean') open.push(...truth.missing);
  }
  return open.length > 0 ? { missing: distinct(open) } : !deciding;
}

function distinct(open: readonly Missing[]): Missing[] {
  return open.filter(({ key, why }, index) => open.findIndex((other) => other.key === key && other.why === why) === index);
}
