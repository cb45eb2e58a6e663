import { type JsonObject, object } from '../json.ts';
import { forms } from './forms.ts';
import { replacementsOf } from './iam.ts';
import { library } from './library.ts';
import type { OutputFile } from './output.ts';
import type { DomainPlan, HostingPlan, JobPlan, NotebookPlan, Old, Plan, Replacement } from './plan.ts';
import { bash, comment, json } from './sinks.ts';

/** The fix for the AWS CLI: numbered scripts, each of which can be run again, and the requests that they send. */
export function scripts(plan: Plan, { backout }: { readonly backout: boolean }): OutputFile[] {
  const { fix } = plan;
  return [
    { path: 'lib.sh', content: library(plan), mode: 0o600 },
    ...requests(plan, backout),
    ...(fix.kind === 'hosting' ? hosting(plan, fix, backout) : []),
    ...(fix.kind === 'job' ? job(plan, fix) : []),
    ...(fix.kind === 'notebook' ? notebook(plan, fix, backout) : []),
    ...(fix.kind === 'domain' ? domain(plan, fix, backout) : []),
  ];
}

/** Environment and hyperparameters are in these files and nowhere else: not on a command line, where `ps` would show them. */
function requests(plan: Plan, backout: boolean): OutputFile[] {
  const { fix } = plan;
  const file = (name: string, request: JsonObject): OutputFile => ({
    path: `requests/${name}`,
    content: `${json(request)}\n`,
    mode: 0o600,
  });
  const switches = fix.kind === 'hosting' ? fix.endpoints : [];
  return [
    ...replacementsOf(plan).map(({ create }) => file(requestFile(create.type, create.name), create.request)),
    ...switches.map(({ endpoint, to, deployment }) =>
      file(switchFile(endpoint), {
        EndpointName: endpoint.name,
        EndpointConfigName: to,
        RetainAllVariantProperties: true,
        ...(deployment && { DeploymentConfig: deployment }),
      }),
    ),
    ...(backout ? switches : []).map(({ endpoint, from }) =>
      file(`back-${switchFile(endpoint)}`, { EndpointName: endpoint.name, EndpointConfigName: from, RetainAllVariantProperties: true }),
    ),
    ...(fix.kind === 'domain'
      ? [file('update-domain.json', fix.update), ...(backout ? [file('back-update-domain.json', fix.back)] : [])]
      : []),
  ];
}

const requestFile = (type: keyof typeof forms, name: string) => `${forms[type].cli.create}.${name}.json`;
const switchFile = ({ name }: Old) => `update-endpoint.${name}.json`;

function hosting(plan: Plan, fix: HostingPlan, backout: boolean): OutputFile[] {
  const apply = [
    ...networkCheck,
    ...[...fix.models, ...fix.configs].map(created),
    ...fix.models.flatMap(asserted),
    ...fix.endpoints.map(
      ({ endpoint, from, to }) => `switch_endpoint ${[endpoint.name, from, to, switchFile(endpoint)].map(bash).join(' ')}`,
    ),
  ];
  return [
    script(plan, '1-apply.sh', 'Creates the replacement, and switches the endpoints to it. Deletes nothing.', apply),
    script(
      plan,
      '2-verify.sh',
      'Says whether the replacement is what it should be, and in use. Changes nothing.',
      verifyHosting(plan, fix),
    ),
    deletion(plan, fix),
    ...(backout ? [backoutOf(plan, fix)] : []),
  ];
}

const networkCheck = [`[ "\${1:-}" = --skip-network-check ] || check_network`];

function created({ create }: Replacement): string {
  const { cli } = forms[create.type];
  return `create ${[cli.describe, cli.option, create.name, cli.create, requestFile(create.type, create.name)].map(bash).join(' ')}`;
}

