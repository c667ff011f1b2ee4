#!/usr/bin/env bash
#
# To override a Bake matrix by its name builds one more image and overrides none.
#
# Version  docker buildx v0.38.2 (`buildx bake --print`).
# Guess    A second file that says `target "image"` once more is merged into the
#          first, field by field, for a target with a matrix as for any other.
# Seen     The matrix makes targets image-cart and image-web and a GROUP called
#          image. The second file makes a target image beside them, which joins
#          the group; cart and web stay as they are. An override by the name
#          that the matrix made works, --set by the name of the matrix fails.
# Output   target "cart", no matrix       cart: linux/arm64
#          target "image", matrix         image-cart: - image-web: - image: linux/arm64
#          target "image-cart"            image-cart: linux/arm64 image-web: -
#          --set image.platform           no target of that name
# Matters  A pipeline adds its platforms, cache and labels by a file of its own.
#          From the day the targets become a matrix none of that is applied, and
#          a build of the root folder's Dockerfile, with no tag, is added; if
#          the root has none, all fail.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

GOBIN="$tmp/bin" GOTOOLCHAIN=auto go install github.com/docker/buildx/cmd/buildx@v0.38.2
cd "$tmp"
printf 'target "cart" {\n  context = "cart"\n}\n' > plain.hcl
cat > matrix.hcl <<'HCL'
target "image" {
  name = "image-${service}"
  matrix = {
    service = ["cart", "web"]
  }
  context = service
}
HCL

bake() { DOCKER_CONFIG="$tmp/config" bin/buildx bake --print "$@" 2> log; }
expect() { # label, file, target to override, wanted
  local printed seen
  printf 'target "%s" {\n  platforms = ["linux/arm64"]\n}\n' "$3" > more.hcl
  printed=$(bake -f "$2" -f more.hcl "${3%-*}") || { cat log >&2; exit 1; }
  # shellcheck disable=SC2016
  seen=$(node -p 'const { target } = JSON.parse(process.argv[1]);
    const names = Object.keys(target).sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
    names.map((name) => `${name}: ${target[name].platforms ?? "-"}`).join(" ")' "$printed")
  printf '%-30s %s\n' "$1" "$seen"
  [ "$seen" = "$4" ] || changed "$1: $seen"
}
expect 'target "cart", no matrix' plain.hcl cart 'cart: linux/arm64'
expect 'target "image", matrix' matrix.hcl image 'image-cart: - image-web: - image: linux/arm64'
expect 'target "image-cart"' matrix.hcl image-cart 'image-cart: linux/arm64 image-web: -'
! bake -f matrix.hcl --set image.platform=linux/arm64 image > /dev/null || changed '--set finds the matrix by its name'
grep -q "could not find any target matching 'image'" log || { cat log >&2; changed '--set fails for another reason'; }
printf '%-30s %s\n' '--set image.platform' 'no target of that name'
