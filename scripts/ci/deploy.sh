#!/usr/bin/env bash
# What is deployed, by tools that others wrote: packaged by osls and by serverless 3.40.0 to the same template; cfn-lint on templates,
# parliament on every role's policies. Needs npm packages, npm, python3 with venv, and a Python package index.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/ci/tools.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

npx --no-install tsx scripts/bundle.ts </dev/null
for tool in osls serverless3; do
  mkdir -p "$work/$tool/dist"
  cp -r serverless.yml iac sagewarden.yml package.json "$work/$tool/"
  cp -r dist/lambda "$work/$tool/dist/"
done

# In a folder without node_modules: either would hand over to a serverless that it finds there.
osls=$PWD/node_modules/.bin/osls
(cd "$work/osls" && timeout 120 "$osls" package </dev/null)
npm install --prefix "$work/npm" --no-audit --no-fund --no-save --silent serverless@3.40.0 </dev/null
(cd "$work/serverless3" && timeout 120 "$work/npm/node_modules/.bin/serverless" package </dev/null) 2>&1 | tee "$work/serverless3.log"
grep -q 'Service packaged' "$work/serverless3.log"
(cd "$work/serverless3" && timeout 60 "$work/npm/node_modules/.bin/serverless" --version </dev/null) | grep -q 'ore: 3\.40\.0'
# The one thing that it does not know.
[ "$(grep -c "^  at '" "$work/serverless3.log")" -eq 1 ] && grep -q "at 'provider.runtime'" "$work/serverless3.log"

node - "$work" <<'JS'
const { readFileSync } = require('node:fs');
const { isDeepStrictEqual } = require('node:util');
const [, , work] = process.argv;
for (const kind of ['create', 'update']) {
  // The folder of the deployment bucket has the time of packaging in its name.
  const [ours, theirs] = ['osls', 'serverless3'].map((tool) =>
    JSON.parse(readFileSync(`${work}/${tool}/.serverless/cloudformation-template-${kind}-stack.json`, 'utf8').replace(/(serverless\/sagewarden\/dev\/)[^/"]+/g, '$1TIME')),
  );
  const differing = Object.keys({ ...ours.Resources, ...theirs.Resources }).filter((id) => !isDeepStrictEqual(ours.Resources[id], theirs.Resources[id]));
  if (!isDeepStrictEqual(ours, theirs)) throw new Error(`${kind}: serverless 3.40.0 makes another template: ${differing.join(', ') || 'outside its resources'}`);
  console.log(`${kind}: ${Object.keys(ours.Resources).length} resources, the same from osls and from serverless 3.40.0`);
}
JS

tools=$(aws_tools)
templates=("$work"/osls/.serverless/cloudformation-template-*-stack.json iac/member-account.yml)
"$tools/cfn-lint" "${templates[@]}"
echo "cfn-lint: ${#templates[@]} templates clean"

# Newer than parliament's list of actions; they are in the service model (test/drift.test.ts, test/model.test.ts).
cat >"$work/newer" <<'ACTIONS'
sagemaker:DescribeAIBenchmarkJob
sagemaker:DescribeJob
sagemaker:DescribeTrainingSession
sagemaker:StopAIBenchmarkJob
sagemaker:StopJob
sagemaker:StopTrainingSession
ACTIONS
npx --no-install tsx scripts/ci/policies.ts "$work/policies" </dev/null
# Exit status 1 is a finding; what counts is which.
findings() { timeout 120 "$tools/parliament" --json <"$1" || [ $? -eq 1 ]; }
for policy in "$work"/policies/*.json; do findings "$policy"; done >"$work/findings"
if grep -v '"issue": "UNKNOWN_ACTION"' "$work/findings" >&2; then exit 1; fi
grep -o 'Unknown action sagemaker:[A-Za-z]*' "$work/findings" | sed 's/Unknown action //' | sort -u | diff "$work/newer" - >&2
echo "parliament: $(find "$work/policies" -name '*.json' | wc -l) roles clean, but for $(wc -l <"$work/newer") actions newer than its list"

# A judge that takes anything proves nothing.
sed 's/"sns:Publish"/"sns:Pubish"/' "$work/policies/HeartbeatRole.json" >"$work/misspelt.json"
findings "$work/misspelt.json" | grep -q 'sns:Pubish'
sed 's/"DeletionPolicy"/"DeletePolicy"/' "$work/osls/.serverless/cloudformation-template-update-stack.json" >"$work/broken.json"
if "$tools/cfn-lint" "$work/broken.json" >/dev/null; then
  echo 'cfn-lint took a broken template' >&2
  exit 1
fi
echo 'cfn-lint and parliament: broken ones refused'
