#!/usr/bin/env bash
#
# The same include pattern selects nothing, and after an upgrade everything.
#
# Versions gobwas/glob v0.2.3 (in Argo CD up to 3.5, in Helm, in many more) and
#          v1.0.0 (in Argo CD 3.6), used as spec.source.directory.include and
#          .exclude are: without separators.
# Guess    Braces are alternatives, so a star inside them works like a star
#          outside, and `{shop*,cart*}{.yaml,.yml}` takes shop-a.yaml with any
#          version of the library.
# Seen     In v0.2.3 a group whose alternatives hold a star matches nothing when
#          a star or another group comes right after it, or when its last
#          alternative is empty. v1.0.0 does what the pattern says.
# Output   {shop*,cart*}{.yaml,.yml}  shop-a.yaml          v0.2.3: false  v1.0.0: true
#          {*-dev,*-test}*.yaml       cart-dev.yaml        v0.2.3: false  v1.0.0: true
#          {**/,}deployment.yaml      shop/deployment.yaml v0.2.3: false  v1.0.0: true
#          {**/,}deployment.yaml      deployment.yaml      v0.2.3: false  v1.0.0: true
#          {shop*,cart*}.yaml         shop-a.yaml          v0.2.3: true   v1.0.0: true
# Matters  An `exclude: '{*-dev,*-test}*.yaml'` that never excluded anything
#          starts to work on the day the controller is upgraded: with pruning
#          on, what it names is deleted. To say what a folder deploys, one has
#          to know which of the two libraries will read the pattern.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GOTOOLCHAIN=auto
for version in v0.2.3 v1.0.0; do
  mkdir "$tmp/$version"
  cat > "$tmp/$version/main.go" <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/gobwas/glob"
)

func main() { fmt.Print(glob.MustCompile(os.Args[1]).Match(os.Args[2])) }
GO
  (cd "$tmp/$version" && go mod init probe && go get "github.com/gobwas/glob@$version" && go build -o probe .) > "$tmp/log" 2>&1 ||
    { cat "$tmp/log" >&2; exit 1; }
done

expect() { # pattern, path, answer of the old one, answer of the new one
  local old new
  old=$("$tmp/v0.2.3/probe" "$1" "$2")
  new=$("$tmp/v1.0.0/probe" "$1" "$2")
  printf '%-26s %-20s v0.2.3: %-5s  v1.0.0: %s\n' "$1" "$2" "$old" "$new"
  [ "$old $new" = "$3 $4" ] || changed "$1 on $2 gives $old and $new"
}

expect '{shop*,cart*}{.yaml,.yml}' shop-a.yaml false true
expect '{*-dev,*-test}*.yaml' cart-dev.yaml false true
expect '{**/,}deployment.yaml' shop/deployment.yaml false true
expect '{**/,}deployment.yaml' deployment.yaml false true
expect '{shop*,cart*}.yaml' shop-a.yaml true true
