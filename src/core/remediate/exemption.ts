import type { Exemption } from '../policy.ts';
import type { RuleId } from '../rule-id.ts';
import type { Plan } from './plan.ts';
import { yaml } from './sinks.ts';

export interface ExemptionTerms {
  readonly approver: string;
  /** ISO 8601. */
  readonly approved: string;
  readonly expires: string;
  readonly ticket?: string | undefined;
}

/** What the policy has to say while the old is in use again: exactly the resources that fail, and not for long. */
export function exemptionsOf(plan: Plan, { approver, approved, expires, ticket }: ExemptionTerms): Exemption[] {
  const olds = oldsOf(plan);
  return olds.flatMap(({ type, name, arn }): Exemption[] => {
    const rules = [...new Set(plan.failing.filter(({ resource }) => resource === arn).map(({ rule }) => rule))] as RuleId[];
    if (rules.length === 0) return [];
    return [
      {
        id: `backout-${approved.slice(0, 10)}-${type}-${name}`,
        rules,
        match: { account: plan.account, region: plan.region, resourceType: type, name },
        reason: 'The replacement inside the VPC was backed out; the old one is in use until the cause is found.',
        approver,
        approved,
        expires,
        ...(ticket !== undefined && { ticket }),
      },
    ];
  });
}

function oldsOf({ fix }: Plan) {
  if (fix.kind === 'hosting') return [...fix.models, ...fix.configs].map(({ old }) => old);
  if (fix.kind === 'job') return [...fix.models, fix.job].map(({ old }) => old);
  return [fix.kind === 'notebook' ? fix.notebook.old : fix.domain];
}

/** The entries as `sagewarden.yml` has them; `version` makes the file a policy of its own, that the schema can check. */
export function exemptionYaml(exemptions: readonly Exemption[]): string {
  const entries = exemptions.map(({ id, rules, match, reason, approver, approved, expires, ticket }) =>
    [
      `  - id: ${yaml(id)}`,
      `    rules: [${rules.join(', ')}]`,
      '    match:',
      ...Object.entries(match).map(([name, value]) => `      ${name}: ${yaml(String(value))}`),
      `    reason: ${yaml(reason)}`,
      `    approver: ${yaml(approver)}`,
      `    approved: ${approved}`,
      `    expires: ${expires}`,
      ...(ticket === undefined ? [] : [`    ticket: ${yaml(ticket)}`]),
    ].join('\n'),
  );
  return `# Copy the entries under exemptions: of sagewarden.yml, in the pull request that records the backout.\nversion: 1\nexemptions:\n${entries.join('\n')}\n`;
}
