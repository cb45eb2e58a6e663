import { isObject, type JsonObject } from '../json.ts';
import type { OutputFile, Written } from './output.ts';
import type { HostingPlan, Plan, Switch } from './plan.ts';
import { cloudFormationConfig, cloudFormationModel, containersOf, strangers } from './shapes.ts';
import { bash, json } from './sinks.ts';

/** AWS::SageMaker::Model -> ::EndpointConfig -> ::Endpoint, with values from Describe; the endpoint is imported first, never made anew. */
export function cloudFormation(plan: Plan, fix: HostingPlan, options: { readonly backout: boolean }): Written {
  const problems = [
    ...fix.models.flatMap(({ old, create }) => unsayable(old.name, strangers(create.request, cloudFormationModel))),
    ...fix.configs.flatMap(({ old, create }) => unsayable(old.name, strangers(create.request, cloudFormationConfig))),
    ...[...fix.models, ...fix.configs].flatMap(({ old, create }) => resolving(old.name, create.request)),
  ];
  const { template, parameters } = templateOf(fix, options.backout);
  const long = parameters.filter(({ ParameterValue }) => ParameterValue.length > 4096);
  if (parameters.length > 200 || long.length > 0)
    problems.push(
      `a template has at most 200 parameters of 4,096 bytes; the environment of the containers needs ${parameters.length}${long.length > 0 ? ', one longer' : ''}`,
    );
  if (problems.length > 0) return { refused: problems };
  const imports = fix.endpoints.length > 0;
  const files: OutputFile[] = [
    { path: 'cloudformation/template.json', content: `${json(template)}\n`, mode: 0o600 },
    { path: 'cloudformation/parameters.json', content: `${json(parameters)}\n`, mode: 0o600 },
    ...(imports ? importFiles(fix) : []),
    { path: 'cloudformation/deploy.sh', content: deployScript(plan, imports), mode: 0o700 },
  ];
  return { files };
}

const unsayable = (name: string, paths: readonly string[]) => paths.map((path) => `${name}: CloudFormation has no ${path}`);

/** CloudFormation follows a dynamic reference wherever it stands, and has no way to write one as text. */
function resolving(name: string, value: unknown): string[] {
  return JSON.stringify(value).includes('{{resolve:')
    ? [`${name}: a value holds a dynamic reference ({{resolve:...}}), which CloudFormation would follow`]
    : [];
}

interface Parameter {
  readonly ParameterKey: string;
  readonly ParameterValue: string;
}

function templateOf(fix: HostingPlan, backout: boolean): { template: JsonObject; parameters: Parameter[] } {
  const parameters: Parameter[] = [];
  const models = new Map(fix.models.map((each, index) => [each.create.name, `Model${index + 1}`]));
  const configs = new Map(fix.configs.map((each, index) => [each.create.name, `EndpointConfig${index + 1}`]));
  const resources = [
    ...fix.models.map(({ create }, index) => [
      `Model${index + 1}`,
      retained('Model', hidden(create.request, `Model${index + 1}`, parameters)),
    ]),
    ...fix.configs.map(({ create }, index) => [
      `EndpointConfig${index + 1}`,
      retained('EndpointConfig', referring(create.request, models) as JsonObject),
    ]),
    ...fix.endpoints.map((each, index) => [`Endpoint${index + 1}`, retained('Endpoint', endpointProperties(each, configs, backout))]),
  ];
  const withBackout = backout && fix.endpoints.length > 0;
  const template: JsonObject = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Written by sagewarden remediate: the replacement inside the VPC, and the endpoints that use it.',
    ...((parameters.length > 0 || withBackout) && {
      Parameters: Object.fromEntries([
        ...parameters.map(({ ParameterKey }) => [
          ParameterKey,
          { Type: 'String', NoEcho: true, Description: 'A value of the environment of a container' },
        ]),
        ...(withBackout
          ? [
              [
                'Backout',
                {
                  Type: 'String',
                  AllowedValues: ['true', 'false'],
                  Default: 'false',
                  Description: 'true: the endpoints go back to their old configs',
                },
              ],
            ]
          : []),
      ]),
    }),
    ...(withBackout && { Conditions: { IsBackout: { 'Fn::Equals': [{ Ref: 'Backout' }, 'true'] } } }),
    Resources: Object.fromEntries(resources),
  };
  return { template, parameters };
}

/** Nothing that this template is about goes away with its stack. */
const retained = (type: string, Properties: JsonObject): JsonObject => ({
  Type: `AWS::SageMaker::${type}`,
  DeletionPolicy: 'Retain',
  UpdateReplacePolicy: 'Retain',
  Properties,
});

/** The environment in parameters that CloudFormation does not show; their values in a file beside the template. */
function hidden(request: JsonObject, model: string, parameters: Parameter[]): JsonObject {
  const keep = (container: JsonObject, path: string): JsonObject => {
    if (!isObject(container.Environment)) return container;
    const entries = Object.entries(container.Environment).map(([name, value], index) => {
      const ParameterKey = `${model}${path.replace(/^./, (first) => first.toUpperCase())}Environment${index + 1}`;
      parameters.push({ ParameterKey, ParameterValue: String(value) });
      return [name, { Ref: ParameterKey }];
    });
    return { ...container, Environment: Object.fromEntries(entries) };
  };
  const written = containersOf(request).map(({ path, container }) => ({ path, container: keep(container, path) }));
  const many = written.filter(({ path }) => path !== 'primary').map(({ container }) => container);
  const primary = written.find(({ path }) => path === 'primary')?.container;
  return { ...request, ...(primary && { PrimaryContainer: primary }), ...(many.length > 0 && { Containers: many }) };
}

