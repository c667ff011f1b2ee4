#!/usr/bin/env bash
#
# A replaced list still remembers the list it replaced.
#
# Version  Argo CD v3.6.1 (repository.GetAppSourceType, the step that merges
#          .argocd-source.yaml into spec.source).
# Guess    The override file is a merge patch, and a merge patch replaces lists
#          whole. So `parameters: [{name: tag, value: "2"}]` leaves exactly that
#          parameter, and nothing of the one the Application had.
# Seen     The patched document is decoded on top of the old value. The list gets
#          the new length, but each item is written over the old item at the
#          same place, and what the file does not mention stays. The new
#          parameter takes over `forceString` from an unrelated one, and a file
#          parameter without a path takes over a path.
# Output   spec: tag="1" forceString=false, port="80" forceString=true
#          file: replicas="2", tag="2"
#          both: replicas="2" forceString=false, tag="2" forceString=true
#          file parameter motd: files/banner.txt
# Matters  A write-back tool that lists the parameters in another order, or the
#          person who adds a service's first parameter at the top, changes the
#          TYPE of values (--set or --set-string). The file alone, even with the
#          rule "lists are replaced" in mind, does not say what is deployed.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GOTOOLCHAIN=auto
mkdir "$tmp/probe" "$tmp/app"
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
	"strings"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/reposerver/repository"
)

func main() {
	source := v1alpha1.ApplicationSource{Helm: &v1alpha1.ApplicationSourceHelm{
		Parameters: []v1alpha1.HelmParameter{
			{Name: "tag", Value: "1"},
			{Name: "port", Value: "80", ForceString: true},
		},
		FileParameters: []v1alpha1.HelmFileParameter{{Name: "banner", Path: "files/banner.txt"}},
	}}
	parameters := func() string {
		var all []string
		for _, p := range source.Helm.Parameters {
			all = append(all, fmt.Sprintf("%s=%q forceString=%v", p.Name, p.Value, p.ForceString))
		}
		return strings.Join(all, ", ")
	}
	fmt.Println("spec:", parameters())
	fmt.Println(`file: replicas="2", tag="2"`)
	if _, err := repository.GetAppSourceType(context.Background(), &source, os.Args[1], os.Args[1], "shop", nil, nil, nil); err != nil {
		panic(err)
	}
	fmt.Println("both:", parameters())
	fmt.Printf("file parameter %s: %s\n", source.Helm.FileParameters[0].Name, source.Helm.FileParameters[0].Path)
}
GO
cat > "$tmp/app/.argocd-source.yaml" <<'YAML'
helm:
  parameters:
    - {name: replicas, value: "2"}
    - {name: tag, value: "2"}
  fileParameters:
    - {name: motd}
YAML

seen=$(go run -mod=mod . "$tmp/app")
echo "$seen"
want='both: replicas="2" forceString=false, tag="2" forceString=true'
[[ $seen == *"$want"* ]] || changed 'a parameter no longer inherits from its place in the list'
[[ $seen == *'file parameter motd: files/banner.txt'* ]] || changed 'a file parameter no longer inherits a path'
