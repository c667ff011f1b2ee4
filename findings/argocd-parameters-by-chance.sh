#!/usr/bin/env bash
#
# The same commit deploys one of two things, by chance.
#
# Versions Argo CD v3.6.1 (spec.source.helm.parameters), Helm v3.22.0.
# Guess    Parameters become --set flags in the order of the list. So
#          `hosts: {a,b}` followed by `hosts[0]: c` is [c, b], as it is on the
#          command line; or it is refused.
# Seen     They are collected in a map by name and the flags are written while
#          ranging over it, an order Go makes random on purpose. When one name
#          lies inside another, the last one to be written wins: some renderings
#          say [c, b], others [a, b].
# Output   60 renderings of one Application: a,b (some) and c,b (some)
# Matters  A list and one of its items, or a map set as null and one of its
#          keys, are what two teams (or a template and a write-back tool) add
#          to one Application. It flips with each cold cache, looks like drift,
#          and no reader of the file can say what is deployed.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

mkdir "$tmp/bin"
GOBIN="$tmp/bin" GOTOOLCHAIN=auto go install helm.sh/helm/v3/cmd/helm@v3.22.0
export PATH="$tmp/bin:$PATH"

mkdir -p "$tmp/chart/templates"
cat > "$tmp/chart/Chart.yaml" <<'CHART'
apiVersion: v2
name: shop
version: 1.0.0
CHART
cat > "$tmp/chart/templates/seen.yaml" <<'TEMPLATE'
apiVersion: v1
kind: ConfigMap
metadata: {name: seen}
data: {seen: "{{ join "," .Values.hosts }}"}
TEMPLATE

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
	"encoding/json"
	"fmt"
	"os"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/reposerver/apiclient"
	"github.com/argoproj/argo-cd/v3/reposerver/repository"
	"github.com/argoproj/argo-cd/v3/util/git"
	utilio "github.com/argoproj/argo-cd/v3/util/io"
)

func render(folder string, helm v1alpha1.ApplicationSourceHelm) string {
	answer, err := repository.GenerateManifests(context.Background(), folder, folder, "main", &apiclient.ManifestRequest{
		Repo:              &v1alpha1.Repository{},
		ApplicationSource: &v1alpha1.ApplicationSource{Path: ".", Helm: &helm},
		AppName:           "shop",
	}, true, git.NoopCredsStore{}, resource.MustParse("0"), utilio.NewRandomizedTempPaths(folder))
	if err != nil {
		panic(err)
	}
	var object struct{ Data struct{ Seen string } }
	if err := json.Unmarshal([]byte(answer.Manifests[0]), &object); err != nil {
		panic(err)
	}
	return object.Data.Seen
}

func main() {
	for i := 0; i < 60; i++ {
		fmt.Println(render(os.Args[1], v1alpha1.ApplicationSourceHelm{Parameters: []v1alpha1.HelmParameter{
			{Name: "hosts", Value: "{a,b}"},
			{Name: "hosts[0]", Value: "c"},
		}}))
	}
}
GO
go run -mod=mod . "$tmp/chart" > "$tmp/seen" 2> "$tmp/log" || { cat "$tmp/log" >&2; exit 1; }
lists=$(sort -u "$tmp/seen" | paste -sd' ')
count() { grep -cFx "$1" "$tmp/seen" || true; }
echo "60 renderings of one Application: a,b ($(count a,b)) and c,b ($(count c,b))"
[ "$lists" = 'a,b c,b' ] || changed "the renderings are now: $lists"
