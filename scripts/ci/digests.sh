#!/usr/bin/env bash
# Our verification and that of AWS's own tool beside each other, on every tampered trail and every control: what it flags, we flag.
# Needs node_modules, python3 with venv, and a Python package index.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/ci/tools.sh

npx tsx scripts/ci/digests.ts "$(aws_tools)"
