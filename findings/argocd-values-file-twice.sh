#!/usr/bin/env bash
#
# A values file listed again at the end is not applied at the end.
#
# Versions Argo CD v3.6.1 (spec.source.helm.valueFiles), Helm v3.22.0.
# Guess    valueFiles become --values flags, one for one, and the last flag wins.
#          So [prod.yaml, eu.yaml, prod.yaml] ends with prod.yaml, and
#          [prod.yaml, '*.yaml'] ends with whatever sorts last.
# Seen     Since globs came to valueFiles, a file is passed once. A file that is
#          spelled out counts at its FIRST place (however it is spelled: ./ or
#          from the root), and no glob, before or after it, moves it.
# Output   Helm, [prod eu prod]          tag from prod
#          Argo CD, [prod eu prod]       tag from eu
#          Argo CD, [prod eu ./prod]     tag from eu
#          Argo CD, [prod *.yaml]        tag from eu
#          Argo CD, [*.yaml eu]          tag from eu
# Matters  Repeating a file is how teams pin "this one last" after a common
#          list which a generator writes. The rendered result changed with an
#          upgrade of the controller, and differs from `helm template` with the
#          same list, which is what a pipeline runs to preview it.
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
data: {seen: "tag from {{ .Values.from }}"}
TEMPLATE
mkdir "$tmp/chart/env"
for file in eu prod; do echo "from: $file" > "$tmp/chart/env/$file.yaml"; done

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
	fmt.Println(render(os.Args[1], v1alpha1.ApplicationSourceHelm{ValueFiles: os.Args[2:]}))
}
GO
go build -mod=mod -o probe . > "$tmp/log" 2>&1 || { cat "$tmp/log" >&2; exit 1; }

expect() { # label, output, wanted
  printf '%-29s %s\n' "$1" "$2"
  [ "$2" = "$3" ] || changed "$1: $2"
}
argo() { ./probe "$tmp/chart" "$@" 2> "$tmp/log" || { cat "$tmp/log" >&2; exit 1; }; }

cd "$tmp/chart"
plain=$(helm template . -f env/prod.yaml -f env/eu.yaml -f env/prod.yaml | sed -n 's/^data: {seen: "\(.*\)"}/\1/p')
cd "$tmp/probe"
expect 'Helm, [prod eu prod]' "$plain" 'tag from prod'
expect 'Argo CD, [prod eu prod]' "$(argo env/prod.yaml env/eu.yaml env/prod.yaml)" 'tag from eu'
expect 'Argo CD, [prod eu ./prod]' "$(argo env/prod.yaml env/eu.yaml ./env/prod.yaml)" 'tag from eu'
expect 'Argo CD, [prod *.yaml]' "$(argo env/prod.yaml 'env/*.yaml')" 'tag from eu'
expect 'Argo CD, [*.yaml eu]' "$(argo 'env/*.yaml' env/eu.yaml)" 'tag from eu'
