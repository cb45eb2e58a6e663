#!/usr/bin/env bash
# The files of a run, made by the command line from the sample and from a hostile archive, against validators that others wrote.
# Needs the build (npm run build), python3 with venv, and a Python package index.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/ci/tools.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

tools=$(python_tools formats py-ocsf-models==0.10.0 compliance-trestle==5.2.0 botocore==1.44.5 jsonschema==4.26.0)

python3 scripts/ci/hostile_archive.py "$work/hostile.json"
cat >"$work/calm.yml" <<'YAML'
version: 1
rules:
  vpc-required: off
  network-isolation-required: off
  inter-container-encryption-required: off
  direct-internet-disabled: off
  vpc-only-domain: off
  remote-debug-disabled: on
YAML
cat >"$work/policy.yml" <<'YAML'
version: 1
controls:
  - { id: NET-01, title: "In a VPC <of ours>", rules: [vpc-required] }
  - { id: "7.1 (a)", rules: [network-isolation-required] }
exemptions:
  - id: EX-001
    rules: [vpc-required, network-isolation-required]
    match: { account: "111122223333" }
    reason: Public data only.
    approver: jane.doe@example.com
    approved: 2026-01-01T00:00:00Z
    expires: 2027-01-01T00:00:00Z
YAML

# Findings are no failure here: 1 and 3 are verdicts, 2 is "could not run".
scan() {
  local status=0
  node dist/cli.js scan "$@" --quiet --generated-at 2026-11-01T00:00:00Z || status=$?
  [ "$status" -ne 2 ]
}
scan sample --out "$work/sample" --accept-unverified
scan sample --out "$work/policy" --config "$work/policy.yml"
scan sample --out "$work/redacted" --redact --new-redact-key "$work/redact.key"
scan "$work/hostile.json" --out "$work/hostile"
scan "$work/hostile.json" --out "$work/no-findings" --config "$work/calm.yml"

runs=("$work/sample" "$work/policy" "$work/redacted" "$work/hostile" "$work/no-findings")
for run in "${runs[@]}"; do (cd "$run" && sha256sum --quiet --strict -c SHA256SUMS); done
"$tools/python" scripts/ci/validate_formats.py "${runs[@]}"

# The whole model once more in trestle's own workspace: references, duplicates, versions.
mkdir "$work/trestle"
cd "$work/trestle"
"$tools/trestle" init --local >/dev/null 2>&1
for run in "${runs[@]}"; do
  name=$(basename "$run")
  "$tools/trestle" import -f "$run/oscal-assessment-results.json" -o "$name" >"$work/trestle.log" 2>&1 || {
    cat "$work/trestle.log" >&2
    exit 1
  }
  "$tools/trestle" validate -t assessment-results -n "$name" >"$work/trestle.log" 2>&1 || {
    cat "$work/trestle.log" >&2
    exit 1
  }
done
sed 's/"observation-uuid": "[^"]*"/"observation-uuid": "nothing"/' "$work/sample/oscal-assessment-results.json" >"$work/broken.json"
if "$tools/trestle" import -f "$work/broken.json" -o broken >/dev/null 2>&1; then
  echo 'trestle took a broken file' >&2
  exit 1
fi
echo "trestle: ${#runs[@]} assessment results valid, a broken one refused"
