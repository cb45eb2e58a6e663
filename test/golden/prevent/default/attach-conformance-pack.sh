#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"

# In an account and Region where AWS Config records. For a whole organization: put-organization-conformance-pack, with --organization-conformance-pack-name.
aws configservice put-conformance-pack --conformance-pack-name sagewarden --template-body file://sagewarden-conformance-pack.yaml
