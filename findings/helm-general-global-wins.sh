#!/usr/bin/env bash
#
# The general global beats the one written for the subchart.
#
# Versions Helm v3.22.0 and v4.3.2 (`helm template`).
# Guess    `cart.global.region` is addressed to one subchart, `global.region` to
#          all. Written in one file, the special one wins for `cart`; at the very
#          least the value which comes from a later file or --set wins.
# Seen     The global of the parent is laid over that of the subchart at the end,
#          whatever place either came from. The special one counts only where the
#          general one lacks the key, be it a `--set` against a default of the
#          parent chart.
# Output   v3 both in one file                 eu
#          v3 --set for cart, global in chart  eu
#          v3 only for cart                    us
#          v4 both in one file                 eu
#          v4 --set for cart, global in chart  eu
#          v4 only for cart                    us
# Matters  Registries and image tags are the usual content of `global`. The one
#          service that is to stay on another registry is not, although its line
#          is the last and most specific of all; "later wins" is not the rule.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GOTOOLCHAIN=auto
GOBIN="$tmp/v3" go install helm.sh/helm/v3/cmd/helm@v3.22.0
GOBIN="$tmp/v4" go install helm.sh/helm/v4/cmd/helm@v4.3.2

mkdir -p "$tmp/shop/charts/cart/templates"
cat > "$tmp/shop/Chart.yaml" <<'CHART'
apiVersion: v2
name: shop
version: 1.0.0
dependencies: [{name: cart, version: 1.x, repository: "https://charts.example.com"}]
CHART
printf 'apiVersion: v2\nname: cart\nversion: 1.0.0\n' > "$tmp/shop/charts/cart/Chart.yaml"
echo 'seen: {{ .Values.global.region }}' > "$tmp/shop/charts/cart/templates/seen.yaml"

expect() { # label, values of the chart, wanted, further arguments
  local version seen label=$1 wanted=$3
  echo "$2" > "$tmp/shop/values.yaml"
  shift 3
  for version in v3 v4; do
    seen=$("$tmp/$version/helm" template shop "$tmp/shop" "$@" | sed -n 's/^seen: //p')
    printf '%s %-32s %s\n' "$version" "$label" "$seen"
    [ "$seen" = "$wanted" ] || changed "$version $label: $seen"
  done
}

echo '{global: {region: eu}, cart: {global: {region: us}}}' > "$tmp/both.yaml"
{
  expect 'both in one file' '{}' eu --values "$tmp/both.yaml"
  expect '--set for cart, global in chart' '{global: {region: eu}}' eu --set cart.global.region=us
  expect 'only for cart' '{}' us --set cart.global.region=us
} | sort -s -k1,1
