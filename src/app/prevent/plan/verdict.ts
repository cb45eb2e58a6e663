import type { Unknown } from '../../../core/posture.ts';
import type { Verdict } from '../../../core/rule.ts';

/** `after-apply`: Terraform itself will know it only when it has applied the plan. */
export type PlannedUnknown = Unknown | 'after-apply';

export type PlannedVerdict =
  | Exclude<Verdict, { readonly compliance: 'INSUFFICIENT_DATA' }>
  | {
      readonly compliance: 'INSUFFICIENT_DATA';
      readonly missing: { readonly setting: string; readonly at: string; readonly why: PlannedUnknown };
    };
