#!/usr/bin/env bash
# network-snapshot against moto, a server of AWS's protocols that others wrote: two VPCs with routes, NAT, endpoints, security groups
# and flow logs, as EC2's own calls make them; and the rules that read the file. Needs node_modules, python3 with venv, and a Python
# package index.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check 'moto[server]==5.2.5'
npx --no-install tsx scripts/ci/network.ts "$work/venv/bin" </dev/null
