#!/usr/bin/env bash
# What `sagewarden remediate` writes, by the tools that it is for: shellcheck, cfn-lint, parliament, Terraform with hashicorp/aws, and
# the AWS CLI, against moto. Needs the build (npm run build), python3 with venv, a Python package index, Terraform >= 1.5, and root for
# apt where shellcheck is missing.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/ci/tools.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
terraform_here "$work"
shellcheck_here

npx --no-install tsx scripts/ci/remediate.ts "$(aws_tools)" "$work"
