#!/usr/bin/env bash
# Written by sagewarden remediate for arn:aws:sagemaker:eu-west-1:111122223333:model/fraud
# Creates the replacement, and switches the endpoints to it. Deletes nothing.
set -euo pipefail
umask 077
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=lib.sh
. ./lib.sh

right_account
[ "${1:-}" = --skip-network-check ] || check_network
create describe-model model-name Fraud-vpc-3d77c975 ModelArn create-model create-model.Fraud-vpc-3d77c975.json
create describe-endpoint-config endpoint-config-name fraud-config-vpc-05066281 EndpointConfigArn create-endpoint-config create-endpoint-config.fraud-config-vpc-05066281.json
expect 'Subnets of Fraud-vpc-3d77c975' 'subnet-a subnet-b' "$(field describe-model model-name Fraud-vpc-3d77c975 VpcConfig.Subnets)"
expect 'SecurityGroupIds of Fraud-vpc-3d77c975' sg-1 "$(field describe-model model-name Fraud-vpc-3d77c975 VpcConfig.SecurityGroupIds)"
expect 'EnableNetworkIsolation of Fraud-vpc-3d77c975' True "$(field describe-model model-name Fraud-vpc-3d77c975 EnableNetworkIsolation)"
switch_endpoint fraud fraud-config fraud-config-vpc-05066281 update-endpoint.fraud.json
