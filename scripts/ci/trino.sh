#!/usr/bin/env bash
# The statements that Athena gets, run on its engine (Trino 476) over two archives; population.jsonl as of a scan of the files.
# Needs node_modules, Maven with a repository, unzip or Java's jar, and a JDK 24 or newer (JAVA25_HOME, or one below /usr/lib/jvm).
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/ci/tools.sh

version=476
if ! command -v mvn >/dev/null; then
  apt-get update -qq </dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends maven default-jdk-headless </dev/null >/dev/null
fi

java=
for home in "${JAVA25_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*; do
  [ -x "$home/bin/java" ] || continue
  major=$("$home/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -1)
  if [ "${major:-0}" -ge 24 ]; then java=$home/bin/java; fi
done
if [ -z "$java" ]; then
  echo "trino: no JDK 24 or newer: set JAVA25_HOME to one" >&2
  exit 1
fi

# Unpacked once: Maven keeps the archives.
unpacked_into() {
  for artifact in trino-server-core:$version:tar.gz trino-hive:$version:zip; do
    mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy "-Dartifact=io.trino:$artifact" "-DoutputDirectory=$1"
  done
  tar -xzf "$1/trino-server-core-$version.tar.gz" -C "$1"
  (cd "$1" && "$(dirname "$java")/jar" -xf "trino-hive-$version.zip")
  rm "$1/trino-server-core-$version.tar.gz" "$1/trino-hive-$version.zip"
}
kept trino "$version" unpacked_into

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npx --no-install tsx scripts/ci/trino.ts --home "$cache/trino" --java "$java" --work "$work" "$@" </dev/null