function referring(value: unknown, models: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((each) => referring(each, models));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const id = (name === 'ModelName' || name === 'ModelNameOverride') && typeof each === 'string' ? models.get(each) : undefined;
      return [name, id ? { 'Fn::GetAtt': [id, 'ModelName'] } : referring(each, models)];
    }),
  );
}

function endpointProperties(
  { endpoint, from, to, deployment }: Switch,
  configs: ReadonlyMap<string, string>,
  backout: boolean,
): JsonObject {
  const next = { 'Fn::GetAtt': [configs.get(to) ?? '', 'EndpointConfigName'] };
  return {
    EndpointName: endpoint.name,
    EndpointConfigName: backout ? { 'Fn::If': ['IsBackout', from, next] } : next,
    // Counts that scaling has changed stay.
    RetainAllVariantProperties: true,
    ...(deployment && { DeploymentConfig: deployment }),
  };
}

/** The endpoint as it is, under the logical id that it has in the template. */
function importFiles(fix: HostingPlan): OutputFile[] {
  const endpoints = fix.endpoints.map(({ endpoint, from }, index): [string, JsonObject] => [
    `Endpoint${index + 1}`,
    retained('Endpoint', { EndpointName: endpoint.name, EndpointConfigName: from }),
  ]);
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Written by sagewarden remediate: the endpoints as they are, to be imported before they are switched.',
    Resources: Object.fromEntries(endpoints),
  };
  const identifiers = fix.endpoints.map(({ endpoint }, index) => ({
    ResourceType: 'AWS::SageMaker::Endpoint',
    LogicalResourceId: `Endpoint${index + 1}`,
    ResourceIdentifier: { EndpointArn: endpoint.arn },
  }));
  return [
    { path: 'cloudformation/import.json', content: `${json(template)}\n`, mode: 0o600 },
    { path: 'cloudformation/resources-to-import.json', content: `${json(identifiers)}\n`, mode: 0o600 },
  ];
}

function deployScript({ region, account, target }: Plan, imports: boolean): string {
  const stack = `sagewarden-${target.name}`.slice(0, 100).replace(/-+$/, '');
  const importing = `now=$(status)
case $now in
  '' | REVIEW_IN_PROGRESS | IMPORT_ROLLBACK_COMPLETE)
    change import --change-set-type IMPORT --resources-to-import file://resources-to-import.json --template-body file://import.json
    cloudformation wait stack-import-complete --stack-name "$stack"
    ;;
esac
change switch --change-set-type UPDATE --template-body file://template.json --parameters file://parameters.json
cloudformation wait stack-update-complete --stack-name "$stack"
`;
  const creating = `now=$(status)
case $now in
  '' | REVIEW_IN_PROGRESS)
    change create --change-set-type CREATE --template-body file://template.json --parameters file://parameters.json
    cloudformation wait stack-create-complete --stack-name "$stack"
    ;;
  *)
    change update --change-set-type UPDATE --template-body file://template.json --parameters file://parameters.json
    cloudformation wait stack-update-complete --stack-name "$stack"
    ;;
esac
`;
  return `#!/usr/bin/env bash
# Written by sagewarden remediate: ${imports ? 'imports the endpoints into a stack as they are, then switches them over' : 'makes the replacement in a stack of its own'}.
# Each change set is shown before it is executed, and deleted if it is not; nothing else is deleted. It can be run again.
# Needs bash 4.4.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "\${BASH_SOURCE[0]}")"
export AWS_PAGER=''
region=${bash(region)}
account=${bash(account)}
stack=\${STACK:-${stack}}

cloudformation() { aws cloudformation "$@" --region "$region"; }
stop() {
  echo "stopped: $*" >&2
  exit 1
}

# What the stack is; nothing: there is none. What AWS does not answer is no "none".
status() {
  local answer
  if answer=$(cloudformation describe-stacks --stack-name "$stack" 2>&1 >/dev/null); then
    cloudformation describe-stacks --stack-name "$stack" --query 'Stacks[0].StackStatus' --output text
    return
  fi
  case $answer in
    *'does not exist'*) ;;
    *) stop "$answer" ;;
  esac
}

# change WHAT OPTION...: makes a change set of a name of its own, shows it, and executes it or deletes it.
change() {
  local name answer reason
  name=sagewarden-$1-$(date -u +%Y%m%d%H%M%S)-$$
  shift
  cloudformation create-change-set --stack-name "$stack" --change-set-name "$name" "$@" >/dev/null
  if ! cloudformation wait change-set-create-complete --stack-name "$stack" --change-set-name "$name"; then
    reason=$(cloudformation describe-change-set --stack-name "$stack" --change-set-name "$name" --query StatusReason --output text)
    cloudformation delete-change-set --stack-name "$stack" --change-set-name "$name"
    case $reason in
      *"didn't contain changes"* | *'No updates are to be performed'*)
        echo "$stack is as it should be" >&2
        exit 0
        ;;
      *) stop "$reason" ;;
    esac
  fi
  cloudformation describe-change-set --stack-name "$stack" --change-set-name "$name" --output table \\
    --query 'Changes[].ResourceChange.[Action,LogicalResourceId,PhysicalResourceId,Replacement]'
  read -r -p "Execute $name? [yes/no] " answer || answer=no
  if [ "$answer" != yes ]; then
    cloudformation delete-change-set --stack-name "$stack" --change-set-name "$name"
    stop 'the change set was deleted, not executed; run this again when you want to'
  fi
  cloudformation execute-change-set --stack-name "$stack" --change-set-name "$name"
}

[ "$(aws sts get-caller-identity --region "$region" --query Account --output text)" = "$account" ] || {
  echo "these are not credentials of account $account" >&2
  exit 1
}
${imports ? importing : creating}`;
}
