import { Command } from 'commander';
import { closest } from 'fastest-levenshtein';
import pc from 'picocolors';
import { readPolicyFile } from '../config.ts';
import { documentedRules } from '../core/guidance/index.ts';
import type { Policy } from '../core/policy.ts';
import type { DocumentedRule } from '../core/rule.ts';
import { coloured } from './coloured.ts';
import { UsageError } from './errors.ts';

export function rulesCommand(): Command {
  return new Command('rules')
    .description('the rules, their mappings, and what the policy makes of them')
    .argument(
      '[rule]',
      'one rule, in full: by its id, or by the name that Prowler, AWS Config, Security Hub, Powerpipe or compliance.tf has for it',
    )
    .option('--config <file>', 'policy file (default: ./sagewarden.yml, else the built-in defaults)')
    .option('--json', 'as JSON on stdout')
    .addHelpText(
      'after',
      '\nExamples:\n  sagewarden rules\n  sagewarden rules vpc-required\n  sagewarden rules SAGEMAKER_MODEL_IN_VPC\n  sagewarden rules SageMaker.5\n  sagewarden rules --json | jq ".[].id"',
    )
    .action((id: string | undefined, flags: { config?: string; json?: boolean }) => {
      const { policy } = readPolicyFile(flags.config, new Date().toISOString());
      const chosen = id === undefined ? documentedRules : rulesOf(id);
      if (flags.json)
        process.stdout.write(
          `${JSON.stringify(
            chosen.map((rule) => asData(rule, policy)),
            null,
            2,
          )}\n`,
        );
      else process.stdout.write(id === undefined ? list(chosen, policy) : chosen.map((rule) => inFull(rule, policy)).join('\n'));
    });
}

/** By our id, else by a peer's: a framework's requirement may be answered to by several. @throws UsageError */
function rulesOf(id: string): readonly DocumentedRule[] {
  const own = documentedRules.filter((each) => each.id === id);
  if (own.length > 0) return own;
  const by = (same: (identifier: string) => boolean) =>
    documentedRules.filter(({ mappings }) => mappings.some(({ ids }) => ids.some(same)));
  const exact = by((each) => each === id);
  const found = exact.length > 0 ? exact : by((each) => comparable(each) === comparable(id));
  if (found.length > 0) return found;
  const names = documentedRules.flatMap(({ id: each, mappings }) => [each, ...mappings.flatMap(({ ids }) => ids)]);
  throw new UsageError(`unknown rule ${JSON.stringify(id)}: did you mean ${closest(id, names)}?`);
}

/** AWS Config writes one identifier in two ways: SAGEMAKER_MODEL_IN_VPC and sagemaker-model-in-vpc. */
function comparable(identifier: string): string {
  return identifier.toLowerCase().replaceAll('-', '_');
}

function asData(rule: DocumentedRule, policy: Policy): Record<string, unknown> {
  const { evaluate: _, ...data } = rule;
  return { ...data, policy: policy.rules[rule.id] };
}

function list(chosen: readonly DocumentedRule[], policy: Policy): string {
  const width = Math.max(...chosen.map(({ id }) => id.length));
  const lines = chosen.map((rule) => {
    const { enabled, severity } = policy.rules[rule.id];
    return `${enabled ? 'on ' : 'off'}  ${rule.id.padEnd(width)}  ${(severity ?? rule.severity).padEnd(8)}  ${rule.title}`;
  });
  return `${lines.join('\n')}\n`;
}

function inFull(rule: DocumentedRule, policy: Policy): string {
  const { bold } = pc.createColors(coloured());
  const { enabled, severity, ...settings } = policy.rules[rule.id];
  const parts: [string, string][] = [
    [
      'Policy',
      `${enabled ? 'on' : 'off'}, severity ${severity ?? rule.severity}${Object.keys(settings).length > 0 ? `, ${JSON.stringify(settings)}` : ''}`,
    ],
    ['Applies to', rule.appliesTo],
    ['Fails when', rule.failsWhen],
    ['Risk', rule.risk],
    ['For', rule.impact.for.map((line) => `- ${line}`).join('\n')],
    ['Against', rule.impact.against.map((line) => `- ${line}`).join('\n')],
    ['Default value', rule.defaultValue],
    ['Profile', rule.profile],
    [
      'Remediation',
      [rule.remedy, ...rule.remediation.console.map((step, index) => `${index + 1}. ${step}`), '', rule.remediation.cli].join('\n'),
    ],
    ['Answers to', rule.mappings.map(({ framework, ids, source }) => `- ${framework}: ${ids.join(', ')} (${source})`).join('\n')],
    ['References', rule.references.join('\n')],
  ];
  return `${bold(`${rule.id}: ${rule.title}`)}\n\n${parts.map(([name, text]) => `${bold(name)}\n${text}`).join('\n\n')}\n`;
}
