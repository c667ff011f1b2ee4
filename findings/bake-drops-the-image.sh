#!/usr/bin/env bash
#
# One more tag in a Compose file takes away the name of the image.
#
# Version  docker buildx v0.38.2 (`buildx bake --print` on a Compose file).
# Guess    The Compose specification calls `build.tags` tags "in addition to"
#          the `image` of the service. So a service with image: acme/shop:1 and
#          one extra tag is built with two tags.
# Seen     `image` is used only as long as no other place names a tag. With an
#          entry in `build.tags`, or in `x-bake.tags`, the image that the same
#          file runs is not built under its name; those two are added up. And a
#          target of that name in a docker-bake.hcl next to the Compose file,
#          which is read as well, drops all three.
# Output   image                                    acme/shop:1
#          image, build.tags                        acme/shop:extra
#          image, x-bake                            acme/shop:baked
#          image, build.tags, x-bake                acme/shop:extra acme/shop:baked
#          image, build.tags, x-bake, bake file     acme/shop:hcl
# Matters  "Also push latest" for one service stops the pushes of the version it
#          deploys; the old image stays in the registry, so nothing fails until
#          the next release. To know what a repository builds it is not enough
#          to read any one of these four places.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

GOBIN="$tmp/bin" GOTOOLCHAIN=auto go install github.com/docker/buildx/cmd/buildx@v0.38.2
mkdir "$tmp/shop"
cd "$tmp/shop"

compose() { # lines of the build section
  printf 'services:\n  shop:\n    image: acme/shop:1\n    build:\n      context: .\n' > compose.yaml
  for line in "$@"; do echo "      $line" >> compose.yaml; done
}

expect() { # label, tags
  local tags
  tags=$(DOCKER_CONFIG="$tmp/config" "$tmp/bin/buildx" bake --print 2> "$tmp/log" | sed -n 's/^ *"\(acme.*\)",*$/\1/p' | paste -sd' ')
  printf '%-40s %s\n' "$1" "$tags"
  [ "$tags" = "$2" ] || changed "$1: $tags"
}

compose
expect 'image' acme/shop:1
compose 'tags: [acme/shop:extra]'
expect 'image, build.tags' acme/shop:extra
compose 'x-bake: {tags: [acme/shop:baked]}'
expect 'image, x-bake' acme/shop:baked
compose 'tags: [acme/shop:extra]' 'x-bake: {tags: [acme/shop:baked]}'
expect 'image, build.tags, x-bake' 'acme/shop:extra acme/shop:baked'
printf 'target "shop" {\n  tags = ["acme/shop:hcl"]\n}\n' > docker-bake.hcl
expect 'image, build.tags, x-bake, bake file' acme/shop:hcl
