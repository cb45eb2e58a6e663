import type { Change } from './change.ts';
import type { RowClass } from './evidence/population.ts';
import { type AppliedExemption, exemptionFor, exempts } from './exemptions.ts';
import type { Policy } from './policy.ts';
import type { SettingName } from './posture.ts';
import type { Rule, RuleContext, RuleId, Severity, Verdict } from './rule.ts';
import { rules } from './rules/index.ts';

/** What one rule says of one change. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly verdict: Verdict;
  readonly exemption: AppliedExemption | null;
}

export interface JudgeContext extends RuleContext {
  /** ISO 8601: when the evidence is made. A baseline that has expired by then exempts nothing. */
  readonly asOf?: string;
}

/** Every enabled rule's verdict on a change, in report order. Total: a rule that throws is a verdict of its own, never a pass. */
export function judge(change: Change, context: JudgeContext): Finding[] {
  return rules
    .filter((rule) => context.policy.rules[rule.id].enabled)
    .map((rule) => {
      const verdict = evaluate(rule, change, context);
      const exemption =
        verdict.compliance === 'NON_COMPLIANT' ? exemptionFor(change, rule.id, context.policy.exemptions, context.asOf) : null;
      return { rule: rule.id, severity: severityOf(rule, change, context.policy), verdict, exemption };
    });
}

function evaluate(rule: Rule, change: Change, context: RuleContext): Verdict {
  try {
    return rule.evaluate(change, context);
  } catch {
    const setting: SettingName = 'vpc';
    return { compliance: 'INSUFFICIENT_DATA', missing: { setting, at: rule.id, why: 'rule-failed' } };
  }
}

function severityOf(rule: Rule, change: Change, policy: Policy): Severity {
  return policy.rules[rule.id].severity ?? rule.severityOf?.[change.resource.type] ?? rule.severity;
}

/** The class of a judged change. A failing rule wins over one that could not see; what no rule applies to is said to be that. */
export function classify(findings: readonly Finding[]): RowClass {
  const has = (test: (finding: Finding) => boolean) => findings.some(test);
  const fails = (finding: Finding) => finding.verdict.compliance === 'NON_COMPLIANT';
  if (has((finding) => fails(finding) && !exempts(finding.exemption))) return 'non-compliant';
  if (has(({ verdict }) => verdict.compliance === 'INSUFFICIENT_DATA')) return 'not-evaluable';
  if (has(fails)) return 'exempt';
  return has(({ verdict }) => verdict.compliance === 'COMPLIANT') ? 'compliant' : 'not-applicable';
}
