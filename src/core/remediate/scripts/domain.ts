import type { JsonObject } from '../../json.ts';
import type { OutputFile } from '../output.ts';
import type { DomainPlan, Plan } from '../plan.ts';
import { bash } from '../sinks.ts';
import { settingsIn } from '../studio.ts';
import { judged, networkCheck, script } from './script.ts';

export function domain(plan: Plan, { domain: old, domainId, update, back }: DomainPlan, backout: boolean): OutputFile[] {
  const id = bash(domainId);
  const idle = [
    `apps=$(sagemaker list-apps --domain-id-equals ${id} --query "Apps[?Status=='InService' || Status=='Pending' || Status=='Deleting'].AppName" --output text)`,
    '[ -z "$apps" ] || stop "apps are in use, and SageMaker changes the network only without any: $apps"',
  ];
  const isSet = (request: JsonObject) =>
    settingsIn(request).map(
      ({ path, value }) => `expect ${bash(path)} ${bash(value)} "$(field describe-domain domain-id ${id} ${bash(path)})"`,
    );
  const names = (request: JsonObject) =>
    settingsIn(request)
      .map(({ path }) => path)
      .join(', ');
  return [
    script(plan, '1-apply.sh', `Sets ${names(update)}, once no app is in use.`, [
      ...networkCheck,
      `expect 'the ARN of the domain' ${bash(old.arn)} "$(field describe-domain domain-id ${id} DomainArn)"`,
      ...idle,
      'sagemaker update-domain --cli-input-json file://requests/update-domain.json >/dev/null',
      `settle describe-domain domain-id ${id} Status >/dev/null`,
      ...isSet(update),
    ]),
    script(plan, '2-verify.sh', 'Says whether the domain is what it should be. Changes nothing.', [
      ...isSet(update),
      ...judged(plan, [old.arn], []),
    ]),
    ...(backout && settingsIn(back).length > 0
      ? [
          script(plan, 'backout.sh', `Sets ${names(back)} back to what it was.`, [
            ...idle,
            'sagemaker update-domain --cli-input-json file://requests/back-update-domain.json >/dev/null',
            `settle describe-domain domain-id ${id} Status >/dev/null`,
            ...isSet(back),
          ]),
        ]
      : []),
  ];
}
