#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"

# In the management account, or a delegated administrator's. FullAWSAccess has to stay attached: these documents only deny.
# They bind every principal of the target but service-linked roles; nobody in the management account.
target=${1:?"usage: $0 ROOT_OU_OR_ACCOUNT_ID"}
policy_id=$(aws organizations create-policy --type SERVICE_CONTROL_POLICY \
  --name sagewarden-prevention --description 'Refuses SageMaker requests outside the network boundary. Deny only: what is allowed is said elsewhere.' \
  --content file://sagewarden-scp.json --query Policy.PolicySummary.Id --output text)
aws organizations attach-policy --policy-id "$policy_id" --target-id "$target"
