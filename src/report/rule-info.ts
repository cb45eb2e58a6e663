import type { Evidence } from '../core/evidence/model.ts';
import { documentedRules } from '../core/guidance/index.ts';
import type { Control } from '../core/policy.ts';
import type { DocumentedRule, RuleId } from '../core/rule.ts';

/** A rule's text and the requirements that it answers to: published ones, our own reading, and the user's own controls. */
export interface RuleInfo {
  readonly rule: DocumentedRule;
  /** From the policy. */
  readonly controls: readonly Control[];
}

export function ruleInfo({ policy }: Pick<Evidence, 'policy'>): ReadonlyMap<RuleId, RuleInfo> {
  return new Map(
    documentedRules.map((rule) => [rule.id, { rule, controls: policy.controls.filter((control) => control.rules.includes(rule.id)) }]),
  );
}

/** `NIST SP 800-53 r5 SC-7`, one per requirement; the user's own first, by their id alone. */
export function requirementsOf({ rule, controls }: RuleInfo): string[] {
  return [...controls.map(({ id }) => id), ...rule.mappings.flatMap(({ framework, ids }) => ids.map((id) => `${framework} ${id}`))];
}
