#!/usr/bin/env bash
#
# An image override takes effect or not depending on the ALPHABET.
#
# Version  kustomize v5.8.2 (`kustomize edit set image`, which is also what
#          Argo CD runs for spec.source.kustomize.images).
# Guess    A folder renames `cart` to `mirror/cart` and `shop` to `registry/shop`.
#          An override that names the image after the rename (`mirror/cart:2`,
#          `registry/shop:2`) either works for both or for neither.
# Seen     `images:` is a chain: each entry sees what the entry before it made.
#          `edit set image` appends the new entry and then sorts the whole list
#          by name. `mirror/cart` lands after `cart`, so the chain reaches it;
#          `registry/shop` lands before `shop`, looks at an image which does
#          not carry that name yet, and does nothing. No warning.
# Output   cart, override after the rename: image: mirror/cart:2
#          shop, override after the rename: image: registry/shop:1
# Matters  A promotion job writes one override for each of many services in the
#          same form. It is a no-op for some of them, decided by how the names
#          of the registries sort, and the commit looks the same in each.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

GOBIN="$tmp/bin" GOTOOLCHAIN=auto go install sigs.k8s.io/kustomize/kustomize/v5@v5.8.2

# service, the name its folder renames the image to
build() {
  mkdir -p "$tmp/$1"
  cat > "$tmp/$1/pod.yaml" <<POD
apiVersion: v1
kind: Pod
metadata: {name: $1}
spec: {containers: [{name: main, image: "$1:0"}]}
POD
  cat > "$tmp/$1/kustomization.yaml" <<KUSTOMIZATION
resources: [pod.yaml]
images: [{name: $1, newName: $2, newTag: "1"}]
KUSTOMIZATION
  (cd "$tmp/$1" && "$tmp/bin/kustomize" edit set image "$2:2")
  "$tmp/bin/kustomize" build "$tmp/$1" | grep -o 'image: .*'
}

cart=$(build cart mirror/cart)
shop=$(build shop registry/shop)
echo "cart, override after the rename: $cart"
echo "shop, override after the rename: $shop"

[ "$cart" = 'image: mirror/cart:2' ] || changed "the entry which sorts last no longer wins: $cart"
[ "$shop" = 'image: registry/shop:1' ] || changed "the entry which sorts first took effect: $shop"
