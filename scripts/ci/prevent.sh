#!/usr/bin/env bash
# What `prevent` writes, by tools that others wrote: cfn-lint, parliament, shellcheck, terraform, cfn-guard; attached by its own scripts on
# moto; and a plan of a real terraform judged. Needs npm packages, npm, python3 with venv, a Python package index, terraform with the AWS
# provider (a mirror on this machine, else the registry), and shellcheck or root for apt.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/ci/tools.sh

work=$(mktemp -d)
moto=
trap 'if [ -n "$moto" ]; then kill "$moto" 2>/dev/null || true; fi; rm -rf "$work"' EXIT
root=$PWD
fixtures=$root/test/fixtures/prevent
sagewarden() { (cd "$work" && "$root/node_modules/.bin/tsx" "$root/src/cli/main.ts" "$@"); }
is() { if [ "$1" != "$2" ]; then echo "$3: got '$1', expected '$2'" >&2; exit 1; fi; }

shellcheck_here
PATH="$(aws_tools):$PATH"
export PATH
# AWS's own package of cfn-guard 3.1.1, with its binaries.
package=@cdklabs/cdk-validator-cfnguard@0.0.62
npm_into() { npm install --prefix "$1" --no-audit --no-fund --no-save --silent --ignore-scripts "$package"; }
kept cfn-guard "$package" npm_into
case $(uname -sm) in
  'Linux aarch64') platform=ubuntu/aarch64 ;;
  'Darwin arm64') platform=macos/aarch64 ;;
  'Darwin x86_64') platform=macos/x86_64 ;;
  *) platform=ubuntu/x86_64 ;;
esac
guard=$cache/cfn-guard/node_modules/@cdklabs/cdk-validator-cfnguard/bin/$platform/cfn-guard
chmod +x "$guard"

terraform_here "$work"
export TF_PLUGIN_CACHE_DIR=$work/plugins
mkdir "$work/plugins"

sagewarden prevent --format all --out "$work/plain" --config "$root/sagewarden.yml" >/dev/null
sagewarden prevent --format all --out "$work/full" --config "$fixtures/sagewarden.yml" >"$work/full.txt"

cfn-lint "$work"/{plain,full}/sagewarden-prevention.yaml "$work"/{plain,full}/sagewarden-conformance-pack.yaml "$fixtures/good.yaml"
echo 'cfn-lint: templates, conformance packs and the good template clean'
shellcheck "$work"/{plain,full}/attach-*.sh
echo 'shellcheck: clean'

# Exit status 1 is a finding; what counts is which. CreateJob is newer than parliament's list.
for policy in "$work"/{plain,full}/sagewarden-{scp,iam}*.json; do
  parliament --json <"$policy" >>"$work/findings" || [ $? -eq 1 ]
  is "$([ "$(wc -c <"$policy")" -le 8192 ] && echo small)" small "$policy"
done
grep -v 'sagemaker:CreateJob\b' "$work/findings" >"$work/unexpected" || true
is "$(cat "$work/unexpected")" '' parliament
for scp in "$work"/{plain,full}/sagewarden-scp*.json; do
  is "$([ "$(tr -d '\n' <"$scp" | wc -c)" -le 5120 ] && echo fits)" fits "$scp"
done
echo 'parliament: clean; service control policies within 5,120 bytes'

summary() { "$guard" validate --rules "$1" --data "$2" --show-summary all 2>&1 || true; }
summary "$work/full/sagewarden.guard" "$fixtures/good.yaml" >"$work/good"
summary "$work/full/sagewarden.guard" "$fixtures/bad.yaml" >"$work/bad"
rules=$(grep -c '^rule ' "$work/full/sagewarden.guard")
is "$(grep -cE '^sagewarden.guard/\S+ +PASS$' "$work/good")" "$rules" 'rules that pass the good template'
is "$(grep -cE '^sagewarden.guard/\S+ +FAIL$' "$work/bad")" "$rules" 'rules that fail the bad template'
"$guard" validate --rules "$work/full/sagewarden.guard" --data "$fixtures/good.yaml" >/dev/null
echo "cfn-guard: $rules rules pass the good template and fail the bad one"

start_moto "${MOTO_LOG:-$work/moto.log}"
as_moto_user us-east-1

for role in Research Data; do
  aws iam create-role --role-name $role --assume-role-policy-document '{"Version":"2012-10-17","Statement":[]}' >/dev/null
done
attached() { aws iam list-attached-role-policies --role-name "$1" --query 'length(AttachedPolicies)' --output text; }
statements() { aws iam get-policy-version --policy-arn "$1" --version-id v1 --query 'PolicyVersion.Document.Statement[].Sid' --output json | tr -d ' \n'; }

