#!/usr/bin/env bash
#
# hashFiles gives the same for a file and for the same file in another service.
#
# Version  @actions/glob v0.7.0 (hashFiles as actions use it).
# Guess    hashFiles('**/*.json') is a hash of the files found: of their names
#          and what is in them. Any difference makes another one.
# Seen     It is a hash of contents only, in the order of the paths. A file may
#          be renamed or moved to another folder, as long as the order stays;
#          and exclusions count from where they stand, so one written first
#          excludes nothing.
# Output   cart/price.json and web/tax.json     one hash
#          cart/tariff.json, web/tax.json       the same
#          api/price.json, web/tax.json         the same
#          cart/tax.json, web/price.json        another
#          **/*.json, then !web/**              another
#          !web/**, then **/*.json              the same
# Matters  The hash is the key of a cache, or "did the inputs of this image
#          change". After a move between services the old result is restored:
#          cart has a file no longer, and the image or node_modules from the
#          cache has it still.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

cd "$tmp"
npm install --silent --no-audit --no-fund @actions/glob@0.7.0
mkdir shop

hash() { # patterns, then pairs of path and content
  local patterns=$1
  shift
  rm -rf shop
  while [ $# -gt 0 ]; do
    mkdir -p "shop/$(dirname "$1")"
    echo "$2" > "shop/$1"
    shift 2
  done
  (cd shop && node --input-type=module -e '
    import { hashFiles } from "@actions/glob";
    console.log("hash " + (await hashFiles(process.argv[1], process.cwd())));' "$patterns" | sed -n 's/^hash //p')
}
first=$(hash '**/*.json' cart/price.json 1 web/tax.json 2)
[ "${#first}" = 64 ] || changed "no hash: $first"
printf '%-36s one hash\n' 'cart/price.json and web/tax.json'
expect() { # label, wanted, the rest as for hash
  local label=$1 wanted=$2 seen=another
  shift 2
  [ "$(hash "$@")" != "$first" ] || seen='the same'
  printf '%-36s %s\n' "$label" "$seen"
  [ "$seen" = "$wanted" ] || changed "$label: $seen"
}
expect 'cart/tariff.json, web/tax.json' 'the same' '**/*.json' cart/tariff.json 1 web/tax.json 2
expect 'api/price.json, web/tax.json' 'the same' '**/*.json' api/price.json 1 web/tax.json 2
expect 'cart/tax.json, web/price.json' another '**/*.json' cart/tax.json 2 web/price.json 1
expect '**/*.json, then !web/**' another $'**/*.json\n!web/**' cart/price.json 1 web/tax.json 2
expect '!web/**, then **/*.json' 'the same' $'!web/**\n**/*.json' cart/price.json 1 web/tax.json 2
