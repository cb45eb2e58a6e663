#!/usr/bin/env bash
# The commands of docs/controls.md, as they stand there, against moto: what they print is what the page shows. Needs the build (npm run
# build), python3 with venv, and a Python package index.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/ci/tools.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

npx --no-install tsx scripts/ci/controls.ts "$(aws_tools)" "$work" </dev/null
