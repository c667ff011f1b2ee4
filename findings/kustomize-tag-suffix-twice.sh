#!/usr/bin/env bash
#
# A suffix for a tag is added twice, or not at all.
#
# Version  kustomize v5.8.2 (`kustomize build`).
# Guess    {name: shop, tagSuffix: -arm} turns shop:1 into shop:1-arm, and
#          beside `newTag: "2"` it gives shop:2-arm.
# Seen     Alone, the suffix is added two times, because the image rule runs
#          over a container twice (the other fields of the rule do not notice:
#          setting a name or a tag again changes nothing). Beside newTag it is
#          ignored.
# Output   tagSuffix alone      -> image: shop:1-arm-arm
#          tagSuffix + newTag   -> image: shop:2
# Matters  The field looks made for "the same release, another flavour" of many
#          services. Whoever computes the resulting tag from the file, to check
#          that it is in the registry, looks for a tag that nothing deploys.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

GOBIN="$tmp/bin" GOTOOLCHAIN=auto go install sigs.k8s.io/kustomize/kustomize/v5@v5.8.2

cat > "$tmp/pod.yaml" <<'POD'
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec: {containers: [{name: main, image: "shop:1"}]}
POD

build() {
  printf 'resources: [pod.yaml]\nimages: [%s]\n' "$1" > "$tmp/kustomization.yaml"
  "$tmp/bin/kustomize" build "$tmp" | grep -o 'image: .*'
}

alone=$(build '{name: shop, tagSuffix: -arm}')
both=$(build '{name: shop, newTag: "2", tagSuffix: -arm}')
echo "tagSuffix alone      -> $alone"
echo "tagSuffix + newTag   -> $both"

[ "$alone" = 'image: shop:1-arm-arm' ] || changed "the suffix alone gives $alone"
[ "$both" = 'image: shop:2' ] || changed "the suffix beside newTag gives $both"
