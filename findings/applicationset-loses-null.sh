#!/usr/bin/env bash
#
# A null in valuesObject does not survive an ApplicationSet.
#
# Version  Argo CD v3.6.1 (template.GenerateApplications with the list
#          generator).
# Guess    An ApplicationSet copies the valuesObject of its template into each
#          Application and fills in the parameters. A null in it, which tells
#          Helm to remove a default of the chart, comes out as a null.
# Seen     On the way the object is rebuilt key by key, and a key whose value is
#          null is left out. Then the default of the chart is in force. Only
#          when an element has no parameter at all is nothing rebuilt (nor
#          rendered), and the nulls stay.
# Output   in the template             {"image":{"digest":"{{.digest}}","tag":null}}
#          from an element with keys   {"image":{"digest":"sha256:1"}}
#          from an element without     {"image":{"digest":"{{.digest}}","tag":null}}
# Matters  Moving a working Application into the template of a set changes what
#          it deploys, in all services at once: "no tag, go by the digest" turns
#          back into the tag which the chart ships. The string form `values: |`
#          is not affected.
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

func values(document string) (all []string) {
	var set v1alpha1.ApplicationSet
	if err := yaml.UnmarshalStrict([]byte(document), &set); err != nil {
		panic(err)
	}
	list := map[string]generators.Generator{"List": generators.NewListGenerator()}
	applications, _, err := template.GenerateApplications(logrus.WithField("probe", true), set, list, &utils.Render{}, nil)
	if err != nil {
		panic(err)
	}
	for _, application := range applications {
		all = append(all, string(application.Spec.Source.Helm.ValuesObject.Raw))
	}
	return all
}

const set = `
metadata: {name: shops, namespace: argocd}
spec:
  goTemplate: true
  generators:
    - list: {elements: [{digest: "sha256:1"}, {}]}
  template:
    metadata: {name: shop}
    spec:
      project: default
      destination: {name: here, namespace: shop}
      source:
        repoURL: https://git.example.com/shop.git
        path: chart
        helm:
          valuesObject: {image: {digest: "{{.digest}}", tag: null}}
`

func main() {
	logrus.SetOutput(io.Discard)
	for _, object := range values(set) {
		fmt.Println(object)
	}
}
GO

go run -mod=mod . > "$tmp/seen"
{ read -r with; read -r without; } < "$tmp/seen"
template='{"image":{"digest":"{{.digest}}","tag":null}}'
echo "in the template             $template"
echo "from an element with keys   $with"
echo "from an element without     $without"

[ "$with" = '{"image":{"digest":"sha256:1"}}' ] || changed "an element with keys gives $with"
[ "$without" = "$template" ] || changed "an element without keys gives $without"
