#!/usr/bin/env bash
# The page in a browser. On Debian, as root, installs Chromium and poppler-utils where they are missing.
set -euo pipefail
cd "$(dirname "$0")/../.."

packages=()
[ -x "${CHROMIUM_PATH:-/usr/bin/chromium}" ] || packages+=(chromium)
command -v pdftotext >/dev/null || packages+=(poppler-utils)
if [ "${#packages[@]}" -gt 0 ]; then
  apt-get update -qq </dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" </dev/null >/dev/null
fi

npm run test:page -- "$@" </dev/null
