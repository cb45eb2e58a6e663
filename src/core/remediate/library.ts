import type { Plan } from './plan.ts';
import { bash, bashArray } from './sinks.ts';

/** The policy that the fix was planned with, beside the scripts. */
export const policyFile = 'sagewarden.yml';

/** What the scripts share. It is sourced: nothing in it runs by itself. */
export function library({ region, account, network }: Plan, { policy }: { readonly policy: boolean }): string {
  return `# shellcheck shell=bash
# Written by sagewarden remediate. Needs the AWS CLI, and GNU date (on macOS: DATE=gdate).
# A call that fails inside $( ) ends the script too. Needs bash 4.4.
shopt -s inherit_errexit
export AWS_PAGER=''
region=${bash(region)}
account=${bash(account)}
subnets=${bashArray(network.subnets)}
groups=${bashArray(network.securityGroupIds)}
policy=${bashArray(policy ? ['--config', policyFile] : [])}
${body}`;
}

const body = `poll_seconds=\${POLL_SECONDS:-30}
longest_wait=\${LONGEST_WAIT:-10800}

say() { printf '%s\\n' "$*" >&2; }
stop() {
  say "stopped: $*"
  exit 1
}
sagemaker() { aws sagemaker "$@" --region "$region"; }
ec2() { aws ec2 "$@" --region "$region" --output text; }

right_account() {
  local caller
  caller=$(aws sts get-caller-identity --region "$region" --query Account --output text)
  [ "$caller" = "$account" ] || stop "these are credentials of account $caller, not of $account"
}

# field DESCRIBE OPTION NAME QUERY
field() { sagemaker "$1" "--$2" "$3" --query "$4" --output text; }

# exists DESCRIBE OPTION NAME: what AWS does not answer is no "no".
exists() {
  local answer
  if answer=$(sagemaker "$1" "--$2" "$3" --output json 2>&1 >/dev/null); then return 0; fi
  case $answer in
    *ResourceNotFound* | *'Could not find'* | *'not found'* | *RecordNotFound* | *'does not exist'*) return 1 ;;
  esac
  stop "$answer"
}

# identity DESCRIBE OPTION NAME ARN_MEMBER: a name is reusable, an ARN with its time of creation is not.
identity() {
  local arn created
  arn=$(field "$1" "$2" "$3" "$4") || return
  created=$(field "$1" "$2" "$3" CreationTime) || return
  created=$(epoch "$created") || return
  printf '%s %s\\n' "$arn" "$created"
}

# made_here "ARN SECONDS": by a script of this folder, which keeps a list.
made_here() { [ -f created.txt ] && grep -qxF -- "$1" created.txt; }

# create DESCRIBE OPTION NAME ARN_MEMBER CREATE REQUEST "ARN SECONDS": what a script of this folder has made is taken up, and what the
# plan has compared with the request (the last word, where it found one of that name); never another's.
create() {
  local found
  if exists "$1" "$2" "$3"; then
    found=$(identity "$1" "$2" "$3" "$4")
    [ "$found" = "\${7:-}" ] || made_here "$found" ||
      stop "$3 exists already, and was not created from here: nothing was done to it; make the plan anew, which compares it with the request"
    say "$3 exists already"
  else
    sagemaker "$5" --cli-input-json "file://requests/$6" >/dev/null
    identity "$1" "$2" "$3" "$4" >>created.txt
    say "$3 created"
  fi
}

# made DESCRIBE OPTION NAME ARN_MEMBER: is it there, and is it what a script of this folder has made?
made() {
  local found
  exists "$1" "$2" "$3" || return 1
  found=$(identity "$1" "$2" "$3" "$4") || exit
  made_here "$found" || {
    say "$3 was not created from here: it is left as it is"
    return 1
  }
}

words() { tr -s '[:space:]' '\\n' | sort -u | tr '\\n' ' '; }
expect() {
  local what=$1 expected actual
  expected=$(words <<<"$2")
  actual=$(words <<<"$3")
  [ "$expected" = "$actual" ] || stop "$what is $actual, expected $expected"
  say "ok: $what"
}

# The AWS CLI shows times as it is told to: by number, or in ISO 8601.
epoch() {
  case $1 in
    *[!0-9.]*) "\${DATE:-date}" -u -d "$1" +%s ;;
    *) printf '%s\\n' "\${1%%.*}" ;;
  esac
}

# same DESCRIBE OPTION NAME ARN_MEMBER ARN SECONDS: names are reusable.
same() {
  local arn created
  arn=$(field "$1" "$2" "$3" "$4")
  created=$(epoch "$(field "$1" "$2" "$3" CreationTime)")
  [ "$arn" = "$5" ] || stop "$3 is $arn, not $5"
  [ "$created" = "$6" ] || stop "$3 was created at $created, not at $6 (seconds since 1970): it is another of that name"
}

# settle DESCRIBE OPTION NAME STATUS_MEMBER: waits while something is under way, and says how it ended.
settle() {
  local status waited=0
  while :; do
    status=$(field "$1" "$2" "$3" "$4")
    case $status in
      Creating | Updating | SystemUpdating | RollingBack | Stopping | Pending | Deleting) ;;
      *)
        printf '%s\\n' "$status"
        return
        ;;
    esac
    [ "$waited" -lt "$longest_wait" ] || stop "$3 is still $status after $waited seconds; run this again to go on waiting"
    say "$3: $status"
    sleep "$poll_seconds"
    waited=$((waited + poll_seconds))
  done
}

# switch_endpoint ENDPOINT FROM TO REQUEST
switch_endpoint() {
  local status config
  status=$(settle describe-endpoint endpoint-name "$1" EndpointStatus)
  config=$(field describe-endpoint endpoint-name "$1" EndpointConfigName)
  if [ "$config" = "$3" ] && [ "$status" = InService ]; then
    say "$1 uses $3 already"
    return
  fi
  [ "$config" = "$2" ] || [ "$config" = "$3" ] || stop "$1 uses $config by now, not $2: somebody changed it; make the plan anew"
  case $status in
    InService | UpdateRollbackFailed) ;;
    *) stop "$1 is $status: an endpoint is switched only while it is InService" ;;
  esac
  sagemaker update-endpoint --cli-input-json "file://requests/$4" >/dev/null
  status=$(settle describe-endpoint endpoint-name "$1" EndpointStatus)
  config=$(field describe-endpoint endpoint-name "$1" EndpointConfigName)
  if [ "$status" != InService ] || [ "$config" != "$3" ]; then
    stop "$1 is $status with $config: AWS went back to the old fleet; see FailureReason (aws sagemaker describe-endpoint), nothing was deleted"
  fi
  say "$1 uses $3"
}

# judge ARN: our own judge where it is installed, by the policy of the plan; the evidence of the last run is kept.
judge() {
  if command -v sagewarden >/dev/null; then
    sagewarden posture --resource "$1" "\${policy[@]}" --out "posture/\${1##*:}" --force
  else
    say "not asked: sagewarden posture --resource $1 \${policy[*]}"
  fi
}

# reach VPC SERVICE: an interface endpoint of that service, by id.
reach() {
  ec2 describe-vpc-endpoints --filters "Name=vpc-id,Values=$1" \\
    --query "VpcEndpoints[?ends_with(ServiceName, '.$region.$2') && VpcEndpointType=='Interface'].VpcEndpointId"
}

# check_network: what has to be there before anything is created; without it CreateModel succeeds, and the endpoint times out.
check_network() {
  local vpc subnet table gateway nat attribute service egress missing=0
  lacks() {
    say "missing: $*"
    missing=1
  }
  vpc=$(ec2 describe-subnets --subnet-ids "\${subnets[@]}" --query 'Subnets[].VpcId' | words)
  vpc=\${vpc% }
  case $vpc in
    '' | *' '*) stop "the subnets are in more than one VPC, or in none: $vpc" ;;
  esac
  for attribute in Support Hostnames; do
    [ "$(ec2 describe-vpc-attribute --vpc-id "$vpc" --attribute "enableDns$attribute" --query "EnableDns$attribute.Value")" = True ] ||
      lacks "DNS $attribute of $vpc (aws ec2 modify-vpc-attribute)"
  done
  for subnet in "\${subnets[@]}"; do
    table=$(ec2 describe-route-tables --filters "Name=association.subnet-id,Values=$subnet" --query 'RouteTables[0].RouteTableId')
    if [ "$table" = None ]; then
      table=$(ec2 describe-route-tables --filters "Name=vpc-id,Values=$vpc" Name=association.main,Values=true --query 'RouteTables[0].RouteTableId')
    fi
    gateway=$(ec2 describe-route-tables --route-table-ids "$table" --query "RouteTables[].Routes[?starts_with(GatewayId || '', 'igw-')].GatewayId")
    [ -z "$gateway" ] || lacks "a private subnet: $subnet routes to an internet gateway"
    nat=$(ec2 describe-route-tables --route-table-ids "$table" --query 'RouteTables[].Routes[?NatGatewayId].NatGatewayId')
    [ -z "$nat" ] || continue
    if [ -z "$(reach "$vpc" s3)" ]; then
      [ -n "$(ec2 describe-vpc-endpoints --filters "Name=vpc-id,Values=$vpc" \\
        --query "VpcEndpoints[?ends_with(ServiceName, '.$region.s3') && contains(RouteTableIds || \\\`[]\\\`, '$table')].VpcEndpointId")" ] ||
        lacks "an S3 endpoint for $subnet (aws ec2 create-vpc-endpoint --route-table-ids $table)"
    fi
    for service in ecr.api ecr.dkr; do
      [ -n "$(reach "$vpc" "$service")" ] || lacks "an interface endpoint for $service in $vpc, or NAT for $subnet"
    done
  done
  egress=$(ec2 describe-security-groups --group-ids "\${groups[@]}" \\
    --query "SecurityGroups[].IpPermissionsEgress[] | [?IpProtocol=='-1' || (FromPort<=to_number('443') && ToPort>=to_number('443'))].IpProtocol")
  [ -n "$egress" ] || lacks "egress on TCP 443 in \${groups[*]} (aws ec2 authorize-security-group-egress)"
  [ "$missing" -eq 0 ] || stop "create what is missing; or, where another VPC shares it, run this with --skip-network-check"
  say "ok: $vpc has DNS, S3 and ECR endpoints or NAT, and egress on 443; the plan has what else was checked"
}
`;
