import type { PolicyDocument } from '../iam/policy-document.ts';
import type { Policy } from '../policy.ts';
import { type AllowLists, denialsOf } from './denial.ts';
import { pack } from './pack.ts';
import { type DenyStatement, type NotExpressed, statementsOf } from './statements.ts';
import { type Uncovered, uncoveredBy } from './uncovered.ts';

export type { AllowLists } from './denial.ts';
export type { DenyStatement, NotExpressed } from './statements.ts';
export type { Uncovered } from './uncovered.ts';

export interface Prevention {
  readonly allowLists: AllowLists;
  /** In order; every Sid is there once. */
  readonly statements: readonly DenyStatement[];
  /** The same statements, in as few documents as their size allows: each is attached, and all of them together deny. */
  readonly documents: readonly PolicyDocument[];
  /** What no statement prevents, although a rule that is on asks for it: detection is the only control. */
  readonly uncovered: readonly Uncovered[];
  /** Exemptions of the policy, or parts of them, that the documents do not let through. */
  readonly notExpressed: readonly NotExpressed[];
}

/** The allow-lists of the policy itself: those of approved-network, where it is on. */
export function allowListsOf({ rules }: Policy): AllowLists {
  const { enabled, subnets, securityGroups } = rules['approved-network'];
  return enabled ? { subnets, securityGroups } : { subnets: [], securityGroups: [] };
}

/**
 * What would have refused the requests that the rules find NON_COMPLIANT, and nothing else: where a condition cannot tell the two
 * apart, there is no statement, and `uncovered` says so. Deny only. `asOf`: ISO 8601; exemptions that have expired by then are left out.
 * Throws `TooLong` where a single statement is longer than a document may be.
 */
export function preventionOf(policy: Policy, allowLists: AllowLists, asOf: string): Prevention {
  const asked: Policy = listed(allowLists) ? withApprovedNetwork(policy, allowLists) : policy;
  const denials = denialsOf(asked, allowLists).filter(({ operations }) => operations.length > 0);
  const { statements, notExpressed } = statementsOf(denials, asked, asOf);
  return {
    allowLists,
    statements,
    documents: pack(statements.map(({ statement }) => statement)),
    uncovered: uncoveredBy(denials, asked),
    notExpressed,
  };
}

const listed = ({ subnets, securityGroups }: AllowLists): boolean => subnets.length + securityGroups.length > 0;

/** Allow-lists that were given are asked for, whether or not the policy has the rule on. */
function withApprovedNetwork(policy: Policy, { subnets, securityGroups }: AllowLists): Policy {
  const rule = policy.rules['approved-network'];
  return { ...policy, rules: { ...policy.rules, 'approved-network': { ...rule, enabled: true, subnets, securityGroups } } };
}
