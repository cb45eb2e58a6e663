#!/usr/bin/env bash
# Our verification and that of AWS's own tool beside each other, on every tampered trail and every control: what it flags, we flag.
# Needs node_modules, python3 with venv, and a Python package index.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check awscli==1.46.3 'moto[server]==5.2.5'
npx tsx scripts/ci/digests.ts "$work/venv/bin"
