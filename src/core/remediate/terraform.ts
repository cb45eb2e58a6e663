import { isObject, type JsonObject, text } from '../json.ts';
import { variantsOf } from './hosting.ts';
import type { OutputFile, Written } from './output.ts';
import type { HostingPlan, Plan, Switch } from './plan.ts';
import { containersOf, strangers, terraformConfig, terraformModel } from './shapes.ts';
import { comment, hcl, json } from './sinks.ts';

/** aws_sagemaker_model, _endpoint_configuration and _endpoint; the endpoint that exists is imported, and switched over. */
export function terraform(plan: Plan, fix: HostingPlan, options: { readonly backout: boolean }): Written {
  const problems = [
    ...fix.models.flatMap(({ old, create }) =>
      strangers(create.request, terraformModel).map((path) => `${old.name}: hashicorp/aws has no ${path}`),
    ),
    ...fix.configs.flatMap(({ old, create }) => [
      ...strangers(create.request, terraformConfig).map((path) => `${old.name}: hashicorp/aws has no ${path}`),
      ...required(old.name, create.request),
    ]),
  ];
  for (const { old, create } of [...fix.models, ...fix.configs])
    if (isRewritten(create.request))
      problems.push(`${old.name}: a value is not in Unicode's normal form C, which Terraform would put it into`);
  if (problems.length > 0) return { refused: problems };
  const environment = Object.fromEntries(
    fix.models.flatMap(({ create }, index) =>
      containersOf(create.request).flatMap(({ path, container }) =>
        isObject(container.Environment) ? [[`model_${index + 1}_${path}`, container.Environment]] : [],
      ),
    ),
  );
  const names: Names = {
    models: new Map(fix.models.map(({ create }, index) => [create.name, `aws_sagemaker_model.model_${index + 1}.name`])),
    configs: new Map(
      fix.configs.map(({ create }, index) => [create.name, `aws_sagemaker_endpoint_configuration.config_${index + 1}.name`]),
    ),
  };
  const blocks = [
    head(plan),
    ...(Object.keys(environment).length > 0
      ? [
          '# The values are in secrets.auto.tfvars.json (mode 0600). Terraform keeps them in its state: encrypt that.\nvariable "environment" {\n  type      = map(map(string))\n  sensitive = true\n}\n',
        ]
      : []),
    ...(options.backout && fix.endpoints.length > 0
      ? [
          '# terraform apply -var backout=true puts the endpoints back on their old configs.\nvariable "backout" {\n  type    = bool\n  default = false\n}\n',
        ]
      : []),
    ...fix.models.map(({ create }, index) =>
      resource('aws_sagemaker_model', `model_${index + 1}`, modelLines(create.request, index + 1), true),
    ),
    ...fix.configs.map(({ create }, index) =>
      resource('aws_sagemaker_endpoint_configuration', `config_${index + 1}`, configLines(plan, create.request, names), true),
    ),
    ...fix.endpoints.map((each, index) => endpointBlocks(each, index + 1, names, options.backout)),
  ];
  const files: OutputFile[] = [
    { path: 'terraform/main.tf', content: aligned(blocks.join('\n')), mode: 0o600 },
    {
      path: 'terraform/secrets.auto.tfvars.json',
      content: `${json({ ...(Object.keys(environment).length > 0 && { environment }) })}\n`,
      mode: 0o600,
    },
  ];
  return { files };
}

/** Terraform normalises every string (zclconf/go-cty, cty.StringVal): another value would arrive. */
const isRewritten = (value: unknown): boolean => {
  const text = JSON.stringify(value);
  return text.normalize('NFC') !== text;
};

interface Names {
  readonly models: ReadonlyMap<string, string>;
  readonly configs: ReadonlyMap<string, string>;
}

function required(name: string, config: JsonObject): string[] {
  const key = text(config, 'KmsKeyId');
  return [
    ...(variantsOf(config).some((variant) => text(variant, 'ModelName') === undefined)
      ? [`${name}: hashicorp/aws asks for the ModelName of each variant`]
      : []),
    ...(key?.startsWith('alias/') ? [`${name}: hashicorp/aws asks for the ARN of the key, and KmsKeyId is an alias`] : []),
  ];
}

function head({ region, account, target }: Plan): string {
  return `# Written by sagewarden remediate for ${comment(target.arn)}
# Where a configuration of yours manages these resources already, change them there: a second state would fight the first.
terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100"
    }
  }
}

provider "aws" {
  region              = ${hcl(region)}
  allowed_account_ids = [${hcl(account)}]
}
`;
}

function resource(type: string, label: string, lines: readonly string[], isNew: boolean): string {
  const lifecycle = isNew ? ['', '  lifecycle {', '    create_before_destroy = true', '  }'] : [];
  return `resource "${type}" "${label}" {\n${[...lines, ...lifecycle].join('\n')}\n}\n`;
}

