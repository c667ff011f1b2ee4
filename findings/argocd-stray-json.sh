#!/usr/bin/env bash
#
# A stray package.json is deployed, a stray values.yaml is not.
#
# Version  Argo CD v3.6.1 (a directory source, repository.GenerateManifests).
# Guess    A folder of plain manifests may hold other files. What has no
#          apiVersion and no kind is passed over, in YAML and in JSON alike;
#          or both stop the build.
# Seen     YAML without a kind is passed over, but only as the first document of
#          its file: behind a manifest it stops the whole Application. JSON
#          without a kind goes on as a manifest: what fails to decode gets a
#          second chance as the description of an OCI image, and any object
#          passes that one.
# Output   account.yaml + values.yaml   ServiceAccount/shop
#          account.yaml + package.json  ServiceAccount/shop no kind: name version
#          manifest --- values          error: Object 'Kind' is missing
# Matters  Deploy folders live beside code. A service that keeps its manifests at
#          the root of its repository hands an object without a kind to the
#          cluster, or does not build at all, for a file that has nothing to do
#          with it; and a reader which skips "what is no manifest" disagrees.
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
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/sirupsen/logrus"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/reposerver/apiclient"
	"github.com/argoproj/argo-cd/v3/reposerver/repository"
	"github.com/argoproj/argo-cd/v3/util/git"
	utilio "github.com/argoproj/argo-cd/v3/util/io"
)

func main() {
	logrus.SetOutput(io.Discard)
	folder := os.Args[1]
	answer, err := repository.GenerateManifests(context.Background(), folder, folder, "main", &apiclient.ManifestRequest{
		Repo:              &v1alpha1.Repository{},
		ApplicationSource: &v1alpha1.ApplicationSource{Path: "."},
	}, true, git.NoopCredsStore{}, resource.MustParse("0"), utilio.NewRandomizedTempPaths(folder))
	if err != nil {
		if strings.Contains(err.Error(), "Object 'Kind' is missing") {
			fmt.Println("error: Object 'Kind' is missing")
			return
		}
		panic(err)
	}
	slices.Sort(answer.Manifests)
	var all []string
	for _, manifest := range answer.Manifests {
		var object map[string]any
		if err := json.Unmarshal([]byte(manifest), &object); err != nil {
			panic(err)
		}
		if kind, ok := object["kind"]; ok {
			all = append(all, fmt.Sprintf("%v/%v", kind, object["metadata"].(map[string]any)["name"]))
			continue
		}
		var keys []string
		for key := range object {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		all = append(all, "no kind: "+strings.Join(keys, " "))
	}
	fmt.Println(strings.Join(all, " "))
}
GO
go build -mod=mod -o probe . > "$tmp/log" 2>&1 || { cat "$tmp/log" >&2; exit 1; }

mkdir "$tmp/yaml" "$tmp/json" "$tmp/both"
cat > "$tmp/yaml/account.yaml" <<'ACCOUNT'
apiVersion: v1
kind: ServiceAccount
metadata: {name: shop}
ACCOUNT
cp "$tmp/yaml/account.yaml" "$tmp/json"
echo 'replicas: 2' > "$tmp/yaml/values.yaml"
echo '{"name": "shop", "version": "1.0.0"}' > "$tmp/json/package.json"
{ cat "$tmp/yaml/account.yaml"; echo '---'; cat "$tmp/yaml/values.yaml"; } > "$tmp/both/account.yaml"

yaml=$(./probe "$tmp/yaml")
json=$(./probe "$tmp/json")
both=$(./probe "$tmp/both")
echo "account.yaml + values.yaml   $yaml"
echo "account.yaml + package.json  $json"
echo "manifest --- values          $both"

[ "$yaml" = 'ServiceAccount/shop' ] || changed "YAML without a kind: $yaml"
[ "$json" = 'ServiceAccount/shop no kind: name version' ] || changed "JSON without a kind: $json"
[ "$both" = "error: Object 'Kind' is missing" ] || changed "YAML without a kind as a second document: $both"
