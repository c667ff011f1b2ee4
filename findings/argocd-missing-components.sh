#!/usr/bin/env bash
#
# Ignoring missing components also ignores those that are there.
#
# Versions Argo CD v3.6.1 (spec.source.kustomize), kustomize v5.8.2.
# Guess    With `ignoreMissingComponents: true` the components which do not
#          exist are left out and all others are added; a list of which all
#          exist is built as if the flag were not there.
# Seen     The search stops at the first component that is found, and the rest
#          of the list is dropped, be it there or not.
# Output   without the flag  alerts=on limits=on
#          with the flag     alerts=on limits=none
# Matters  The flag is set in the one template from which all Applications are
#          made, so that a service may lack a component. Each service then runs
#          with the first of its components only, and a tool that follows the
#          list reads patches and images nobody deploys.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GOTOOLCHAIN=auto
mkdir "$tmp/bin"
GOBIN="$tmp/bin" go install sigs.k8s.io/kustomize/kustomize/v5@v5.8.2
export PATH="$tmp/bin:$PATH"

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
	"path/filepath"

	"github.com/sirupsen/logrus"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/git"
	"github.com/argoproj/argo-cd/v3/util/kustomize"
)

func main() {
	logrus.SetOutput(io.Discard)
	app := kustomize.NewKustomizeApp(os.Args[1], filepath.Join(os.Args[1], "shop"), git.NopCreds{}, "", "", "", "")
	objects, _, _, err := app.Build(&v1alpha1.ApplicationSourceKustomize{
		Components:              []string{"../alerts", "../limits"},
		IgnoreMissingComponents: os.Args[2] == "with",
	}, nil, &v1alpha1.Env{}, nil)
	if err != nil {
		panic(err)
	}
	set := func(name string) string {
		if value, ok := objects[0].GetAnnotations()[name]; ok {
			return value
		}
		return "none"
	}
	fmt.Printf("alerts=%s limits=%s\n", set("alerts"), set("limits"))
}
GO
go build -mod=mod -o probe . > "$tmp/log" 2>&1 || { cat "$tmp/log" >&2; exit 1; }

seen() { # with or without
  rm -rf "$tmp/repo"
  mkdir -p "$tmp/repo/shop" "$tmp/repo/alerts" "$tmp/repo/limits"
  for component in alerts limits; do
    cat > "$tmp/repo/$component/kustomization.yaml" <<COMPONENT
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
commonAnnotations: {$component: "on"}
COMPONENT
  done
  echo 'resources: [account.yaml]' > "$tmp/repo/shop/kustomization.yaml"
  cat > "$tmp/repo/shop/account.yaml" <<'ACCOUNT'
apiVersion: v1
kind: ServiceAccount
metadata: {name: shop}
ACCOUNT
  ./probe "$tmp/repo" "$1" 2> "$tmp/log" || { cat "$tmp/log" >&2; exit 1; }
}

without=$(seen without)
with=$(seen with)
echo "without the flag  $without"
echo "with the flag     $with"

[ "$without" = 'alerts=on limits=on' ] || changed "without the flag: $without"
[ "$with" = 'alerts=on limits=none' ] || changed "with the flag: $with"
