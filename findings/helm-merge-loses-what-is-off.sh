#!/usr/bin/env bash
#
# `merge` gives a service its default back for everything that it switched off.
#
# Versions Helm v3.22.0 and v4.3.2 (Sprig's `merge` and `mergeOverwrite`).
# Guess    `merge $own $defaults` fills in the keys that `$own` lacks: the
#          first map wins, so `debug: false` and `replicas: 0` stay.
# Seen     The first map wins only with a value that is not empty. `false`,
#          `0` and `""` in it are taken for absent, and the default comes back.
#          `mergeOverwrite $defaults $own`, which reads like the same the other
#          way round, keeps them. Both majors of Helm agree.
# Output   merge           {"debug":true,"replicas":3,"tag":"v1"}
#          mergeOverwrite  {"debug":false,"replicas":0,"tag":""}
# Matters  A values file says what runs, and says it wrongly: a service that is
#          scaled to nothing has three pods. What writes or checks values has
#          to know which of the two the chart calls.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GOTOOLCHAIN=auto
GOBIN="$tmp/3" go install helm.sh/helm/v3/cmd/helm@v3.22.0
GOBIN="$tmp/4" go install helm.sh/helm/v4/cmd/helm@v4.3.2

mkdir -p "$tmp/shop/templates"
cat > "$tmp/shop/Chart.yaml" <<'CHART'
apiVersion: v2
name: shop
version: 1.0.0
CHART
cat > "$tmp/shop/values.yaml" <<'VALUES'
defaults: {tag: v1, debug: true, replicas: 3}
cart: {tag: "", debug: false, replicas: 0}
VALUES
cat > "$tmp/shop/templates/seen.yaml" <<'TEMPLATE'
merge: {{ merge (deepCopy .Values.cart) .Values.defaults | toJson }}
mergeOverwrite: {{ mergeOverwrite (deepCopy .Values.defaults) .Values.cart | toJson }}
TEMPLATE

for major in 3 4; do
  seen=$("$tmp/$major/helm" template "$tmp/shop")
  filled=$(sed -n 's/^merge: //p' <<<"$seen")
  overwritten=$(sed -n 's/^mergeOverwrite: //p' <<<"$seen")
  echo "Helm $major  merge           $filled"
  echo "Helm $major  mergeOverwrite  $overwritten"
  [ "$filled" = '{"debug":true,"replicas":3,"tag":"v1"}' ] || changed "Helm $major, merge: $filled"
  [ "$overwritten" = '{"debug":false,"replicas":0,"tag":""}' ] || changed "Helm $major, mergeOverwrite: $overwritten"
done
