#!/usr/bin/env bash
#
# The template of a generator cannot say no.
#
# Version  Argo CD v3.6.1 (template.GenerateApplications with the list
#          generator).
# Guess    A generator may carry a template of its own, which is more specific
#          than that of the set, so what it says wins: `prune: false` for the
#          production clusters overrides `prune: true` for all.
# Seen     The two are merged by filling the gaps of the special one from the
#          common one, and false, "" and [] count as gaps. Only a value other
#          than the zero of its type can override.
# Output   the set says    prune=true ignoreMissing=true release=shop files=[common.yaml]
#          generator says  prune=false ignoreMissing=false release="" files=[prod.yaml]
#          Application     prune=true ignoreMissing=true release=shop files=[prod.yaml]
# Matters  The exception that one writes for the few careful services is read by
#          every reviewer as an exception and does not exist. Half of the block
#          works (a list with content), which makes the rest look right.
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
	"fmt"
	"io"

	"github.com/sirupsen/logrus"
	"sigs.k8s.io/yaml"

	"github.com/argoproj/argo-cd/v3/applicationset/controllers/template"
	"github.com/argoproj/argo-cd/v3/applicationset/generators"
	"github.com/argoproj/argo-cd/v3/applicationset/utils"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
)

const document = `
metadata: {name: shops, namespace: argocd}
spec:
  goTemplate: true
  generators:
    - list:
        elements: [{cluster: prod}]
        template:
          metadata: {}
          spec:
            project: ""
            destination: {}
            syncPolicy: {automated: {prune: false}}
            source:
              repoURL: ""
              helm: {ignoreMissingValueFiles: false, releaseName: "", valueFiles: [prod.yaml]}
  template:
    metadata: {name: "shop-{{.cluster}}"}
    spec:
      project: default
      destination: {name: here, namespace: shop}
      syncPolicy: {automated: {prune: true}}
      source:
        repoURL: https://git.example.com/shop.git
        path: chart
        helm: {ignoreMissingValueFiles: true, releaseName: shop, valueFiles: [common.yaml]}
`

func main() {
	logrus.SetOutput(io.Discard)
	var set v1alpha1.ApplicationSet
	if err := yaml.UnmarshalStrict([]byte(document), &set); err != nil {
		panic(err)
	}
	list := map[string]generators.Generator{"List": generators.NewListGenerator()}
	applications, _, err := template.GenerateApplications(logrus.WithField("probe", true), set, list, &utils.Render{}, nil)
	if err != nil {
		panic(err)
	}
	spec := applications[0].Spec
	prune := spec.SyncPolicy.Automated.Prune
	fmt.Printf("prune=%v ignoreMissing=%v release=%s files=%v\n", prune != nil && *prune,
		spec.Source.Helm.IgnoreMissingValueFiles, spec.Source.Helm.ReleaseName, spec.Source.Helm.ValueFiles)
}
GO
seen=$(go run -mod=mod .)
echo 'the set says    prune=true ignoreMissing=true release=shop files=[common.yaml]'
echo 'generator says  prune=false ignoreMissing=false release="" files=[prod.yaml]'
echo "Application     $seen"

[ "$seen" = 'prune=true ignoreMissing=true release=shop files=[prod.yaml]' ] || changed "$seen"
