#!/usr/bin/env bash
#
# A tag of digits comes out of a generator in scientific notation.
#
# Version  Argo CD v3.6.1 (template.GenerateApplications with the list
#          generator; the files of the git generator take the same road).
# Guess    A parameter is text: with `tag: 20261128` an ApplicationSet renders
#          `{{.tag}}` as 20261128. If its type matters anywhere, then in YAML,
#          where a short number and a long one are both integers.
# Seen     Parameters are decoded as JSON numbers, which are floating point, and
#          the template prints those as Go prints floats: an integer of up to
#          six digits survives, one of seven digits or more gets an exponent,
#          and 1.10 ends as 1.1.
# Output   tag: 202611      -> shop:202611
#          tag: 2100000     -> shop:2.1e+06
#          tag: 20261128    -> shop:2.0261128e+07
#          tag: 1.10        -> shop:1.1
#          tag: "20261128"  -> shop:20261128
# Matters  Build numbers and dates are usual tags. The files of a fleet work for
#          years, until the build number reaches seven digits; then the image
#          carries a plus sign, which no tag may have. A tool that writes the
#          tag back without quotes breaks a file that had them.
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
	"os"

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
    - list: {elements: [{tag: %s}]}
  template:
    metadata: {name: shop}
    spec:
      project: default
      destination: {name: here, namespace: shop}
      source:
        repoURL: https://git.example.com/shop.git
        path: chart
        helm:
          valuesObject: {image: "shop:{{.tag}}"}
`

func main() {
	logrus.SetOutput(io.Discard)
	for _, tag := range os.Args[1:] {
		var object struct{ Image string }
		if err := yaml.Unmarshal([]byte(values(fmt.Sprintf(set, tag))[0]), &object); err != nil {
			panic(err)
		}
		fmt.Printf("tag: %-11s -> %s\n", tag, object.Image)
	}
}
GO

seen=$(go run -mod=mod . 202611 2100000 20261128 1.10 '"20261128"')
echo "$seen"
want='tag: 202611      -> shop:202611
tag: 2100000     -> shop:2.1e+06
tag: 20261128    -> shop:2.0261128e+07
tag: 1.10        -> shop:1.1
tag: "20261128"  -> shop:20261128'
[ "$seen" = "$want" ] || changed "$(diff <(echo "$want") <(echo "$seen"))"
