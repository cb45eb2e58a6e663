import type { ResourceType } from '../resources/types.ts';
import type { Because, RuleId, Severity } from '../rule.ts';

export type FindingStatus = 'open' | 'exempt';

/** A NON_COMPLIANT verdict on one change. */
export interface EvidenceFinding {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly status: FindingStatus;
  /** The exemption that applies, or the one that would have, had it been approved in time or not expired. */
  readonly exemption: { readonly id: string; readonly status: ExemptionUse } | null;
  readonly because: readonly Because[];
  readonly eventId: string;
  readonly eventTime: string;
  readonly account: string;
  readonly region: string;
  readonly eventName: string;
  readonly resourceType: ResourceType;
  readonly resourceName: string | null;
  readonly resourceArn: string | null;
  readonly actor: string;
  readonly principal: string;
}

export type ExemptionUse = 'applied' | 'baseline' | 'retroactive' | 'expired';
