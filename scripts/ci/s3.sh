#!/usr/bin/env bash
# scan s3:// against moto, a server of AWS's protocols that others wrote: 20,000 objects, 5 % of the answers a 503 or a reset, one object
# denied, one gone. Needs the build (npm run build), python3 with venv, and a Python package index.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check 'moto[server]==5.2.5'

port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
"$work/venv/bin/moto_server" -H 127.0.0.1 -p "$port" >"$work/moto.log" 2>&1 &
server=$!
for _ in $(seq 100); do
  if curl --silent --fail --output /dev/null "http://127.0.0.1:$port/moto-api/"; then break; fi
  sleep 0.2
done

npx tsx scripts/ci/s3.ts --endpoint "http://127.0.0.1:$port" --objects "${OBJECTS:-20000}" --work "$work" || {
  tail -n 20 "$work/moto.log" >&2
  exit 1
}
