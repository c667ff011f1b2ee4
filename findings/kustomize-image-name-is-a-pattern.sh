#!/usr/bin/env bash
#
# The name in `images:` is a regular expression, and may even carry a tag.
#
# Version  kustomize v5.8.2 (`kustomize build`).
# Guess    `images[].name` is the literal repository of an image. So a dot is a
#          dot, and a name with a tag in it can never be equal to a repository.
# Seen     The name is put, unescaped, into a pattern that is matched against
#          the whole reference. `acme.io/shop` therefore also takes
#          `acme-io/shop`, `acme.io/(shop|cart)` takes two services, and
#          `acme.io/shop:1` takes exactly those containers that still run tag 1.
# Output   acme.io/shop           -> acme-io/shop:9 acme.io/cart:1 acme.io/shop:9 acme.io/shop:9
#          acme.io/(shop|cart)    -> acme-io/shop:9 acme.io/cart:9 acme.io/shop:9 acme.io/shop:9
#          acme.io/shop:1         -> acme-io/shop:9 acme.io/cart:1 acme.io/shop:2 acme.io/shop:9
# Matters  A tool that compares the name as text misses entries which do set an
#          image, and believes others to be dead. `name: acme.io/shop:1` looks
#          like a slip of the pen and is a rule that stops working, without a
#          word, once the base is bumped to 2.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

GOBIN="$tmp/bin" GOTOOLCHAIN=auto go install sigs.k8s.io/kustomize/kustomize/v5@v5.8.2

cat > "$tmp/pod.yaml" <<'POD'
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - {name: dash, image: "acme-io/shop:1"}
    - {name: cart, image: "acme.io/cart:1"}
    - {name: one, image: "acme.io/shop:1"}
    - {name: two, image: "acme.io/shop:2"}
POD

build() {
  cat > "$tmp/kustomization.yaml" <<KUSTOMIZATION
resources: [pod.yaml]
images: [{name: "$1", newTag: "9"}]
KUSTOMIZATION
  "$tmp/bin/kustomize" build "$tmp" | sed -n 's/.*image: //p' | LC_ALL=C sort | paste -sd' '
}

dot=$(build 'acme.io/shop')
either=$(build 'acme.io/(shop|cart)')
tagged=$(build 'acme.io/shop:1')
echo "acme.io/shop           -> $dot"
echo "acme.io/(shop|cart)    -> $either"
echo "acme.io/shop:1         -> $tagged"

[ "$dot" = 'acme-io/shop:9 acme.io/cart:1 acme.io/shop:9 acme.io/shop:9' ] || changed "the dot: $dot"
[ "$either" = 'acme-io/shop:9 acme.io/cart:9 acme.io/shop:9 acme.io/shop:9' ] || changed "the group: $either"
[ "$tagged" = 'acme-io/shop:9 acme.io/cart:1 acme.io/shop:2 acme.io/shop:9' ] || changed "the tag: $tagged"
