#!/usr/bin/env bash
# Written by sagewarden remediate: imports the endpoints into a stack as they are, then switches them over.
# Each change set is shown before it is executed; nothing is deleted.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export AWS_PAGER=''
region=eu-west-1
account=111122223333
stack=${STACK:-sagewarden-Fraud}

cloudformation() { aws cloudformation "$@" --region "$region"; }
change() {
  local name=sagewarden-$1 answer
  shift
  cloudformation create-change-set --stack-name "$stack" --change-set-name "$name" "$@" >/dev/null
  cloudformation wait change-set-create-complete --stack-name "$stack" --change-set-name "$name"
  cloudformation describe-change-set --stack-name "$stack" --change-set-name "$name" --output table \
    --query 'Changes[].ResourceChange.[Action,LogicalResourceId,PhysicalResourceId,Replacement]'
  read -r -p "Execute $name? [yes/no] " answer
  [ "$answer" = yes ]
  cloudformation execute-change-set --stack-name "$stack" --change-set-name "$name"
}

[ "$(aws sts get-caller-identity --region "$region" --query Account --output text)" = "$account" ] || {
  echo "these are not credentials of account $account" >&2
  exit 1
}
if ! cloudformation describe-stacks --stack-name "$stack" >/dev/null 2>&1; then
  change import --change-set-type IMPORT --resources-to-import file://resources-to-import.json --template-body file://import.json
  cloudformation wait stack-import-complete --stack-name "$stack"
fi
change switch --change-set-type UPDATE --template-body file://template.json --parameters file://parameters.json
cloudformation wait stack-update-complete --stack-name "$stack"
