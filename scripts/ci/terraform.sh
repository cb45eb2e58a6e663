#!/usr/bin/env bash
# The Terraform module over the packaged functions: formatted, valid, applied to moto, idempotent, changed, and taken away again. Needs
# npm packages, python3 with venv, a Python package index, and terraform with the AWS provider (a mirror on this machine, else the registry).
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/ci/tools.sh

root=$PWD
work=$(mktemp -d)
moto=
trap 'if [ -n "$moto" ]; then kill "$moto" 2>/dev/null || true; fi; rm -rf "$work"' EXIT

terraform_here "$work"

npx --no-install tsx scripts/bundle.ts </dev/null
mkdir -p "$work/package/dist"
cp -r serverless.yml iac sagewarden.yml package.json "$work/package/"
cp -r dist/lambda "$work/package/dist/"
(cd "$work/package" && timeout 120 "$root/node_modules/.bin/osls" package </dev/null >/dev/null 2>&1)

start_moto "$work/moto.log"
as_moto_user eu-west-1

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
