#!/usr/bin/env bash
# The Terraform module over the packaged functions: formatted, valid, applied to moto, idempotent, changed, and taken away again. Needs
# npm packages, python3 with venv, a Python package index, and terraform with the AWS provider (a mirror on this machine, else the registry).
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! command -v terraform >/dev/null; then
  echo 'terraform is missing: install Terraform >= 1.5 (https://developer.hashicorp.com/terraform/install), with access to hashicorp/aws' >&2
  exit 1
fi
root=$PWD
work=$(mktemp -d)
moto=
trap 'if [ -n "$moto" ]; then kill "$moto" 2>/dev/null || true; fi; rm -rf "$work"' EXIT

venv=$root/node_modules/.cache/terraform/venv
if [ ! -f "$venv/complete" ]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "moto[server]==5.2.5"
  touch "$venv/complete"
fi

npx --no-install tsx scripts/bundle.ts </dev/null
mkdir -p "$work/package/dist"
cp -r serverless.yml iac sagewarden.yml package.json "$work/package/"
cp -r dist/lambda "$work/package/dist/"
(cd "$work/package" && timeout 120 "$root/node_modules/.bin/osls" package </dev/null >/dev/null 2>&1)

provider=$(find / -xdev -type d -path '*/registry.terraform.io/hashicorp/aws' -print -quit 2>/dev/null || true)
if [ -n "$provider" ]; then
  printf 'provider_installation {\n  filesystem_mirror {\n    path = "%s"\n  }\n}\n' "${provider%/registry.terraform.io/hashicorp/aws}" >"$work/terraformrc"
  export TF_CLI_CONFIG_FILE=$work/terraformrc
fi
export TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1

port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
"$venv/bin/moto_server" -H 127.0.0.1 -p "$port" >"$work/moto.log" 2>&1 &
moto=$!
export AWS_ENDPOINT_URL=http://127.0.0.1:$port AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1
unset AWS_PROFILE AWS_SESSION_TOKEN
for _ in $(seq 100); do curl -sf "$AWS_ENDPOINT_URL/moto-api/" >/dev/null && break; sleep 0.1; done

cat >"$work/main.tf" <<HCL
provider "aws" {
  region                      = "eu-west-1"
  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_requesting_account_id  = true
}

variable "evidence" { default = "yes" }

module "sagewarden" {
  source      = "$root/terraform"
  package_dir = "$work/package/dist/lambda"
  template    = "$work/package/.serverless/cloudformation-template-update-stack.json"
  parameters  = { TrailBucket = "trail", ContinuousEvidence = var.evidence, AlertEmail = "security@example.com" }
}

output "stack" { value = module.sagewarden.outputs }
HCL
terraform fmt -check -recursive "$root/terraform"
run() { terraform -chdir="$work" "$@" -no-color; }
run init -input=false >/dev/null
run validate
run apply -input=false -auto-approve >"$work/apply.log" || { tail -40 "$work/apply.log" >&2; exit 1; }
run plan -input=false -detailed-exitcode >"$work/plan.log" || { echo 'a second plan is not empty:' >&2; tail -40 "$work/plan.log" >&2; exit 1; }

# An action of CloudFormation on the stack, as XML.
stack() { node -e '
  const query = new URLSearchParams({ Action: process.argv[1], Version: "2010-05-15", StackName: "sagewarden" });
  const authorization = "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/cloudformation/aws4_request, SignedHeaders=host, Signature=0";
  fetch(process.env.AWS_ENDPOINT_URL, { method: "POST", body: query, headers: { authorization } }).then((answer) => answer.text()).then(console.log);
' "$1"; }
resources() { stack ListStackResources | grep -o '<LogicalResourceId>[^<]*' | cut -d'>' -f2 | sort; }
resources >"$work/resources"
for id in MonitorLambdaFunction SealLambdaFunction SealedDays Ledger AlertTopic MonitorRole SealRole; do
  grep -qx "$id" "$work/resources" || { echo "$id is not in the stack:" >&2; cat "$work/resources" >&2; exit 1; }
done
if grep -q ServerlessDeploymentBucket "$work/resources"; then echo "the packager's own bucket is in the stack" >&2; exit 1; fi
run output -json stack | grep -q SealedDaysBucket
echo "terraform: formatted, valid, applied to moto: $(wc -l <"$work/resources") resources; a second plan is empty"

run apply -input=false -auto-approve -var evidence=no >"$work/change.log" || { tail -40 "$work/change.log" >&2; exit 1; }
# moto keeps what a condition takes away from a stack; that the parameter arrives is what is this module's.
stack DescribeStacks | tr -d '\n ' | grep -q '<ParameterKey>ContinuousEvidence</ParameterKey><ParameterValue>no</ParameterValue>' ||
  { echo 'a parameter that changed is not applied' >&2; exit 1; }
run destroy -input=false -auto-approve >"$work/destroy.log" || { tail -40 "$work/destroy.log" >&2; exit 1; }
echo 'terraform: changed by a parameter, and taken away'
