import { cloudFormation } from './cloudformation.ts';
import { type ExemptionTerms, exemptionsOf, exemptionYaml } from './exemption.ts';
import { executionRolePolicy, operatorPolicy } from './iam.ts';
import { policyFile } from './library.ts';
import type { OutputFile, Written } from './output.ts';
import type { Plan } from './plan.ts';
import { scripts } from './scripts.ts';
import { json } from './sinks.ts';
import { terraform } from './terraform.ts';

export const formats = ['cli', 'cloudformation', 'terraform'] as const;
export type Format = (typeof formats)[number];

export interface FilesWanted {
  readonly formats: readonly Format[];
  readonly backout: ExemptionTerms | null;
  readonly iam: boolean;
  /** The text of the policy that the fix was planned with; `null`: the built-in defaults. */
  readonly policy: string | null;
}

export interface Files {
  readonly files: readonly OutputFile[];
  /** Formats that cannot say all of it, and what they cannot say. */
  readonly refused: Readonly<Partial<Record<Format, readonly string[]>>>;
}

/** Every file of the fix. */
export function filesOf(plan: Plan, wanted: FilesWanted): Files {
  const backout = wanted.backout !== null;
  const files: OutputFile[] = [];
  const refused: Partial<Record<Format, readonly string[]>> = {};
  for (const format of wanted.formats) {
    const written = writtenAs[format](plan, { backout, policy: wanted.policy !== null });
    if ('refused' in written) refused[format] = written.refused;
    else files.push(...written.files);
  }
  if (wanted.backout) {
    const exemptions = exemptionsOf(plan, wanted.backout);
    if (exemptions.length > 0) files.push({ path: 'exemption.yml', content: exemptionYaml(exemptions), mode: 0o600 });
  }
  if (wanted.iam) {
    files.push({ path: 'iam/operator.json', content: `${json(operatorPolicy(plan))}\n`, mode: 0o600 });
    files.push({ path: 'iam/execution-role.json', content: `${json(executionRolePolicy(plan))}\n`, mode: 0o600 });
  }
  if (wanted.policy !== null && wanted.formats.includes('cli')) files.push({ path: policyFile, content: wanted.policy, mode: 0o600 });
  // Requests and parameters hold secrets: no repository takes them up by accident.
  files.push({ path: '.gitignore', content: 'requests/\nparameters.json\n*.tfvars.json\n*.tfstate*\n.terraform/\n', mode: 0o600 });
  return { files, refused };
}

const writtenAs: Readonly<Record<Format, (plan: Plan, options: { readonly backout: boolean; readonly policy: boolean }) => Written>> = {
  cli: (plan, options) => ({ files: scripts(plan, options) }),
  cloudformation: (plan, options) =>
    plan.fix.kind === 'hosting' ? cloudFormation(plan, plan.fix, options) : { refused: [unknownTo('CloudFormation', plan)] },
  terraform: (plan, options) =>
    plan.fix.kind === 'hosting' ? terraform(plan, plan.fix, options) : { refused: [unknownTo('hashicorp/aws', plan)] },
};

function unknownTo(format: string, { fix }: Plan): string {
  if (fix.kind === 'job') return `${format} does not know jobs: use the scripts`;
  return fix.kind === 'notebook'
    ? 'the volume of the old instance has to be copied by hand in between: use the scripts'
    : 'the domain exists, and only its network changes: use the scripts, then set the same in the configuration that manages it';
}
