import type { Change } from './change.ts';
import type { NetworkFacts } from './network.ts';
import type { Policy } from './policy.ts';
import type { SettingName, Unknown } from './posture.ts';
import type { ResourceType } from './resources/types.ts';
import type { RuleId, Severity } from './rule-id.ts';

export { type RuleId, type Severity, severities, worst } from './rule-id.ts';

/** Found and expected are values, not sentences: the report and the alert have the words. */
export interface Because {
  readonly setting: SettingName;
  /** Where in the request, in the API's casing. */
  readonly at: string;
  readonly found: string;
  readonly expected: string;
}

export type Verdict =
  | { readonly compliance: 'COMPLIANT' }
  | { readonly compliance: 'NOT_APPLICABLE' }
  | { readonly compliance: 'NON_COMPLIANT'; readonly because: readonly [Because, ...Because[]] }
  | {
      readonly compliance: 'INSUFFICIENT_DATA';
      readonly missing: { readonly setting: SettingName; readonly at: string; readonly why: Unknown };
    };

export type Compliance = Verdict['compliance'];

/** A requirement or a peer's check that the rule answers to. `own`: our reading; `published`: the publisher maps it so. */
export interface Mapping {
  readonly framework: string;
  readonly ids: readonly string[];
  readonly source: 'published' | 'own';
}

export interface Rule {
  readonly id: RuleId;
  readonly title: string;
  readonly severity: Severity;
  /** A severity of its own for some resource types (a model outside a VPC is medium, a training job high). */
  readonly severityOf?: Partial<Record<ResourceType, Severity>>;
  readonly enabledByDefault: boolean;
  /** What to do, in a sentence or two: alerts and reports have it. */
  readonly remedy: string;
  evaluate(change: Change, context: RuleContext): Verdict;
}

/** What people read of a rule. It stands apart from what judges: a function that only judges does not carry it. */
export interface Guidance {
  readonly appliesTo: string;
  readonly failsWhen: string;
  readonly risk: string;
  readonly impact: { readonly for: readonly string[]; readonly against: readonly string[] };
  readonly defaultValue: string;
  readonly profile: 'Level 1' | 'Level 2';
  readonly references: readonly string[];
  readonly remediation: {
    readonly console: readonly string[];
    readonly cli: string;
  };
  readonly mappings: readonly Mapping[];
}

/** A rule with all that is said of it. */
export type DocumentedRule = Rule & Guidance;

export interface RuleContext {
  readonly policy: Policy;
  /** Absent: no snapshot of EC2 facts was given. */
  readonly network?: NetworkFacts;
}
