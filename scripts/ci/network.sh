#!/usr/bin/env bash
# network-snapshot against moto, a server of AWS's protocols that others wrote: two VPCs with routes, NAT, endpoints, security groups
# and flow logs, as EC2's own calls make them; and the rules that read the file. Needs node_modules, python3 with venv, and a Python
# package index.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/ci/tools.sh

npx --no-install tsx scripts/ci/network.ts "$(aws_tools)" </dev/null
