import type { Subject } from '../cross-check/model.ts';
import type { ResourceType } from '../resources/types.ts';
import type { Because, Compliance, RuleId } from '../rule.ts';

/** What AWS Config, its conformance packs and Security Hub say of resources, beside what our rules say of the same. */

export type EvaluationSource = 'aws-config' | 'conformance-pack' | 'security-hub';

export interface Evaluation {
  readonly source: EvaluationSource;
  /** Config's identifier (SAGEMAKER_MODEL_IN_VPC) or Security Hub's (SageMaker.5); `null`: not one that asks for network posture. */
  readonly check: string | null;
  /** As the account has it: a Config rule's name is its owner's choice. */
  readonly name: string;
  readonly pack: string | null;
  /** `null`: the output does not say. */
  readonly account: string | null;
  readonly region: string | null;
  /** As it is written there. */
  readonly resourceType: string;
  /** A name, an id or an ARN. */
  readonly resourceId: string;
  readonly result: Compliance;
  /** ISO 8601: when the result was last established. */
  readonly evaluatedAt: string | null;
  /** Security Hub's workflow status. */
  readonly suppressed: boolean;
}

export const disagreementReasons = [
  'older-than-resource',
  'exempt-here',
  'suppressed-there',
  'asks-only-existence',
  'absent-is-not-false',
  'single-instance',
  'single-instance-there',
  'asks-about-vpc-only',
  'approved-subnets-there',
  'not-evaluable-here',
  'not-evaluated-there',
  'not-applicable-here',
  'may-have-changed',
  'unaccounted',
] as const;
export type DisagreementReason = (typeof disagreementReasons)[number];

export interface Disagreement extends Subject {
  readonly creationTime: string | null;
  readonly rule: RuleId;
  readonly ours: Compliance;
  /** Id of the exemption that applies. */
  readonly exemption: string | null;
  readonly because: readonly Because[];
  readonly theirs: Evaluation;
  readonly reason: DisagreementReason;
  /** The page that says what their check asks. */
  readonly source: string | null;
}

export type TheirsOnlyReason = 'no-rule-of-ours' | 'rule-off-here' | 'resource-not-listed' | 'ambiguous-place';

export interface TheirsOnly {
  readonly evaluation: Evaluation;
  readonly reason: TheirsOnlyReason;
}

/** `check-not-there`: no evaluation of such a check in that account and Region. */
export const oursOnlyReasons = ['no-check-for-type', 'check-not-there', 'younger-than-evaluations', 'not-evaluated'] as const;
export type OursOnlyReason = (typeof oursOnlyReasons)[number];

/** Resources that a rule of ours judged, and nothing of theirs did. */
export interface OursOnly {
  readonly rule: RuleId;
  readonly type: ResourceType;
  readonly reason: OursOnlyReason;
  readonly resources: number;
  readonly nonCompliant: number;
}

export interface Agreement {
  readonly source: EvaluationSource;
  readonly check: string;
  readonly rule: RuleId;
  readonly compliant: number;
  readonly nonCompliant: number;
  readonly notApplicable: number;
}

/** A question that got no answer: what it would have told is not compared. */
export interface Unasked {
  readonly account: string;
  readonly region: string;
  /** IAM action. */
  readonly action: string;
  readonly why: 'access-denied' | 'throttled' | 'no-answer' | 'not-enabled';
}

export interface EvaluationComparison {
  readonly evaluations: number;
  readonly agree: readonly Agreement[];
  readonly disagree: readonly Disagreement[];
  readonly theirsOnly: readonly TheirsOnly[];
  readonly oursOnly: readonly OursOnly[];
}
