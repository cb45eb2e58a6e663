#!/usr/bin/env bash
# What `sagewarden remediate` writes, by the tools that it is for: shellcheck, cfn-lint, parliament, Terraform with hashicorp/aws, and
# the AWS CLI, against moto. Needs the build (npm run build), python3 with venv, a Python package index, Terraform >= 1.5, and root for
# apt where shellcheck is missing.
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! command -v terraform >/dev/null; then
  echo 'terraform is missing: install Terraform >= 1.5 (https://developer.hashicorp.com/terraform/install), with access to hashicorp/aws' >&2
  exit 1
fi
command -v shellcheck >/dev/null || { apt-get update -qq && apt-get install -qq -y shellcheck; } >/dev/null

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A folder that keeps the tools from one run to the next.
venv=${REMEDIATE_VENV:-$work/venv}
if [ ! -x "$venv/bin/aws" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check 'moto[server]==5.2.5' cfn-lint==1.58.0 parliament==1.6.4 awscli
fi

npx --no-install tsx scripts/ci/remediate.ts "$venv/bin" "$work"
