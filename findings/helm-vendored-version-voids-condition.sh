#!/usr/bin/env bash
#
# A switched-off subchart is deployed because its copy has another version.
#
# Versions Helm v3.22.0 and v4.3.2 (`helm template`).
# Guess    Chart.yaml asks for `cart` 2.x with `condition: cart.enabled`, the
#          values say enabled: false, and charts/ still holds version 1.0.0.
#          Helm either complains about the version, or, as the switch is off,
#          renders nothing of it.
# Seen     `helm template` checks that each dependency is there by NAME only.
#          Later a copy outside the range is not taken for that dependency at
#          all: it becomes a plain subchart that nobody declared. Its condition,
#          tags and alias no longer belong to it, so it is always on, and it
#          reads its values under its own name instead of the alias.
# Output   v3 asks 1.x: nothing
#          v3 asks 2.x: cart rendered as "cart", color=from-cart
#          v4 asks 1.x: nothing
#          v4 asks 2.x: cart rendered as "cart", color=from-cart
# Matters  Raising the range in Chart.yaml before vendoring the new copy, in a
#          repository that commits charts/ (as GitOps repositories do), switches
#          on what every environment had switched off. No error, no warning.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GOTOOLCHAIN=auto
GOBIN="$tmp/v3" go install helm.sh/helm/v3/cmd/helm@v3.22.0
GOBIN="$tmp/v4" go install helm.sh/helm/v4/cmd/helm@v4.3.2

mkdir -p "$tmp/shop/charts/cart/templates"
cat > "$tmp/shop/charts/cart/Chart.yaml" <<'CHART'
apiVersion: v2
name: cart
version: 1.0.0
CHART
echo 'seen: cart rendered as "{{ .Chart.Name }}", color={{ .Values.color }}' > "$tmp/shop/charts/cart/templates/seen.yaml"
cat > "$tmp/shop/values.yaml" <<'VALUES'
basket: {enabled: false, color: from-basket}
cart: {color: from-cart}
VALUES

seen() { # version of Helm, range
  cat > "$tmp/shop/Chart.yaml" <<CHART
apiVersion: v2
name: shop
version: 1.0.0
dependencies:
  - {name: cart, alias: basket, version: $2, repository: "https://charts.example.com", condition: basket.enabled}
CHART
  "$tmp/$1/helm" template shop "$tmp/shop" | sed -n 's/^seen: //p'
}

for version in v3 v4; do
  inside=$(seen $version 1.x)
  outside=$(seen $version 2.x)
  echo "$version asks 1.x: ${inside:-nothing}"
  echo "$version asks 2.x: ${outside:-nothing}"
  [ -z "$inside" ] || changed "$version renders a subchart that is off: $inside"
  [ "$outside" = 'cart rendered as "cart", color=from-cart' ] || changed "$version, copy outside the range: ${outside:-nothing}"
done
