import type { OutputFile } from '../output.ts';
import type { DomainPlan, Plan } from '../plan.ts';
import { bash } from '../sinks.ts';
import { judged, networkCheck, script } from './script.ts';

export function domain(plan: Plan, { domain: old, domainId }: DomainPlan, backout: boolean): OutputFile[] {
  const id = bash(domainId);
  const idle = [
    `apps=$(sagemaker list-apps --domain-id-equals ${id} --query "Apps[?Status=='InService' || Status=='Pending' || Status=='Deleting'].AppName" --output text)`,
    '[ -z "$apps" ] || stop "apps are in use, and SageMaker changes the network only without any: $apps"',
  ];
  const type = `"$(field describe-domain domain-id ${id} AppNetworkAccessType)"`;
  return [
    script(plan, '1-apply.sh', 'Sets AppNetworkAccessType to VpcOnly, once no app is in use.', [
      ...networkCheck,
      `expect 'the ARN of the domain' ${bash(old.arn)} "$(field describe-domain domain-id ${id} DomainArn)"`,
      ...idle,
      'sagemaker update-domain --cli-input-json file://requests/update-domain.json >/dev/null',
      `settle describe-domain domain-id ${id} Status >/dev/null`,
      `expect AppNetworkAccessType VpcOnly ${type}`,
    ]),
    script(plan, '2-verify.sh', 'Says whether the domain is what it should be. Changes nothing.', [
      `expect AppNetworkAccessType VpcOnly ${type}`,
      ...judged(plan, [old.arn], []),
    ]),
    ...(backout
      ? [
          script(plan, 'backout.sh', 'Sets AppNetworkAccessType back to PublicInternetOnly.', [
            ...idle,
            'sagemaker update-domain --cli-input-json file://requests/back-update-domain.json >/dev/null',
            `settle describe-domain domain-id ${id} Status >/dev/null`,
            `expect AppNetworkAccessType PublicInternetOnly ${type}`,
          ]),
        ]
      : []),
  ];
}
