#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"

# To every role that creates SageMaker resources: people's, pipelines' and execution roles.
: "${1:?"usage: $0 ROLE_NAME..."}"
policy_arn=$(aws iam create-policy --policy-name sagewarden-prevention-1 \
  --description 'Refuses SageMaker requests outside the network boundary. Deny only: what is allowed is said elsewhere.' --policy-document file://sagewarden-iam-1.json --query Policy.Arn --output text)
for role in "$@"; do aws iam attach-role-policy --role-name "$role" --policy-arn "$policy_arn"; done
policy_arn=$(aws iam create-policy --policy-name sagewarden-prevention-2 \
  --description 'Refuses SageMaker requests outside the network boundary. Deny only: what is allowed is said elsewhere.' --policy-document file://sagewarden-iam-2.json --query Policy.Arn --output text)
for role in "$@"; do aws iam attach-role-policy --role-name "$role" --policy-arn "$policy_arn"; done
policy_arn=$(aws iam create-policy --policy-name sagewarden-prevention-3 \
  --description 'Refuses SageMaker requests outside the network boundary. Deny only: what is allowed is said elsewhere.' --policy-document file://sagewarden-iam-3.json --query Policy.Arn --output text)
for role in "$@"; do aws iam attach-role-policy --role-name "$role" --policy-arn "$policy_arn"; done
policy_arn=$(aws iam create-policy --policy-name sagewarden-prevention-4 \
  --description 'Refuses SageMaker requests outside the network boundary. Deny only: what is allowed is said elsewhere.' --policy-document file://sagewarden-iam-4.json --query Policy.Arn --output text)
for role in "$@"; do aws iam attach-role-policy --role-name "$role" --policy-arn "$policy_arn"; done
