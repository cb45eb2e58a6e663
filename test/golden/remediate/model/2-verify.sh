#!/usr/bin/env bash
# Written by sagewarden remediate for arn:aws:sagemaker:eu-west-1:111122223333:model/fraud
# Says whether the replacement is what it should be, and in use. Changes nothing.
set -euo pipefail
umask 077
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=lib.sh
. ./lib.sh

right_account
expect 'Subnets of Fraud-vpc-3d77c975' 'subnet-a subnet-b' "$(field describe-model model-name Fraud-vpc-3d77c975 VpcConfig.Subnets)"
expect 'SecurityGroupIds of Fraud-vpc-3d77c975' sg-1 "$(field describe-model model-name Fraud-vpc-3d77c975 VpcConfig.SecurityGroupIds)"
expect 'EnableNetworkIsolation of Fraud-vpc-3d77c975' True "$(field describe-model model-name Fraud-vpc-3d77c975 EnableNetworkIsolation)"
expect 'the models of fraud-config-vpc-05066281' Fraud-vpc-3d77c975 "$(field describe-endpoint-config endpoint-config-name fraud-config-vpc-05066281 '[ProductionVariants[].ModelName, ShadowProductionVariants[].ModelName, ProductionVariants[].InstancePools[].ModelNameOverride, ShadowProductionVariants[].InstancePools[].ModelNameOverride][][]')"
expect 'the status of fraud' InService "$(field describe-endpoint endpoint-name fraud EndpointStatus)"
expect 'the config of fraud' fraud-config-vpc-05066281 "$(field describe-endpoint endpoint-name fraud EndpointConfigName)"
judge arn:aws:sagemaker:eu-west-1:111122223333:model/fraud-vpc-3d77c975
say 'a second opinion: prowler aws --region eu-west-1 --checks sagemaker_models_vpc_settings_configured sagemaker_models_network_isolation_enabled'