documents=$(ls "$work"/full/sagewarden-iam*.json | wc -l)
"$work/full/attach-iam.sh" Research Data
is "$(attached Research) $(attached Data)" "$documents $documents" 'attach-iam.sh'
# moto loses the outputs of a stack that a change set makes: what `deploy` would make, create-stack does here.
mkdir "$work/shim"
cat >"$work/shim/aws" <<'SHIM'
#!/usr/bin/env bash
if [ "$1 $2" != 'cloudformation deploy' ]; then exec "$AWS_CLI" "$@"; fi
[ "$3 $5 $7" = '--template-file --stack-name --capabilities' ] || exit 2
exec "$AWS_CLI" cloudformation create-stack --template-body "file://$4" --stack-name "$6" --capabilities "$8"
SHIM
chmod +x "$work/shim/aws"
AWS_CLI=$(command -v aws) PATH=$work/shim:$PATH "$work/full/attach-cloudformation.sh" Research >/dev/null
is "$(attached Research)" $((2 * documents)) 'attach-cloudformation.sh'
aws organizations create-organization --feature-set ALL >/dev/null
target=$(aws organizations list-roots --query 'Roots[0].Id' --output text)
"$work/full/attach-scp.sh" "$target"
is "$(aws organizations list-policies-for-target --target-id "$target" --filter SERVICE_CONTROL_POLICY --query "length(Policies[?starts_with(Name,'sagewarden')])" --output text)" "$documents" 'attach-scp.sh'
if "$work/full/attach-iam.sh" 2>"$work/usage"; then echo 'attach-iam.sh without a role passes' >&2; exit 1; fi
grep -q 'usage:' "$work/usage"
echo "moto: $documents documents attached to roles, from CloudFormation, and to a root"

mkdir "$work/terraform"
cp "$work"/full/*.tf "$work"/full/attach-terraform.sh "$work/terraform/"
terraform -chdir="$work/terraform" init -input=false -no-color >/dev/null
terraform -chdir="$work/terraform" validate -no-color
terraform -chdir="$work/terraform" fmt -check >/dev/null
printf 'policy_name = "from-terraform"\ncreate_service_control_policy = true\n' >"$work/terraform/terraform.tfvars"
"$work/terraform/attach-terraform.sh" Data <<<yes >"$work/apply.log"
is "$(attached Data)" $((2 * documents)) 'attach-terraform.sh'
first=$([ "$documents" -eq 1 ] && echo policy_arn || echo policy_arn_1)
arn=$(terraform -chdir="$work/terraform" output -raw "$first")
is "$(statements "$arn")" "$(node -p 'JSON.stringify(JSON.parse(require("node:fs").readFileSync(process.argv[1])).Statement.map(({ Sid }) => Sid))' "$(ls "$work"/full/sagewarden-iam*.json | head -1)")" 'the statements that Terraform makes'
# Without allow-lists no statement of them holds, and no document is empty.
printf 'allowed_subnets = []\nallowed_security_groups = []\n' >>"$work/terraform/terraform.tfvars"
terraform -chdir="$work/terraform" plan -input=false -no-color -out=empty >/dev/null
terraform -chdir="$work/terraform" show -json empty >"$work/empty.json"
is "$(node -p '
  const { planned_values } = JSON.parse(require("node:fs").readFileSync(process.argv[1]));
  const policies = planned_values.root_module.resources.filter(({ type }) => type === "aws_iam_policy").map(({ values }) => JSON.parse(values.policy));
  const statements = policies.map(({ Statement }) => [Statement].flat());
  `${statements.every((each) => each.length > 0 && each[0])} ${JSON.stringify(statements).includes("ForAnyValue:StringNotEquals")}`;
' "$work/empty.json")" 'true false' 'documents without allow-lists'
echo 'terraform: valid, formatted, applied to moto, attached by its output'

cp -r "$fixtures/plan" "$work/plan"
terraform -chdir="$work/plan" init -input=false -no-color >/dev/null
terraform -chdir="$work/plan" apply -input=false -auto-approve -no-color -var stage=before >/dev/null
# moto's DescribeModel leaves out what CreateModel was told: what is in the state is what counts here.
terraform -chdir="$work/plan" plan -input=false -refresh=false -no-color -out=tfplan >/dev/null
terraform -chdir="$work/plan" show -json tfplan >"$work/plan.json"
status=0
sagewarden prevent --plan "$work/plan.json" --config "$fixtures/sagewarden.yml" --json >"$work/judged.json" || status=$?
is "$status" 1 'exit code for a plan with findings'
node -e '
  const { resources, unchanged, deleted } = JSON.parse(require("node:fs").readFileSync(process.argv[1]));
  for (const each of resources) console.log(each.action, each.address, each.class);
  console.log("unchanged", unchanged, "deleted", deleted);
' "$work/judged.json" | LC_ALL=C sort >"$work/judged.txt"
# UPDATE=1 takes what was found here for the tests without Terraform.
if [ -n "${UPDATE:-}" ]; then cp "$work/plan.json" "$fixtures/plan.json" && cp "$work/judged.txt" "$fixtures/judged.txt" && node_modules/.bin/biome format --write "$fixtures/plan.json"; fi
diff "$fixtures/judged.txt" "$work/judged.txt"
if grep -q 'sg-00000000000000bad' "$work/judged.json"; then echo 'a sensitive value is told' >&2; exit 1; fi
echo "terraform plan: $(wc -l <"$work/judged.txt") lines as expected"