function modelLines(request: JsonObject, number: number): string[] {
  const { ModelName, Tags, PrimaryContainer, Containers, ...rest } = request;
  const containers = containersOf(request).flatMap(({ path, container }) => {
    const { Environment, ...other } = container;
    const environment = isObject(Environment) ? [`    environment = var.environment["model_${number}_${path}"]`] : [];
    return ['', `  ${path === 'primary' ? 'primary_container' : 'container'} {`, ...within(bodyOf(other, 4)), ...environment, '  }'];
  });
  return [`  name = ${hcl(String(ModelName))}`, ...bodyOf(rest, 2), ...containers, ...tagLines(Tags)];
}

function configLines({ partition, region, account }: Plan, request: JsonObject, { models }: Names): string[] {
  const { EndpointConfigName, Tags, KmsKeyId, ...rest } = request;
  const key =
    typeof KmsKeyId === 'string' && !KmsKeyId.startsWith('arn:') ? `arn:${partition}:kms:${region}:${account}:key/${KmsKeyId}` : KmsKeyId;
  return [
    `  name = ${hcl(String(EndpointConfigName))}`,
    ...(typeof key === 'string' ? [`  kms_key_arn = ${hcl(key)}`] : []),
    ...bodyOf(rest, 2, models),
    ...tagLines(Tags),
  ];
}

function endpointBlocks({ endpoint, tags, from, to, deployment }: Switch, number: number, { configs }: Names, backout: boolean): string {
  const next = configs.get(to) ?? hcl(to);
  const own = Object.entries(tags).filter(([key]) => !key.toLowerCase().startsWith('aws:'));
  const lines = [
    `  name                 = ${hcl(endpoint.name)}`,
    `  endpoint_config_name = ${backout ? `var.backout ? ${hcl(from)} : ${next}` : next}`,
    ...(deployment ? bodyOf({ DeploymentConfig: deployment }, 2) : []),
    ...tagLines(own.map(([Key, Value]) => ({ Key, Value }))),
  ];
  return `# It exists: taken over as it is, and updated in place. hashicorp/aws cannot ask UpdateEndpoint to keep instance counts that scaling
# has changed: they go back to those of the config.
import {
  to = aws_sagemaker_endpoint.endpoint_${number}
  id = ${hcl(endpoint.name)}
}

${resource('aws_sagemaker_endpoint', `endpoint_${number}`, lines, false)}`;
}

function tagLines(tags: unknown): string[] {
  if (!Array.isArray(tags) || tags.length === 0) return [];
  return ['', '  tags = {', ...tags.map(({ Key, Value }: { Key: string; Value: string }) => `    ${hcl(Key)} = ${hcl(Value)}`), '  }'];
}

/** Values as arguments, objects as blocks: the provider's schema nests as the API does. */
function bodyOf(value: JsonObject, indent: number, models?: ReadonlyMap<string, string>): string[] {
  const pad = ' '.repeat(indent);
  const lines: string[] = [];
  const blocks: string[] = [];
  for (const [name, each] of Object.entries(value)) {
    const word = snake(name);
    const nested = isObject(each) ? [each] : Array.isArray(each) && each.some(isObject) ? each.filter(isObject) : [];
    if (nested.length > 0)
      for (const block of nested) blocks.push('', `${pad}${word} {`, ...within(bodyOf(block, indent + 2, models)), `${pad}}`);
    else if (name === 'ModelName' && typeof each === 'string' && models?.has(each)) lines.push(`${pad}${word} = ${models.get(each)}`);
    else if (!(Array.isArray(each) && each.length === 0)) lines.push(`${pad}${word} = ${literal(each)}`);
  }
  return [...lines, ...blocks];
}

/** A block does not begin with an empty line. */
const within = (lines: readonly string[]): readonly string[] => (lines[0] === '' ? lines.slice(1) : lines);

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  return typeof value === 'string' ? hcl(value) : JSON.stringify(value);
}

/** `VolumeSizeInGB` -> `volume_size_in_gb`, `EnableSSMAccess` -> `enable_ssm_access`. */
const snake = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();

/** As `terraform fmt` does it: the equals signs of arguments that follow each other, each on one line. */
function aligned(source: string): string {
  const lines = source.split('\n');
  const argument = /^( *)("(?:[^"\\]|\\.)*"|\w+) += (.*[^{[(])$/;
  let run: number[] = [];
  const flush = () => {
    const longest = Math.max(0, ...run.map((at) => argument.exec(lines[at] ?? '')?.[2]?.length ?? 0));
    for (const at of run)
      lines[at] = (lines[at] ?? '').replace(
        argument,
        (_, pad: string, name: string, value: string) => `${pad}${name.padEnd(longest)} = ${value}`,
      );
    run = [];
  };
  for (const [at, line] of lines.entries()) {
    if (argument.test(line)) run.push(at);
    else flush();
  }
  flush();
  return lines.join('\n');
}
