#!/usr/bin/env bash
#
# The digest for a platform that an image does not have.
#
# Version  crane v0.20.6 of go-containerregistry (and its small registry).
# Guess    `crane digest --platform linux/arm64` fails for an image that is not
#          built for it.
# Seen     It does for an index. A tag that is one plain image has that image for
#          every platform there is, and for some there are not; only `crane
#          config` has the truth.
# Output   shop:index (amd64, s390x)    for arm64: none     for linux/nonsense: none
#          shop:amd64 (one image)       for arm64: found    for linux/nonsense: found
#          its config says amd64
# Matters  A step "is there an arm64 image for this tag" passes for a service
#          that was never built for arm64, and fails for one that is built for
#          two others. The deployment starts with "exec format error".
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GOTOOLCHAIN=auto GOBIN="$tmp/bin"
go install github.com/google/go-containerregistry/cmd/crane@v0.20.6
cd "$tmp"
"$tmp/bin/crane" registry serve --address 127.0.0.1:0 > log-registry 2>&1 &
trap 'kill %1; rm -rf "$tmp"' EXIT
for _ in {1..50}; do grep -q 'serving on port' log-registry || sleep 0.1; done
shop="127.0.0.1:$(sed -n 's/.*serving on port \([0-9]*\).*/\1/p' log-registry)/shop"

crane() { "$tmp/bin/crane" "$@" 2> "$tmp/log" || { cat "$tmp/log" >&2; return 1; }; }
echo shop > shop.txt
tar cf layer.tar shop.txt
crane append --oci-empty-base --new_layer layer.tar --new_tag "$shop:base" > /dev/null
for platform in amd64 s390x; do crane mutate "$shop:base" --set-platform "linux/$platform" --tag "$shop:$platform" > /dev/null; done
crane index append --manifest "$shop:amd64" --manifest "$shop:s390x" --tag "$shop:index" > /dev/null

found() { "$tmp/bin/crane" digest --platform "$1" "$shop:$2" > "$tmp/log" 2>&1 && echo found || echo none; }
expect() { # label, tag, wanted for arm64, wanted for a platform that is none
  local arm nonsense
  arm=$(found linux/arm64 "$2")
  nonsense=$(found linux/nonsense "$2")
  printf '%-28s for arm64: %-8s for linux/nonsense: %s\n' "$1" "$arm" "$nonsense"
  [ "$arm $nonsense" = "$3 $4" ] || changed "$1: $arm, $nonsense"
}
expect 'shop:index (amd64, s390x)' index none none
expect 'shop:amd64 (one image)' amd64 found found
said=$(node -p 'JSON.parse(process.argv[1]).architecture' "$(crane config "$shop:amd64")")
echo "its config says $said"
[ "$said" = amd64 ] || changed "the config says $said"
