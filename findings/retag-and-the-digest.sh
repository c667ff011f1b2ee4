#!/usr/bin/env bash
#
# To give an image one more tag may give it another digest.
#
# Versions docker buildx v0.38.2 (`buildx imagetools create`), crane v0.20.6 of
#          go-containerregistry (and its small registry).
# Guess    `imagetools create --tag shop:prod shop:1` adds a name to what is
#          there, as `crane tag` does: same bytes, same digest.
# Seen     So it is for an index. An image for one platform is wrapped in a new
#          index, unless --prefer-index=false is given.
# Output   shop:index, by imagetools             same digest
#          shop:image, by imagetools             another digest
#          shop:image, --prefer-index=false      same digest
#          shop:image, by crane tag              same digest
# Matters  "Promote what was tested" compares digests, and signatures and
#          attestations hang on one. Both are lost on the way to production for
#          services built for one platform, and kept for the others.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GOTOOLCHAIN=auto GOBIN="$tmp/bin"
go install github.com/google/go-containerregistry/cmd/crane@v0.20.6
go install github.com/docker/buildx/cmd/buildx@v0.38.2
cd "$tmp"
"$tmp/bin/crane" registry serve --address 127.0.0.1:0 > log-registry 2>&1 &
trap 'kill %1; rm -rf "$tmp"' EXIT
for _ in {1..50}; do grep -q 'serving on port' log-registry || sleep 0.1; done
shop="127.0.0.1:$(sed -n 's/.*serving on port \([0-9]*\).*/\1/p' log-registry)/shop"

run() { DOCKER_CONFIG="$tmp/config" "$@" > "$tmp/log" 2>&1 || { cat "$tmp/log" >&2; return 1; }; }
echo shop > shop.txt
tar cf layer.tar shop.txt
run bin/crane append --oci-empty-base --new_layer layer.tar --new_tag "$shop:base"
for platform in amd64 arm64; do run bin/crane mutate "$shop:base" --set-platform "linux/$platform" --tag "$shop:$platform"; done
run bin/crane tag "$shop:amd64" image
run bin/crane index append --manifest "$shop:amd64" --manifest "$shop:arm64" --tag "$shop:index"

expect() { # label, tag, tag to give, wanted
  local seen=another
  [ "$(bin/crane digest "$shop:$2")" != "$(bin/crane digest "$shop:$3")" ] || seen=same
  printf '%-37s %s digest\n' "$1" "$seen"
  [ "$seen" = "$4" ] || changed "$1: $seen digest"
}
run bin/buildx imagetools create --tag "$shop:prod-index" "$shop:index"
expect 'shop:index, by imagetools' index prod-index same
run bin/buildx imagetools create --tag "$shop:prod" "$shop:image"
expect 'shop:image, by imagetools' image prod another
run bin/buildx imagetools create --prefer-index=false --tag "$shop:prod-copy" "$shop:image"
expect 'shop:image, --prefer-index=false' image prod-copy same
run bin/crane tag "$shop:image" prod-crane
expect 'shop:image, by crane tag' image prod-crane same
