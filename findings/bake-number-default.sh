#!/usr/bin/env bash
#
# The default of a Bake variable rewrites the tag one passes in.
#
# Version  docker buildx v0.38.2 (`buildx bake --print`).
# Guess    Variables are set from the environment, which is text, and are put
#          into a tag, which is text. So TAG=1.10 builds shop:1.10, whatever
#          default stands in the file.
# Seen     A variable takes the type of its default, and what comes from the
#          environment is converted. With `default = 0` the value is parsed as a
#          number and written back as a number: zeros at both ends go, an
#          underscore goes, and a short commit that happens to look like one
#          with an exponent is multiplied out.
# Output   TAG=1.10       default "0": shop:1.10       default 0: shop:1.1
#          TAG=007        default "0": shop:007        default 0: shop:7
#          TAG=2026_11    default "0": shop:2026_11    default 0: shop:202611
#          TAG=1234567e2  default "0": shop:1234567e2  default 0: shop:123456700
# Matters  The pipeline pushes a tag other than the one it writes into the
#          deployment, only for some releases (1.10, not 1.9) and some commits
#          (one short hash in fifty is digits around a single e). A file
#          that many services share is wrong for all of them on the same day.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

GOBIN="$tmp/bin" GOTOOLCHAIN=auto go install github.com/docker/buildx/cmd/buildx@v0.38.2

bake() { # default, value from the environment
  cat > "$tmp/docker-bake.hcl" <<HCL
variable "TAG" { default = $1 }
target "shop" { tags = ["shop:\${TAG}"] }
HCL
  TAG=$2 DOCKER_CONFIG="$tmp/config" "$tmp/bin/buildx" bake --print --file "$tmp/docker-bake.hcl" shop 2> "$tmp/log" |
    sed -n 's/^ *"\(shop:.*\)"$/\1/p'
}

expect() { # value, tag with a default of text, tag with a default of a number
  local text number
  text=$(bake '"0"' "$1")
  number=$(bake 0 "$1")
  printf 'TAG=%-10s default "0": %-15s  default 0: %s\n' "$1" "$text" "$number"
  [ "$text" = "$2" ] || changed "a default of text gives $text for $1"
  [ "$number" = "$3" ] || changed "a default of a number gives $number for $1"
}

expect 1.10 shop:1.10 shop:1.1
expect 007 shop:007 shop:7
expect 2026_11 shop:2026_11 shop:202611
expect 1234567e2 shop:1234567e2 shop:123456700
