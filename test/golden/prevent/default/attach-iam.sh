#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"

# To every role that creates SageMaker resources: people's, pipelines' and execution roles.
: "${1:?"usage: $0 ROLE_NAME..."}"
policy_arn=$(aws iam create-policy --policy-name sagewarden-prevention \
  --description 'Refuses SageMaker requests outside the network boundary. Deny only: what is allowed is said elsewhere.' --policy-document file://sagewarden-iam.json --query Policy.Arn --output text)
for role in "$@"; do aws iam attach-role-policy --role-name "$role" --policy-arn "$policy_arn"; done
