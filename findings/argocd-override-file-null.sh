#!/usr/bin/env bash
#
# A null in the override file deletes nothing, except where it does.
#
# Version  Argo CD v3.6.1 (repository.GetAppSourceType, the step that merges
#          .argocd-source.yaml into spec.source).
# Guess    The override file is a JSON merge patch, so null deletes: `helm: null`
#          takes away the whole block, `valueFiles: null` the list.
# Seen     The patch does delete them, but the result is decoded on top of the
#          old value, and decoding leaves alone what is absent. So each null is
#          without effect. An empty value ("" or []) does get through. Within
#          valuesObject, which is kept as raw text, null deletes after all.
# Output   helm: null                       -> release=prod files=[prod.yaml] values={"a":1,"b":2}
#          valueFiles: null                 -> release=prod files=[prod.yaml] values={"a":1,"b":2}
#          releaseName: "" / valueFiles: [] -> release= files=[] values={"a":1,"b":2}
#          valuesObject: {a: null}          -> release=prod files=[prod.yaml] values={"b":2}
# Matters  `helm: null` together with `kustomize: {}` is the way one would move
#          one environment to the other tool; it fails with two tools defined.
#          And a value file one thought to have taken out for a service stays.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GOTOOLCHAIN=auto
mkdir "$tmp/probe"
cd "$tmp/probe"
printf 'module probe\n\ngo 1.27.0\n\nrequire github.com/argoproj/argo-cd/v3 v3.6.1\n' > go.mod
argo=$(go mod download -json github.com/argoproj/argo-cd/v3 | sed -n 's/^.*"Dir": "\(.*\)",*$/\1/p')
sed -n '/^replace (/,/^)/p' "$argo/go.mod" >> go.mod
cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"os"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/reposerver/repository"
)

func main() {
	for _, folder := range os.Args[1:] {
		source := v1alpha1.ApplicationSource{Helm: &v1alpha1.ApplicationSourceHelm{
			ReleaseName:  "prod",
			ValueFiles:   []string{"prod.yaml"},
			ValuesObject: &runtime.RawExtension{Raw: []byte(`{"a":1,"b":2}`)},
		}}
		if _, err := repository.GetAppSourceType(context.Background(), &source, folder, folder, "shop", nil, nil, nil); err != nil {
			panic(err)
		}
		fmt.Printf("release=%s files=%v values=%s\n", source.Helm.ReleaseName, source.Helm.ValueFiles, source.Helm.ValuesObject.Raw)
	}
}
GO

for folder in block list empty object; do mkdir "$tmp/$folder"; done
echo 'helm: null' > "$tmp/block/.argocd-source.yaml"
echo 'helm: {valueFiles: null}' > "$tmp/list/.argocd-source.yaml"
echo 'helm: {releaseName: "", valueFiles: []}' > "$tmp/empty/.argocd-source.yaml"
echo 'helm: {valuesObject: {a: null}}' > "$tmp/object/.argocd-source.yaml"

go run -mod=mod . "$tmp/block" "$tmp/list" "$tmp/empty" "$tmp/object" > "$tmp/seen"
{ read -r block; read -r list; read -r empty; read -r object; } < "$tmp/seen"
echo "helm: null                       -> $block"
echo "valueFiles: null                 -> $list"
echo "releaseName: \"\" / valueFiles: [] -> $empty"
echo "valuesObject: {a: null}          -> $object"

same='release=prod files=[prod.yaml] values={"a":1,"b":2}'
[ "$block" = "$same" ] || changed "helm: null gives $block"
[ "$list" = "$same" ] || changed "valueFiles: null gives $list"
[ "$empty" = 'release= files=[] values={"a":1,"b":2}' ] || changed "empty values give $empty"
[ "$object" = 'release=prod files=[prod.yaml] values={"b":2}' ] || changed "null in valuesObject gives $object"
