# shellcheck shell=bash
# Sourced by the scripts beside it: tools that others wrote, installed once and kept below node_modules/.cache. Needs python3 with venv and a
# Python package index; a terraform provider is taken from a mirror on this machine, else from the registry.

# What fails to install in $(...) fails there, and is not taken for complete.
shopt -s inherit_errexit

cache=$PWD/node_modules/.cache/sagewarden

# Several scripts may come at once: one installs, the others wait. $1: name of its folder, $2: what is in it, the rest: a command that
# puts that there, given the folder; it need not look whether something is there.
kept() {
  local folder=$cache/$1 what=$2
  shift 2
  mkdir -p "$cache"
  (
    flock 9
    if [ "$(cat "$folder/complete" 2>/dev/null)" != "$what" ]; then
      rm -rf "$folder"
      mkdir "$folder"
      "$@" "$folder" </dev/null >&2
      echo "$what" >"$folder/complete"
    fi
  ) 9>"$folder.lock"
}

# $1: name, the rest: packages. Prints the folder of its programs.
python_tools() {
  local name=$1
  shift
  kept "$name" "$*" pip_into "$@"
  echo "$cache/$name/bin"
}

# Packages, then the folder.
pip_into() {
  local venv=${*: -1}
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "${@:1:$#-1}"
}

# moto, the AWS CLI, cfn-lint and parliament, which get along with each other.
aws_tools() { python_tools aws 'moto[server]==5.2.5' awscli==1.46.3 cfn-lint==1.58.0 parliament==1.6.4; }

free_port() { node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'; }

# A server of AWS's protocols; its address is in $moto_url, its process in $moto. $1: its log.
start_moto() {
  local port tools
  tools=$(aws_tools)
  port=$(free_port)
  "$tools/moto_server" -H 127.0.0.1 -p "$port" >"$1" 2>&1 &
  # shellcheck disable=SC2034
  moto=$!
  moto_url=http://127.0.0.1:$port
  for _ in $(seq 200); do
    if curl --silent --fail --output /dev/null "$moto_url/moto-api/"; then return; fi
    sleep 0.1
  done
  echo 'moto did not start:' >&2
  tail -n 20 "$1" >&2
  return 1
}

# What a caller of moto needs in its environment.
as_moto_user() {
  unset AWS_PROFILE AWS_SESSION_TOKEN
  export AWS_ENDPOINT_URL=$moto_url AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=$1 AWS_DEFAULT_REGION=$1
}

# $1: a folder for its configuration.
terraform_here() {
  if ! command -v terraform >/dev/null; then
    echo 'terraform is missing: install Terraform >= 1.5 (https://developer.hashicorp.com/terraform/install), with access to hashicorp/aws' >&2
    return 1
  fi
  local provider
  provider=$(find / -xdev -type d -name .terraform -prune -o -type d -path '*/registry.terraform.io/hashicorp/aws' -print -quit 2>/dev/null || true)
  if [ -n "$provider" ]; then
    printf 'provider_installation {\n  filesystem_mirror {\n    path = "%s"\n  }\n}\n' "${provider%/registry.terraform.io/hashicorp/aws}" >"$1/terraformrc"
    export TF_CLI_CONFIG_FILE=$1/terraformrc
  fi
  export TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1
}

shellcheck_here() {
  command -v shellcheck >/dev/null || { apt-get update -qq && apt-get install --yes --no-install-recommends -qq shellcheck; } </dev/null >/dev/null
}
