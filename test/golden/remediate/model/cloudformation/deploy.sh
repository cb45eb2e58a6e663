#!/usr/bin/env bash
# Written by sagewarden remediate: imports the endpoints into a stack as they are, then switches them over.
# Each change set is shown before it is executed, and deleted if it is not; nothing else is deleted. It can be run again.
# Needs bash 4.4.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "${BASH_SOURCE[0]}")"
export AWS_PAGER=''
region=eu-west-1
account=111122223333
stack=${STACK:-sagewarden-Fraud}

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
  cloudformation describe-change-set --stack-name "$stack" --change-set-name "$name" --output table \
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
now=$(status)
case $now in
  '' | REVIEW_IN_PROGRESS | IMPORT_ROLLBACK_COMPLETE)
    change import --change-set-type IMPORT --resources-to-import file://resources-to-import.json --template-body file://import.json
    cloudformation wait stack-import-complete --stack-name "$stack"
    ;;
esac
change switch --change-set-type UPDATE --template-body file://template.json --parameters file://parameters.json
cloudformation wait stack-update-complete --stack-name "$stack"
