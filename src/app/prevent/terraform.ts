import type { AllowLists, DenyStatement } from '../../core/prevent/prevention.ts';
import { type Artifact, commented, description, type Material, script } from './artifact.ts';
import { inDocuments } from './documents.ts';

const inputs = { subnets: 'allowed_subnets', securityGroups: 'allowed_security_groups' } as const;
const nouns = { subnets: 'subnets', securityGroups: 'security groups' } as const;
const lists = Object.keys(inputs) as (keyof AllowLists)[];

/** A module with the managed policies, and the service control policies if asked for; the allow-lists are variables, the ARNs outputs. */
export function terraform(material: Material): Artifact[] {
  const documents = inDocuments(material.open);
  const ids = documents.map((_, index) => (documents.length === 1 ? '' : `_${index + 1}`));
  const head = `${description}
An empty list allows any network. attach-terraform.sh applies this and attaches what it puts out.`;
  const text = [
    commented(head),
    `terraform {
  required_version = ">= 1.3"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}`,
    ...lists.map((list) => variable(list, material.allowLists)),
    `variable "policy_name" {
  description = "The name of the policies. Several have a number behind it."
  type        = string
  default     = "sagewarden-prevention"
}`,
    `variable "create_service_control_policy" {
  description = "Also as service control policies, which the management account alone can create."
  type        = bool
  default     = false
}`,
    ...documents.map((statements, index) => policy(statements, ids[index] ?? '')),
  ];
  return [{ name: 'sagewarden-prevention.tf', text: `${text.join('\n\n')}\n` }, attach(ids)];
}

function variable(list: keyof AllowLists, allowLists: AllowLists): string {
  return `variable "${inputs[list]}" {
  description = "The ${nouns[list]} that may be used, by id. Empty: any."
  type        = list(string)
  default     = ${strings(allowLists[list])}
}`;
}

function policy(statements: readonly DenyStatement[], id: string): string {
  const name = id === '' ? 'var.policy_name' : `"\${var.policy_name}-${id.slice(1)}"`;
  return `data "aws_iam_policy_document" "prevention${id}" {
${statements.map(statementBlock).join('\n\n')}
}

locals {
  # Without the blanks that count in a service control policy.
  prevention${id} = jsonencode(jsondecode(data.aws_iam_policy_document.prevention${id}.json))
}

resource "aws_iam_policy" "prevention${id}" {
  name        = ${name}
  description = ${quoted(description)}
  policy      = local.prevention${id}

  lifecycle {
    precondition {
      condition     = length(local.prevention${id}) <= 6144
      error_message = "A managed policy has at most 6,144 characters: shorten the allow-lists."
    }
  }
}

resource "aws_organizations_policy" "prevention${id}" {
  count       = var.create_service_control_policy ? 1 : 0
  name        = ${name}
  description = ${quoted(description)}
  type        = "SERVICE_CONTROL_POLICY"
  content     = local.prevention${id}

  lifecycle {
    precondition {
      condition     = length(local.prevention${id}) <= 5120
      error_message = "A service control policy has at most 5,120 bytes: shorten the allow-lists."
    }
  }
}

output "policy_arn${id}" {
  description = "To attach to every role that creates SageMaker resources."
  value       = aws_iam_policy.prevention${id}.arn
}

output "service_control_policy_id${id}" {
  description = "To attach to the root, an organizational unit or an account."
  value       = one(aws_organizations_policy.prevention${id}[*].id)
}`;
}

function statementBlock({ statement, allowList }: DenyStatement): string {
  const conditions = Object.entries(statement.Condition ?? {}).flatMap(([test, keys]) =>
    Object.entries(keys).map(([key, values]) => condition(test, key, values, allowList)),
  );
  const body = [
    `sid       = ${quoted(statement.Sid)}`,
    'effect    = "Deny"',
    `actions   = ${strings([statement.Action].flat())}`,
    `resources = ${strings([statement.Resource].flat())}`,
    '',
    ...conditions.join('\n\n').split('\n'),
  ];
  return `  statement {\n${indented(body, 4)}\n  }`;
}

/** Nothing is unlike `*`: without a list the statement is there, so that no document is empty, and never holds. */
function condition(test: string, key: string, values: string | readonly string[], allowList: keyof AllowLists | undefined): string {
  const isInput = allowList !== undefined && test === 'ForAnyValue:StringNotEquals';
  const isListed = isInput ? `length(var.${inputs[allowList]}) > 0` : '';
  return `condition {
  test     = ${isInput ? `${isListed} ? ${quoted(test)} : "ForAnyValue:StringNotLike"` : quoted(test)}
  variable = ${quoted(key)}
  values   = ${isInput ? `${isListed} ? var.${inputs[allowList]} : ["*"]` : strings([values].flat())}
}`;
}

const indented = (lines: readonly string[], by: number): string =>
  lines.map((line) => (line === '' ? '' : `${' '.repeat(by)}${line}`)).join('\n');

const strings = (values: readonly string[]): string => `[${values.map(quoted).join(', ')}]`;

/** JSON's escapes are HCL's; a template's beginning is doubled (Terraform, "Strings and Templates"). */
const quoted = (text: string): string => JSON.stringify(text).replace(/[$%]\{/g, (start) => `${start[0]}${start}`);

function attach(ids: readonly string[]): Artifact {
  const commands = ids.map(
    (id) => `policy_arn=$(terraform output -raw policy_arn${id})
for role in "$@"; do aws iam attach-role-policy --role-name "$role" --policy-arn "$policy_arn"; done`,
  );
  return script(
    'attach-terraform.sh',
    `# To every role that creates SageMaker resources: people's, pipelines' and execution roles. For other allow-lists than the file's, a
# terraform.tfvars beside it: allowed_subnets = ["subnet-1"], allowed_security_groups = ["sg-1"]
: "\${1:?"usage: $0 ROLE_NAME..."}"
terraform init -input=false
terraform apply
${commands.join('\n')}`,
  );
}
