#!/usr/bin/env bash
# posture beside Prowler, on 200 models and 200 training jobs of moto, and beside a bare SDK loop. Needs the build (npm run build), python3
# with venv, and a Python package index.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT

# Each has a botocore of its own.
cache=${POSTURE_VENVS:-node_modules/.cache/posture}
for tool in 'moto[server]==5.2.5' "prowler==${PROWLER_VERSION:-5.46.0}"; do
  name=${tool%%[=[]*}
  [ -x "$cache/$name/bin/pip" ] || python3 -m venv "$cache/$name"
  "$cache/$name/bin/pip" install --quiet --disable-pip-version-check "$tool"
done

port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
"$cache/moto/bin/moto_server" -H 127.0.0.1 -p "$port" >"$work/moto.log" 2>&1 &
server=$!
for _ in $(seq 100); do
  if curl --silent --fail --output /dev/null "http://127.0.0.1:$port/moto-api/"; then break; fi
  sleep 0.2
done

npx tsx scripts/ci/posture.ts --moto "http://127.0.0.1:$port" --prowler "$cache/prowler/bin" --work "$work" "$@" || {
  tail -n 20 "$work/moto.log" >&2
  exit 1
}
