#!/usr/bin/env bash
# scan s3:// against moto, a server of AWS's protocols that others wrote: 20,000 objects, 5 % of the answers a 503 or a reset, one object
# denied, one gone. Needs the build (npm run build), python3 with venv, and a Python package index.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/ci/tools.sh

work=$(mktemp -d)
moto=
trap '[ -z "$moto" ] || kill "$moto"; rm -rf "$work"' EXIT
start_moto "$work/moto.log"

npx tsx scripts/ci/s3.ts --endpoint "$moto_url" --objects "${OBJECTS:-20000}" --work "$work" || {
  tail -n 20 "$work/moto.log" >&2
  exit 1
}