/** The settings that the fix is about, read back from Describe. */
function asserted({ create: { type, name, request } }: Replacement): string[] {
  const { cli } = forms[type];
  const vpc =
    object(request, 'VpcConfig') ??
    object(object(request, 'NetworkConfig') ?? {}, 'VpcConfig') ??
    object(object(request, 'SecurityConfig') ?? {}, 'VpcConfig');
  const at = object(request, 'VpcConfig') ? '' : object(request, 'NetworkConfig') ? 'NetworkConfig.' : 'SecurityConfig.';
  const line = (what: string, expected: string, query: string) =>
    `expect ${bash(`${what} of ${name}`)} ${bash(expected)} "$(field ${[cli.describe, cli.option, name, query].map(bash).join(' ')})"`;
  const isolated = (object(request, 'NetworkConfig') ?? request).EnableNetworkIsolation === true;
  const definitions = type === 'HyperParameterTuningJob';
  return [
    ...(vpc
      ? [
          line('Subnets', strings(vpc.Subnets).join(' '), `${at}VpcConfig.Subnets`),
          line('SecurityGroupIds', strings(vpc.SecurityGroupIds).join(' '), `${at}VpcConfig.SecurityGroupIds`),
        ]
      : []),
    ...(vpc && isolated ? [line('EnableNetworkIsolation', 'True', `${at === 'NetworkConfig.' ? at : ''}EnableNetworkIsolation`)] : []),
    ...(definitions
      ? [line('VpcConfig of every definition', '0', 'length([TrainingJobDefinition, TrainingJobDefinitions][] | [?@ && !VpcConfig])')]
      : []),
    ...(type === 'TransformJob' ? [line('ModelName', String(request.ModelName), 'ModelName')] : []),
    ...(type === 'NotebookInstance' ? [line('DirectInternetAccess', 'Disabled', 'DirectInternetAccess')] : []),
  ];
}

/** Every model that an endpoint config names; JMESPath. */
const namedModels =
  '[ProductionVariants[].ModelName, ShadowProductionVariants[].ModelName, ProductionVariants[].InstancePools[].ModelNameOverride, ShadowProductionVariants[].InstancePools[].ModelNameOverride][][]';

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

function verifyHosting(plan: Plan, fix: HostingPlan): string[] {
  return [
    ...fix.models.flatMap(asserted),
    ...fix.configs.map((each) => {
      const { create } = each;
      const models = [
        ...new Set(
          [...JSON.stringify(create.request).matchAll(/"(?:ModelName|ModelNameOverride)":"([^"\\]+)"/g)].map(([, name = '']) => name),
        ),
      ];
      return models.length === 0
        ? asserted(each).join('\n')
        : `expect ${bash(`the models of ${create.name}`)} ${bash(models.join(' '))} "$(field describe-endpoint-config endpoint-config-name ${bash(create.name)} ${bash(namedModels)})"`;
    }),
    ...fix.endpoints.flatMap(({ endpoint, to }) => [
      `expect ${bash(`the status of ${endpoint.name}`)} InService "$(field describe-endpoint endpoint-name ${bash(endpoint.name)} EndpointStatus)"`,
      `expect ${bash(`the config of ${endpoint.name}`)} ${bash(to)} "$(field describe-endpoint endpoint-name ${bash(endpoint.name)} EndpointConfigName)"`,
    ]),
    ...judged(
      plan,
      fix.models.map(({ create }) => create.arn),
      ['sagemaker_models_vpc_settings_configured', 'sagemaker_models_network_isolation_enabled'],
    ),
  ];
}

/** Our own judge where it is installed; the peer's command for whoever wants a second opinion. */
function judged({ region }: Plan, arns: readonly string[], checks: readonly string[]): string[] {
  return [
    ...(arns.length > 0
      ? [
          'if command -v sagewarden >/dev/null; then',
          ...arns.map((arn) => `  sagewarden posture --resource ${bash(arn)}`),
          'else',
          `  say ${bash(`not asked: sagewarden posture --resource ${arns.join(' ')}`)}`,
          'fi',
        ]
      : []),
    ...(checks.length > 0 ? [`say ${bash(`a second opinion: prowler aws --region ${region} --checks ${checks.join(' ')}`)}`] : []),
  ];
}

