#!/usr/bin/env bash
#
# Setting a new tag moves the image to another registry.
#
# Version  kustomize v5.8.2 (`kustomize edit set image`, which is also what
#          Argo CD runs for spec.source.kustomize.images).
# Guess    The folder says {name: shop, newName: registry.example.com/shop,
#          newTag: "1"}. `edit set image shop:2` sets newTag to 2 and leaves
#          newName alone; `edit set image shop=mirror.example.com/shop` sets
#          newName and leaves newTag alone.
# Seen     The argument replaces the whole entry. `shop:2` drops newName, so
#          the pods pull `shop:2` from the default registry;
#          `shop=mirror.example.com/shop` drops newTag, so the tag of the plain
#          manifest comes back. Only an asterisk keeps a part: `shop=*:2` keeps
#          the name.
# Output   shop:2                        -> image: shop:2
#          shop=mirror.example.com/shop  -> image: mirror.example.com/shop:0
#          shop=*:2                      -> image: registry.example.com/shop:2
# Matters  "Only the tag" is what every bump of a fleet means to change. Written
#          in the short form it also undoes the rename which the team keeps in
#          the same file, in every service at once.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

GOBIN="$tmp/bin" GOTOOLCHAIN=auto go install sigs.k8s.io/kustomize/kustomize/v5@v5.8.2

cat > "$tmp/pod.yaml" <<'POD'
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec: {containers: [{name: main, image: "shop:0"}]}
POD

build() {
  cat > "$tmp/kustomization.yaml" <<'KUSTOMIZATION'
resources: [pod.yaml]
images: [{name: shop, newName: registry.example.com/shop, newTag: "1"}]
KUSTOMIZATION
  (cd "$tmp" && bin/kustomize edit set image "$1" && bin/kustomize build . | grep -o 'image: .*')
}

tag=$(build 'shop:2')
name=$(build 'shop=mirror.example.com/shop')
star=$(build 'shop=*:2')
echo "shop:2                        -> $tag"
echo "shop=mirror.example.com/shop  -> $name"
echo "shop=*:2                      -> $star"

[ "$tag" = 'image: shop:2' ] || changed "a bare tag no longer drops newName: $tag"
[ "$name" = 'image: mirror.example.com/shop:0' ] || changed "a bare name no longer drops newTag: $name"
[ "$star" = 'image: registry.example.com/shop:2' ] || changed "the asterisk no longer keeps newName: $star"
