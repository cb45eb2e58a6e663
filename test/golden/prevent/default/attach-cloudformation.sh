#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"

# To every role that creates SageMaker resources: people's, pipelines' and execution roles. For other allow-lists than the template's:
# --parameter-overrides AllowedSubnets=subnet-1,subnet-2 AllowedSecurityGroups=sg-1
: "${1:?"usage: $0 ROLE_NAME..."}"
aws cloudformation deploy --template-file sagewarden-prevention.yaml --stack-name sagewarden-prevention --capabilities CAPABILITY_IAM --no-fail-on-empty-changeset
policy_arn=$(aws cloudformation describe-stacks --stack-name sagewarden-prevention \
  --query "Stacks[0].Outputs[?OutputKey=='PolicyArn'].OutputValue" --output text)
for role in "$@"; do aws iam attach-role-policy --role-name "$role" --policy-arn "$policy_arn"; done