/** The old last, by a script of its own, when it is asked for in so many words. */
function deletion(plan: Plan, fix: HostingPlan): OutputFile {
  const isKept = ({ old }: Replacement) => fix.kept.includes(old.name);
  const configs = fix.configs.filter((each) => !isKept(each));
  const models = fix.models.filter((each) => !isKept(each));
  return script(plan, '3-delete-old.sh', 'Deletes the old, after verification. There is no way back from here but to create it again.', [
    `[ "\${1:-}" = --yes-delete-old ] || stop 'this deletes what was replaced (endpoint configs: ${configs.length}, models: ${models.length}); say --yes-delete-old'`,
    './2-verify.sh',
    ...(configs.length > 0
      ? [
          "endpoints=$(sagemaker list-endpoints --query 'Endpoints[].EndpointName' --output text)",
          'for endpoint in $endpoints; do',
          '  used=$(field describe-endpoint endpoint-name "$endpoint" EndpointConfigName)',
          '  case $used in',
          ...configs.map(({ old }) => `    ${bash(old.name)}) stop "endpoint $endpoint uses $used" ;;`),
          '  esac',
          'done',
          ...configs.flatMap(deleted),
        ]
      : []),
    ...(models.length > 0
      ? [
          "configs=$(sagemaker list-endpoint-configs --query 'EndpointConfigs[].EndpointConfigName' --output text)",
          'for config in $configs; do',
          `  models=$(field describe-endpoint-config endpoint-config-name "$config" ${bash(namedModels)})`,
          '  for used in $models; do',
          '    case $used in',
          ...models.map(({ old }) => `      ${bash(old.name)}) stop "endpoint config $config names $used" ;;`),
          '    esac',
          '  done',
          'done',
          ...models.flatMap(deleted),
        ]
      : []),
    ...(fix.kept.length > 0 ? [`say ${bash(`kept, because something else uses it: ${fix.kept.join(', ')}`)}`] : []),
  ]);
}

function deleted({ old, create }: Replacement): string[] {
  const { cli } = forms[create.type];
  const find = [cli.describe, cli.option, old.name].map(bash).join(' ');
  return [
    `if exists ${find}; then`,
    `  ${sameAs(old, create.type)}`,
    `  sagemaker ${cli.delete} --${cli.option} ${bash(old.name)}`,
    `  say ${bash(`${old.name} deleted`)}`,
    'fi',
  ];
}

function sameAs(old: Old, type: keyof typeof forms): string {
  const { cli } = forms[type];
  const seconds = String(Math.floor(Date.parse(old.creationTime ?? '') / 1000));
  return `same ${[cli.describe, cli.option, old.name, `${old.type}Arn`, old.arn, seconds].map(bash).join(' ')}`;
}

function backoutOf(plan: Plan, fix: HostingPlan): OutputFile {
  const gone = 'is deleted: there is nothing to go back to; create it again from its request of then';
  return script(plan, 'backout.sh', 'Puts the endpoints back on the old while it is kept, and deletes the replacement.', [
    ...[...fix.models, ...fix.configs].map(({ old, create }) => {
      const { cli } = forms[create.type];
      return `exists ${[cli.describe, cli.option, old.name].map(bash).join(' ')} || stop ${bash(`${old.name} ${gone}`)}`;
    }),
    ...fix.endpoints.map(
      ({ endpoint, from, to }) => `switch_endpoint ${[endpoint.name, to, from, `back-${switchFile(endpoint)}`].map(bash).join(' ')}`,
    ),
    ...[...fix.configs, ...fix.models].flatMap(({ create }) => {
      const { cli } = forms[create.type];
      return [
        `if exists ${[cli.describe, cli.option, create.name].map(bash).join(' ')}; then`,
        `  sagemaker ${cli.delete} --${cli.option} ${bash(create.name)}`,
        'fi',
      ];
    }),
    "say 'the old is in use again: record exemption.yml in sagewarden.yml'",
  ]);
}

