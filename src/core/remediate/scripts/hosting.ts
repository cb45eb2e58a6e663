import { forms } from '../forms.ts';
import type { OutputFile } from '../output.ts';
import type { HostingPlan, Plan, Replacement } from '../plan.ts';
import { bash } from '../sinks.ts';
import { asserted } from './asserted.ts';
import { switchFile } from './requests.ts';
import { created, describing, isMade, judged, networkCheck, sameAs, script } from './script.ts';

export function hosting(plan: Plan, fix: HostingPlan, backout: boolean): OutputFile[] {
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
    script(plan, '2-verify.sh', 'Says whether the replacement is what it should be, and in use. Changes nothing.', verification(plan, fix)),
    deletion(plan, fix),
    ...(backout ? [backoutOf(plan, fix)] : []),
  ];
}

function verification(plan: Plan, fix: HostingPlan): string[] {
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

/** Every model that an endpoint config names; JMESPath. */
const namedModels =
  '[ProductionVariants[].ModelName, ShadowProductionVariants[].ModelName, ProductionVariants[].InstancePools[].ModelNameOverride, ShadowProductionVariants[].InstancePools[].ModelNameOverride][][]';

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
  const find = describing(create.type, old.name);
  return [
    `if exists ${find}; then`,
    `  ${sameAs(old, create.type)}`,
    `  sagemaker ${cli.delete} --${cli.option} ${bash(old.name)}`,
    `  say ${bash(`${old.name} deleted`)}`,
    'fi',
  ];
}

function backoutOf(plan: Plan, fix: HostingPlan): OutputFile {
  const gone = 'is deleted: there is nothing to go back to; create it again from its request of then';
  return script(plan, 'backout.sh', 'Puts the endpoints back on the old while it is kept, and deletes what 1-apply.sh has created.', [
    ...[...fix.models, ...fix.configs].map(
      ({ old, create }) => `exists ${describing(create.type, old.name)} || stop ${bash(`${old.name} ${gone}`)}`,
    ),
    ...fix.endpoints.map(
      ({ endpoint, from, to }) => `switch_endpoint ${[endpoint.name, to, from, `back-${switchFile(endpoint)}`].map(bash).join(' ')}`,
    ),
    ...[...fix.configs, ...fix.models].flatMap((each) => {
      const { create } = each;
      const { cli } = forms[create.type];
      return [`if ${isMade(each)}; then`, `  sagemaker ${cli.delete} --${cli.option} ${bash(create.name)}`, 'fi'];
    }),
    "say 'the old is in use again: record exemption.yml in sagewarden.yml'",
  ]);
}
