#!/usr/bin/env bash
# Written by sagewarden remediate for arn:aws:sagemaker:eu-west-1:111122223333:model/fraud
# Puts the endpoints back on the old while it is kept, and deletes what 1-apply.sh has created.
set -euo pipefail
umask 077
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=lib.sh
. ./lib.sh

right_account
exists describe-model model-name Fraud || stop 'Fraud is deleted: there is nothing to go back to; create it again from its request of then'
exists describe-endpoint-config endpoint-config-name fraud-config || stop 'fraud-config is deleted: there is nothing to go back to; create it again from its request of then'
switch_endpoint fraud fraud-config-vpc-05066281 fraud-config back-update-endpoint.fraud.json
if made describe-endpoint-config endpoint-config-name fraud-config-vpc-05066281 EndpointConfigArn; then
  sagemaker delete-endpoint-config --endpoint-config-name fraud-config-vpc-05066281
fi
if made describe-model model-name Fraud-vpc-3d77c975 ModelArn; then
  sagemaker delete-model --model-name Fraud-vpc-3d77c975
fi
say 'the old is in use again: record exemption.yml in sagewarden.yml'
