import { operations } from '../resources/catalog.ts';
import type { ResourceType } from '../resources/types.ts';
import type { Because, Compliance, RuleId } from '../rule.ts';
import { type Asks, publishedCheck } from './checks.ts';
import type { DisagreementReason, Evaluation } from './model.ts';

export interface OurSide {
  readonly type: ResourceType;
  readonly creationTime: string | null;
  /** ISO 8601. */
  readonly describedAt: string;
  readonly rule: RuleId;
  readonly compliance: Compliance;
  readonly exempt: boolean;
  readonly because: readonly Because[];
}

/** Do both say the same, acceptance included? */
export function agrees(ours: OurSide, theirs: Evaluation): boolean {
  if (ours.compliance !== theirs.result || ours.compliance === 'INSUFFICIENT_DATA') return false;
  return ours.compliance !== 'NON_COMPLIANT' || ours.exempt === theirs.suppressed;
}

/** Why they differ: the first that holds of what is known of either side. */
export function reasonOf(ours: OurSide, theirs: Evaluation): DisagreementReason {
  if (isBefore(theirs.evaluatedAt, ours.creationTime)) return 'older-than-resource';
  if (ours.compliance === 'INSUFFICIENT_DATA') return 'not-evaluable-here';
  if (theirs.result === 'INSUFFICIENT_DATA' || theirs.result === 'NOT_APPLICABLE') return 'not-evaluated-there';
  if (ours.compliance === 'NOT_APPLICABLE') return 'not-applicable-here';
  if (ours.compliance === theirs.result) return ours.exempt ? 'exempt-here' : 'suppressed-there';
  return (
    byMeaning(ours, theirs) ?? (isUpdatable(ours) && isBefore(theirs.evaluatedAt, ours.describedAt) ? 'may-have-changed' : 'unaccounted')
  );
}

/** What passes here and not there. */
const stricterThere: Partial<Record<Asks, DisagreementReason>> = {
  'in-vpc-or-approved-subnets': 'approved-subnets-there',
  'encrypted-at-any-count': 'single-instance-there',
};

function byMeaning({ compliance, because, type }: OurSide, { check }: Evaluation): DisagreementReason | undefined {
  const asks: Asks | undefined = check === null ? undefined : publishedCheck(check)?.asks;
  if (compliance === 'COMPLIANT') return asks === undefined ? undefined : stricterThere[asks];
  switch (asks) {
    case 'vpc-config-exists':
      return because.every(({ found }) => found !== 'none') ? 'asks-only-existence' : undefined;
    case 'isolation-not-false':
      // A model's item always has the member.
      return type === 'Model' ? undefined : 'absent-is-not-false';
    case 'encrypted-from-two-instances':
      return 'single-instance';
    case 'in-vpc-or-approved-subnets':
      return 'asks-about-vpc-only';
    default:
      return undefined;
  }
}

function isUpdatable({ type }: OurSide): boolean {
  return operations.some(({ resource, kind, networkMembers }) => resource === type && kind === 'update' && networkMembers.length > 0);
}

function isBefore(time: string | null, other: string | null): boolean {
  return time !== null && other !== null && Date.parse(time) < Date.parse(other);
}
