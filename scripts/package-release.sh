#!/usr/bin/env bash
# usage: package-release.sh vX.Y.Z FOLDER
# Writes what a release has: one archive of every committed bundle, the command line as a package of npm, the bill of
# materials of each, and their checksums.
# The same tree gives the same bytes, so that anybody can make them again.
set -euo pipefail
version="$1" folder="$2"
cd "$(dirname "$0")/.."
mkdir -p "$folder"
git archive --format=tar --prefix="rollcall-$version/" HEAD LICENSE README.md SECURITY.md .github/workflows workflows actions packages/cli/dist |
  gzip -n > "$folder/rollcall-$version.tar.gz"
# For `npx ./rollcall-X.Y.Z.tgz`, without a registry.
npm pack --silent --pack-destination "$folder" > /dev/null
for sbom in actions/*/dist/sbom.cdx.json packages/cli/dist/sbom.cdx.json; do
  program="${sbom%/dist/sbom.cdx.json}"
  cp "$sbom" "$folder/${program##*/}.cdx.json"
done
cd "$folder"
sums="$(sha256sum -- *)"
echo "$sums" > SHA256SUMS
