#!/usr/bin/env bash
#
# Setting one field of one list item throws the rest of the list away, or not.
#
# Versions Helm v3.22.0 and v4.3.2 (`helm template --set`, which is what Argo CD
#          makes of spec.source.helm.parameters).
# Guess    The chart's values.yaml has two containers. `--set
#          'containers[0].tag=2'` changes the tag of the first; where the list
#          was written (chart or values file) makes no difference.
# Seen     `--set` is applied to the values given from outside, before they meet
#          the chart. A list from a values file is edited in place. A list that
#          only the chart has does not exist yet at that moment: a new list of
#          one item with one field is made, and then replaces the chart's.
# Output   v3 list from the chart       [{"tag":"2"}]
#          v3 list from a values file   [{"name":"web","tag":"2"},{"name":"cart","tag":"1"}]
#          v4 list from the chart       [{"tag":"2"}]
#          v4 list from a values file   [{"name":"web","tag":"2"},{"name":"cart","tag":"1"}]
# Matters  The same parameter is right for the services that carry the list in
#          their own values file and loses containers for those that live on
#          the defaults. What a path means cannot be told from the path.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GOTOOLCHAIN=auto
GOBIN="$tmp/v3" go install helm.sh/helm/v3/cmd/helm@v3.22.0
GOBIN="$tmp/v4" go install helm.sh/helm/v4/cmd/helm@v4.3.2

mkdir -p "$tmp/shop/templates"
cat > "$tmp/shop/Chart.yaml" <<'CHART'
apiVersion: v2
name: shop
version: 1.0.0
CHART
echo 'containers: [{name: web, tag: "1"}, {name: cart, tag: "1"}]' > "$tmp/shop/values.yaml"
cp "$tmp/shop/values.yaml" "$tmp/outside.yaml"
echo 'seen: {{ toJson .Values.containers }}' > "$tmp/shop/templates/seen.yaml"

seen() { # version, further arguments
  local version=$1
  shift
  "$tmp/$version/helm" template shop "$tmp/shop" "$@" --set-string 'containers[0].tag=2' | sed -n 's/^seen: //p'
}

for version in v3 v4; do
  chart=$(seen $version)
  file=$(seen $version --values "$tmp/outside.yaml")
  echo "$version list from the chart       $chart"
  echo "$version list from a values file   $file"
  [ "$chart" = '[{"tag":"2"}]' ] || changed "$version keeps the chart's list: $chart"
  [ "$file" = '[{"name":"web","tag":"2"},{"name":"cart","tag":"1"}]' ] || changed "$version, list from a file: $file"
done
