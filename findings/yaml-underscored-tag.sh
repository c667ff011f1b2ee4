#!/usr/bin/env bash
#
# A date with underscores is text to Node and a float to Helm.
#
# Versions Helm v3.22.0 and v4.3.2 (`helm template`), the npm packages yaml
#          2.9.1 and js-yaml 5.5.0.
# Guess    `tag: 2026_11_28` cannot be a number, so every reader of YAML takes
#          it for text. `tag: 0077` is a number, and at least the same one.
# Seen     Go's reader still accepts the underscores of YAML 1.1 in numbers, and
#          leading zeros as octal. The readers in Node do neither. And a number
#          of seven digits or more prints with an exponent in a template.
# Output   2026_11_28 yaml "2026_11_28"  js-yaml "2026_11_28"  Helm v3 20261128 as shop:2.0261128e+07
#          2026_11_28 yaml "2026_11_28"  js-yaml "2026_11_28"  Helm v4 20261128 as shop:2.0261128e+07
#          1_0        yaml "1_0"         js-yaml "1_0"         Helm v3 10 as shop:10
#          1_0        yaml "1_0"         js-yaml "1_0"         Helm v4 10 as shop:10
#          0077       yaml 77            js-yaml 77            Helm v3 63 as shop:63
#          0077       yaml 77            js-yaml 77            Helm v4 63 as shop:63
# Matters  A bot written in TypeScript reads a values file, sees the tag it
#          expects and reports the service as up to date; what is deployed is
#          another tag, or one that no registry can hold. Nothing in the file
#          looks as if it wanted quotes.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GOTOOLCHAIN=auto
GOBIN="$tmp/v3" go install helm.sh/helm/v3/cmd/helm@v3.22.0
GOBIN="$tmp/v4" go install helm.sh/helm/v4/cmd/helm@v4.3.2
(cd "$tmp" && npm install --silent --no-audit --no-fund yaml@2.9.1 js-yaml@5.5.0 > "$tmp/log" 2>&1) || { cat "$tmp/log" >&2; exit 1; }

cat > "$tmp/read.mjs" <<'JS'
import { readFileSync } from 'node:fs'
import * as jsYaml from 'js-yaml'
import { parse } from 'yaml'
const text = readFileSync(process.argv[2], 'utf8')
const show = value => JSON.stringify(value.tag).padEnd(13)
console.log(`yaml ${show(parse(text))} js-yaml ${show(jsYaml.load(text))}`)
JS
mkdir -p "$tmp/shop/templates"
printf 'apiVersion: v2\nname: shop\nversion: 1.0.0\n' > "$tmp/shop/Chart.yaml"
echo 'seen: {{ toJson .Values.tag }} as shop:{{ .Values.tag }}' > "$tmp/shop/templates/seen.yaml"

expect() { # tag, what Node reads, what Helm reads
  local node helm version
  echo "tag: $1" > "$tmp/values.yaml"
  node=$(node "$tmp/read.mjs" "$tmp/values.yaml")
  for version in v3 v4; do
    helm=$("$tmp/$version/helm" template shop "$tmp/shop" --values "$tmp/values.yaml" | sed -n 's/^seen: //p')
    printf '%-10s %s Helm %s %s\n' "$1" "$node" "$version" "$helm"
    [ "$helm" = "$3" ] || changed "Helm $version reads $1 as $helm"
  done
  [ "$node" = "$(printf 'yaml %-13s js-yaml %-13s' "$2" "$2")" ] || changed "Node reads $1 as $node"
}

expect 2026_11_28 '"2026_11_28"' '20261128 as shop:2.0261128e+07'
expect 1_0 '"1_0"' '10 as shop:10'
expect 0077 77 '63 as shop:63'
