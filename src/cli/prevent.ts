import { Command, Option } from 'commander';
import { closest } from 'fastest-levenshtein';
import type { Material } from '../app/prevent/artifact.ts';
import { type Format, filesOf, formats, materialOf } from '../app/prevent/formats.ts';
import { readPolicyFile } from '../config.ts';
import type { Policy } from '../core/policy.ts';
import { TooLong } from '../core/prevent/pack.ts';
import { type AllowLists, allowListsOf, type Prevention } from '../core/prevent/prevention.ts';
import { UsageError } from './errors.ts';
import { writeArtifacts } from './prevent-files.ts';
import { demandWhatIf, type WhatIfFlags, withWhatIfOptions } from './prevent-what-if-options.ts';
import { preventionText } from './prevent-words.ts';

export interface PreventFlags extends WhatIfFlags {
  readonly format?: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly config?: string;
  readonly subnets?: string;
  readonly securityGroups?: string;
  readonly plan?: string;
  readonly json?: boolean;
}

export function preventCommand(): Command {
  return withWhatIfOptions(
    new Command('prevent')
      .description('policies that refuse what the rules find, in the form that each tool takes; or judges a Terraform plan')
      .option('--format <format>', `${formats.join(', ')} or all (default: scp)`)
      .option('--out <dir>', 'write the files, and the scripts that attach them, into this folder')
      .option('--force', 'replace what is in --out')
      .option('--config <file>', 'policy file (default: ./sagewarden.yml, else the built-in defaults)')
      .option('--subnets <ids>', 'only these subnets, separated by commas (default: those of approved-network, where it is on)')
      .option('--security-groups <ids>', 'only these security groups, separated by commas (default: those of approved-network)')
      .addOption(
        new Option('--plan <file>', 'judge what `terraform show -json` says; - is stdin').conflicts([
          'format',
          'out',
          'subnets',
          'securityGroups',
        ]),
      )
      .option('--json', 'as JSON on stdout: with what no policy can prevent')
      .addHelpText(
        'after',
        `
The documents only deny, and deny only what a rule that is on finds NON_COMPLIANT; what no condition key can tell is listed.

Examples:
  sagewarden prevent > scp.json
  sagewarden prevent --format all --out prevention/
  sagewarden prevent --format cloudformation --subnets subnet-0123456789abcdef0 --security-groups sg-0123456789abcdef0 --out prevention/
  terraform show -json tfplan | sagewarden prevent --plan -

Exit codes: 0 written, or the plan conforms; 1 the plan has findings; 2 could not run; 3 the plan does not say enough.`,
      )
      .action(prevent),
  );
}

async function prevent(flags: PreventFlags): Promise<void> {
  demandWhatIf(flags);
  if (flags.whatIf !== undefined)
    return (await import('./prevent-what-if.ts')).replayPolicy(flags, (policy) => allowListsFrom(flags, policy));
  const asOf = new Date().toISOString();
  const { policy } = readPolicyFile(flags.config, asOf);
  if (flags.plan !== undefined) return (await import('./prevent-plan.ts')).judgePlan(flags.plan, policy, asOf, flags.json ?? false);
  const material = materialFor(policy, allowListsFrom(flags, policy), asOf);
  generate(flags, policy, material);
}

/** What was given in place of the policy's lists; an empty list there is any network. */
export function allowListsFrom({ subnets, securityGroups }: PreventFlags, policy: Policy): AllowLists {
  const own = allowListsOf(policy);
  return {
    subnets: subnets === undefined ? own.subnets : ids('--subnets', subnets, /^subnet-[0-9a-f]{8,17}$/, 'subnet-0123456789abcdef0'),
    securityGroups:
      securityGroups === undefined
        ? own.securityGroups
        : ids('--security-groups', securityGroups, /^sg-[0-9a-f]{8,17}$/, 'sg-0123456789abcdef0'),
  };
}

function ids(flag: string, text: string, form: RegExp, example: string): string[] {
  const given = text.split(',').map((id) => id.trim());
  for (const id of given)
    if (!form.test(id)) throw new UsageError(`${flag}: ${JSON.stringify(id)} is no id; expected for example ${example}`);
  return [...new Set(given)];
}

function materialFor(policy: Policy, allowLists: AllowLists, asOf: string): Material {
  try {
    return materialOf(policy, allowLists, asOf);
  } catch (error) {
    if (error instanceof TooLong) throw new UsageError(`${error.message}: shorten its allow-list, or the exemptions of its rule`);
    throw error;
  }
}

function generate(flags: PreventFlags, policy: Policy, material: Material): void {
  const asked = formatsOf(flags.format ?? 'scp');
  const files = asked.flatMap((format) => filesOf(format, policy, material));
  const { prevention } = material;
  const documents = files.filter(({ executable }) => !executable);
  if (documents.length === 0) throw new UsageError(`no rule that is on can be said as ${asked.join(' or ')}: see sagewarden rules`);
  const data = `${JSON.stringify(asData(material.prevention), null, 2)}\n`;
  if (flags.out !== undefined) {
    writeArtifacts(flags.out, [...files, { name: 'prevention.json', text: data }], flags.force ?? false);
    process.stderr.write(`${files.length + 1} files in ${flags.out}\n`);
  }
  if (flags.json) process.stdout.write(data);
  else if (flags.out !== undefined) process.stdout.write(preventionText(prevention));
  else if (asked.length > 1) throw new UsageError('--format all makes several files: --out DIR');
  else {
    process.stdout.write(documents.map(({ text }) => text).join(''));
    process.stderr.write(preventionText(prevention));
  }
}

function formatsOf(name: string): readonly Format[] {
  if (name === 'all') return formats;
  const format = formats.find((each) => each === name);
  if (!format) throw new UsageError(`--format ${JSON.stringify(name)}: did you mean ${closest(name, [...formats, 'all'])}?`);
  return [format];
}

/** Statements are in the documents: here, which rule each is for. */
function asData({ statements, ...prevention }: Prevention): Record<string, unknown> {
  return { ...prevention, statements: statements.map(({ rule, statement }) => ({ sid: statement.Sid, rule })) };
}
