#!/usr/bin/env bash
# posture beside Prowler, on 200 models and 200 training jobs of moto, and beside a bare SDK loop. Needs the build (npm run build), python3
# with venv, a Python package index, and 1.5 GB for Prowler, which stay in node_modules/.cache.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/ci/tools.sh

work=$(mktemp -d)
moto=
trap '[ -z "$moto" ] || kill "$moto"; rm -rf "$work"' EXIT

# Prowler has over 200 packages, some without a wheel: uv installs them in a minute, pip in twenty. It has a botocore of its own.
prowler="prowler==${PROWLER_VERSION:-5.46.0}"
uv=$(python_tools uv uv==0.13.9)/uv
uv_into() {
  python3 -m venv --without-pip "$1"
  "$uv" pip install --quiet --no-cache --python "$1/bin/python" "$prowler"
  # Python compiles what it imports for the first time, which is no part of Prowler's time.
  "$1/bin/prowler" --version
}
started=$SECONDS
kept prowler "$prowler" uv_into
echo "     Prowler installed in $((SECONDS - started)) s"

start_moto "$work/moto.log"
npx --no-install tsx scripts/ci/posture.ts --moto "$moto_url" --prowler "$cache/prowler/bin" --work "$work" "$@" || {
  tail -n 20 "$work/moto.log" >&2
  exit 1
}
