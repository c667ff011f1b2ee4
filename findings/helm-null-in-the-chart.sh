#!/usr/bin/env bash
#
# A null in an umbrella chart: Helm 3 obeys it, Helm 4 does not.
#
# Versions Helm v3.22.0 and v4.3.2 (`helm template`).
# Guess    `cart: {image: {tag: null}}` removes the subchart's default tag. That
#          is what null is for, so it works from the parent's own values.yaml as
#          it works from a values file, and Helm 4 did not change it.
# Seen     From a values file both versions remove the default. From the
#          parent's values.yaml Helm 3 removes it and Helm 4 keeps it.
# Output   v3 null in a values file      {"pullPolicy":"Always"}
#          v3 null in the parent chart   {"pullPolicy":"Always"}
#          v4 null in a values file      {"pullPolicy":"Always"}
#          v4 null in the parent chart   {"pullPolicy":"Always","tag":"1.0.0"}
# Matters  Charts null a tag so that a template falls back to the digest or the
#          app version. Two controllers with different Helms deploy two images
#          from one commit, and a reader of values needs to know which Helm.
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
cat > "$tmp/shop/charts/cart/Chart.yaml" <<'CHART'
apiVersion: v2
name: cart
version: 1.0.0
CHART
echo 'image: {tag: 1.0.0, pullPolicy: Always}' > "$tmp/shop/charts/cart/values.yaml"
echo 'seen: {{ toJson .Values.image }}' > "$tmp/shop/charts/cart/templates/seen.yaml"
echo 'cart: {image: {tag: null}}' > "$tmp/null.yaml"

seen() { # version, values of the parent, further arguments
  local version=$1
  cp "$2" "$tmp/shop/values.yaml"
  shift 2
  "$tmp/$version/helm" template shop "$tmp/shop" "$@" | sed -n 's/^seen: //p'
}

removed='{"pullPolicy":"Always"}'
kept='{"pullPolicy":"Always","tag":"1.0.0"}'
for version in v3 v4; do
  file=$(seen $version /dev/null --values "$tmp/null.yaml")
  chart=$(seen $version "$tmp/null.yaml")
  echo "$version null in a values file      $file"
  echo "$version null in the parent chart   $chart"
  [ "$file" = "$removed" ] || changed "$version, null in a values file: $file"
  if [ $version = v3 ]; then want=$removed; else want=$kept; fi
  [ "$chart" = "$want" ] || changed "$version, null in the parent chart: $chart"
done
