#!/usr/bin/env bash
# The patterns of the packaged template against every event under events/ and decoys, by EventBridge's own matcher.
# Needs npm packages, Java 17 and Maven; on Debian, as root, installs the two where they are missing.
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! command -v mvn >/dev/null || ! command -v java >/dev/null; then
  apt-get update -qq </dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends maven default-jdk-headless </dev/null >/dev/null
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r scripts/ci/event-ruler "$work/java"
mvn -q -B -f "$work/java/pom.xml" dependency:copy-dependencies -DoutputDirectory="$work/libraries" </dev/null
npx --no-install tsx scripts/ci/event-ruler-cases.ts "$work" </dev/null
match() { java -cp "$work/libraries/*" "$work/java/Match.java" "$@" </dev/null; }
match "$work/patterns" "$work/cases.tsv"

# A matcher that takes anything proves nothing: without one operation, or without the source, it must object.
mkdir "$work/short" "$work/open"
for pattern in "$work"/patterns/*.json; do
  sed 's/"CreateModel",//' "$pattern" >"$work/short/$(basename "$pattern")"
  sed 's/"source":\[[^]]*\],//' "$pattern" >"$work/open/$(basename "$pattern")"
done
for broken in short open; do
  if match "$work/$broken" "$work/cases.tsv" >/dev/null 2>&1; then
    echo "event-ruler: a broken pattern ($broken) was taken" >&2
    exit 1
  fi
done
echo 'event-ruler: patterns without an operation or a source were refused'
