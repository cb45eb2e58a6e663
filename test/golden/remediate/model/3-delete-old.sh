#!/usr/bin/env bash
# Written by sagewarden remediate for arn:aws:sagemaker:eu-west-1:111122223333:model/fraud
# Deletes the old, after verification. There is no way back from here but to create it again.
set -euo pipefail
umask 077
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=lib.sh
. ./lib.sh

right_account
[ "${1:-}" = --yes-delete-old ] || stop 'this deletes what was replaced (endpoint configs: 1, models: 1); say --yes-delete-old'
./2-verify.sh
endpoints=$(sagemaker list-endpoints --query 'Endpoints[].EndpointName' --output text)
for endpoint in $endpoints; do
  used=$(field describe-endpoint endpoint-name "$endpoint" EndpointConfigName)
  case $used in
    fraud-config) stop "endpoint $endpoint uses $used" ;;
  esac
done
if exists describe-endpoint-config endpoint-config-name fraud-config; then
  same describe-endpoint-config endpoint-config-name fraud-config EndpointConfigArn arn:aws:sagemaker:eu-west-1:111122223333:endpoint-config/fraud-config 1788242400
  sagemaker delete-endpoint-config --endpoint-config-name fraud-config
  say 'fraud-config deleted'
fi
configs=$(sagemaker list-endpoint-configs --query 'EndpointConfigs[].EndpointConfigName' --output text)
for config in $configs; do
  models=$(field describe-endpoint-config endpoint-config-name "$config" '[ProductionVariants[].ModelName, ShadowProductionVariants[].ModelName, ProductionVariants[].InstancePools[].ModelNameOverride, ShadowProductionVariants[].InstancePools[].ModelNameOverride][][]')
  for used in $models; do
    case $used in
      Fraud) stop "endpoint config $config names $used" ;;
    esac
  done
done
if exists describe-model model-name Fraud; then
  same describe-model model-name Fraud ModelArn arn:aws:sagemaker:eu-west-1:111122223333:model/fraud 1788242400
  sagemaker delete-model --model-name Fraud
  say 'Fraud deleted'
fi
