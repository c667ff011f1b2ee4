#!/usr/bin/env bash
#
# A file called OldChart.yaml turns a folder into a Helm chart.
#
# Version  Argo CD v3.6.1 (discovery.AppType: which tool builds a folder for
#          which the Application names none).
# Guess    Chart.yaml makes a folder Helm, else a kustomization.yaml makes it
#          Kustomize, else its files are plain manifests. A folder with both is
#          Helm, as that test comes first.
# Seen     The files are walked in the order of their names and the last answer
#          stands; and the test for Helm is whether a name ENDS in Chart.yaml.
#          So a folder with both is Kustomize, a manifest which happens to be
#          called flowChart.yaml makes a plain folder Helm (which then fails, as
#          there is no Chart.yaml), and beside a kustomization.yaml it depends
#          on the first letter.
# Output   Chart.yaml kustomization.yaml      Kustomize
#          deployment.yaml OldChart.yaml      Helm
#          kustomization.yaml flowChart.yaml  Kustomize
#          kustomization.yaml umbrellaChart.yaml Helm
#          deployment.yaml chart.yaml         Directory
# Matters  Whoever wants to know which images a folder deploys has to choose the
#          same tool. With the three rules of the guess one reads the values of
#          a chart that is never rendered.
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

	"github.com/argoproj/argo-cd/v3/util/app/discovery"
)

func main() {
	tool, err := discovery.AppType(context.Background(), os.Args[1], os.Args[1], nil, nil, nil)
	if err != nil {
		panic(err)
	}
	fmt.Println(tool)
}
GO
go build -mod=mod -o probe . > "$tmp/log" 2>&1 || { cat "$tmp/log" >&2; exit 1; }

expect() { # files, tool
  local tool
  rm -rf "$tmp/folder"
  mkdir "$tmp/folder"
  for file in $1; do touch "$tmp/folder/$file"; done
  tool=$(./probe "$tmp/folder")
  printf '%-34s %s\n' "$1" "$tool"
  [ "$tool" = "$2" ] || changed "$1 is now $tool"
}

expect 'Chart.yaml kustomization.yaml' Kustomize
expect 'deployment.yaml OldChart.yaml' Helm
expect 'kustomization.yaml flowChart.yaml' Kustomize
expect 'kustomization.yaml umbrellaChart.yaml' Helm
expect 'deployment.yaml chart.yaml' Directory
