#!/usr/bin/env bash
#
# `valuesMerge: merge` lets the chart overrule the values written beside it.
#
# Versions kustomize v5.8.2 (`helmCharts:`), Helm v3.22.0.
# Guess    `valuesInline` is the most specific place, so with any setting of
#          `valuesMerge` it beats what the chart ships. Without a `valuesFile`
#          there is nothing to merge with, so `override` and `merge` agree.
# Seen     `merge` means "keep what the file says, fill in from inline". With no
#          `valuesFile` the chart's own values.yaml is that file: each inline
#          key that the chart has a default for is dropped, only new keys get
#          through. And a file in `additionalValuesFiles` beats inline whatever
#          `valuesMerge` says.
# Output   override                        tag=inline extra=inline
#          merge                           tag=chart extra=inline
#          override + additionalValuesFiles tag=more extra=inline
# Matters  An inline `image.tag` next to `valuesMerge: merge` reads like the
#          deployed version and never is. In the folder of one service nobody
#          notices; a bump that rewrites the line in all of them changes none.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GOBIN="$tmp/bin" GOTOOLCHAIN=auto
go install sigs.k8s.io/kustomize/kustomize/v5@v5.8.2
go install helm.sh/helm/v3/cmd/helm@v3.22.0

mkdir -p "$tmp/charts/shop/templates"
cat > "$tmp/charts/shop/Chart.yaml" <<'CHART'
apiVersion: v2
name: shop
version: 1.0.0
CHART
echo 'image: {tag: chart}' > "$tmp/charts/shop/values.yaml"
echo 'image: {tag: more}' > "$tmp/more.yaml"
cat > "$tmp/charts/shop/templates/seen.yaml" <<'TEMPLATE'
apiVersion: v1
kind: ConfigMap
metadata: {name: seen}
data: {seen: "tag={{ .Values.image.tag }} extra={{ .Values.image.extra }}"}
TEMPLATE

build() { # valuesMerge, a further line
  cat > "$tmp/kustomization.yaml" <<KUSTOMIZATION
helmCharts:
  - name: shop
    releaseName: shop
    valuesMerge: $1
    valuesInline: {image: {tag: inline, extra: inline}}
    $2
KUSTOMIZATION
  "$tmp/bin/kustomize" build --enable-helm --helm-command "$tmp/bin/helm" "$tmp" | sed -n 's/^  seen: //p'
}

override=$(build override '')
merge=$(build merge '')
more=$(build override 'additionalValuesFiles: [more.yaml]')
echo "override                        $override"
echo "merge                           $merge"
echo "override + additionalValuesFiles $more"

[ "$override" = 'tag=inline extra=inline' ] || changed "override: $override"
[ "$merge" = 'tag=chart extra=inline' ] || changed "merge: $merge"
[ "$more" = 'tag=more extra=inline' ] || changed "additionalValuesFiles: $more"