function job(plan: Plan, { job: each, models }: JobPlan): OutputFile[] {
  const { old, create } = each;
  const { cli } = forms[create.type];
  const status = `${old.type}Status`;
  const find = [cli.describe, cli.option, old.name].map(bash).join(' ');
  const checks =
    old.type === 'TrainingJob'
      ? ['sagemaker_training_jobs_vpc_settings_configured', 'sagemaker_training_jobs_network_isolation_enabled']
      : [];
  return [
    script(plan, '1-stop.sh', 'Stops the job, if it is this one and it runs. What it has written so far stays.', [
      sameAs(old, create.type),
      `status=$(field ${find} ${status})`,
      'case $status in',
      `  InProgress) sagemaker ${cli.stop} --${cli.option} ${bash(old.name)} ;;`,
      '  Stopping) ;;',
      '  *)',
      `    say "it is $status: there is nothing to stop"`,
      '    exit 0',
      '    ;;',
      'esac',
      `status=$(settle ${find} ${status})`,
      `say "it is $status"`,
    ]),
    script(plan, '2-run-again.sh', 'Runs the job again inside the network, under a new name.', [
      ...networkCheck,
      ...models.map(created),
      ...models.flatMap(asserted),
      created(each),
    ]),
    script(plan, '3-verify.sh', 'Says whether the new job is what it should be. Changes nothing.', [
      ...models.flatMap(asserted),
      ...asserted(each),
      ...judged(plan, [create.arn], checks),
    ]),
  ];
}

function notebook(plan: Plan, { notebook: each }: NotebookPlan, backout: boolean): OutputFile[] {
  const { old, create } = each;
  const verify = [
    ...asserted(each),
    `expect ${bash(`the status of ${create.name}`)} InService "$(field describe-notebook-instance notebook-instance-name ${bash(create.name)} NotebookInstanceStatus)"`,
    ...judged(plan, [create.arn], []),
  ];
  const removal = (name: string) => [
    `if [ "$(field describe-notebook-instance notebook-instance-name ${bash(name)} NotebookInstanceStatus)" = InService ]; then`,
    `  sagemaker stop-notebook-instance --notebook-instance-name ${bash(name)}`,
    'fi',
    `settle describe-notebook-instance notebook-instance-name ${bash(name)} NotebookInstanceStatus >/dev/null`,
    `sagemaker delete-notebook-instance --notebook-instance-name ${bash(name)}`,
  ];
  return [
    script(plan, '1-apply.sh', 'Creates a notebook instance in the subnet, without internet access. The old one goes on.', [
      ...networkCheck,
      created(each),
      `settle describe-notebook-instance notebook-instance-name ${bash(create.name)} NotebookInstanceStatus >/dev/null`,
      ...asserted(each),
      "say 'copy what is on the volume of the old instance (SageMaker/) to the new one, through S3 or git, before the old is deleted'",
    ]),
    script(plan, '2-verify.sh', 'Says whether the new instance is what it should be. Changes nothing.', verify),
    script(plan, '3-delete-old.sh', 'Stops and deletes the old instance and its volume.', [
      `[ "\${1:-}" = --yes-delete-old ] || stop 'this deletes a notebook instance with all files on its volume; say --yes-delete-old'`,
      './2-verify.sh',
      sameAs(old, create.type),
      ...removal(old.name),
    ]),
    ...(backout
      ? [
          script(plan, 'backout.sh', 'Deletes the new instance; the old one was never touched.', [
            `exists describe-notebook-instance notebook-instance-name ${bash(old.name)} || stop 'the old instance is deleted'`,
            ...removal(create.name),
          ]),
        ]
      : []),
  ];
}

function domain(plan: Plan, { domain: old, domainId }: DomainPlan, backout: boolean): OutputFile[] {
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

function script({ target }: Plan, path: string, what: string, lines: readonly string[]): OutputFile {
  const content = `#!/usr/bin/env bash
# Written by sagewarden remediate for ${comment(target.arn)}
# ${what}
set -euo pipefail
umask 077
cd "$(dirname "\${BASH_SOURCE[0]}")"
# shellcheck source=lib.sh
. ./lib.sh

right_account
${lines.join('\n')}
`;
  return { path, content, mode: 0o700 };
}
