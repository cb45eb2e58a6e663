#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"

# To every role that creates SageMaker resources: people's, pipelines' and execution roles. For other allow-lists than the file's, a
# terraform.tfvars beside it: allowed_subnets = ["subnet-1"], allowed_security_groups = ["sg-1"]
: "${1:?"usage: $0 ROLE_NAME..."}"
terraform init -input=false
terraform apply
policy_arn=$(terraform output -raw policy_arn)
for role in "$@"; do aws iam attach-role-policy --role-name "$role" --policy-arn "$policy_arn"; done
