#!/usr/bin/env bash
#
# The star of the git generator walks through folders, and braces never match.
#
# Version  Argo CD v3.6.1 (git.Client.LsFiles, by which the git generator finds
#          its files; the second answer is the one with the flag
#          enable-new-git-file-globbing, which is off by default).
# Guess    `apps/*/config.json` is one folder deep, `apps/{shop,cart}/*.json`
#          are two of them, and `apps` names a folder and thus no file.
# Seen     By default the pattern is handed to `git ls-files`, as a pathspec:
#          there a star takes slashes, braces are plain characters, and a folder
#          stands for all that is below it. With the flag it is as guessed.
# Output   apps/*/config.json        off: cart/config.json shop/config.json shop/old/config.json
#          apps/*/config.json         on: cart/config.json shop/config.json
#          apps/{shop,cart}/*.json   off: nothing
#          apps/{shop,cart}/*.json    on: cart/config.json shop/config.json
#          apps                      off: cart/config.json shop/config.json shop/old/config.json
# Matters  A copy of a config file kept in a subfolder becomes an Application. To
#          list what a set makes of a repository one has to know a flag of the
#          controller, and the directories of the same generator use a third
#          glob (there `*` is one folder deep).
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
	"slices"
	"strings"

	"github.com/argoproj/argo-cd/v3/util/git"
)

func main() {
	client, err := git.NewClientExt("https://git.example.com/deploy.git", os.Args[1], git.NopCreds{}, false, false, "", "")
	if err != nil {
		panic(err)
	}
	for _, pattern := range os.Args[2:] {
		for _, flag := range []string{"off", "on"} {
			var names []string
			files, err := client.LsFiles(context.Background(), pattern, flag == "on")
			if err != nil {
				panic(err)
			}
			for _, file := range files {
				if strings.HasSuffix(file, ".json") {
					names = append(names, strings.TrimPrefix(file, "apps/"))
				}
			}
			slices.Sort(names)
			if names == nil {
				names = []string{"nothing"}
			}
			fmt.Printf("%-24s %4s: %s\n", pattern, flag, strings.Join(names, " "))
		}
	}
}
GO
go build -mod=mod -o probe . > "$tmp/log" 2>&1 || { cat "$tmp/log" >&2; exit 1; }

mkdir -p "$tmp/repo/apps/cart" "$tmp/repo/apps/shop/old"
touch "$tmp/repo/apps/cart/config.json" "$tmp/repo/apps/shop/config.json" "$tmp/repo/apps/shop/old/config.json"
git -C "$tmp/repo" init --quiet
git -C "$tmp/repo" add --all

./probe "$tmp/repo" 'apps/*/config.json' 'apps/{shop,cart}/*.json' apps > "$tmp/seen" 2> "$tmp/log" || { cat "$tmp/log" >&2; exit 1; }
sed -i '/^apps  *on:/d' "$tmp/seen"
cat "$tmp/seen"
cat > "$tmp/want" <<'WANT'
apps/*/config.json        off: cart/config.json shop/config.json shop/old/config.json
apps/*/config.json         on: cart/config.json shop/config.json
apps/{shop,cart}/*.json   off: nothing
apps/{shop,cart}/*.json    on: cart/config.json shop/config.json
apps                      off: cart/config.json shop/config.json shop/old/config.json
WANT
difference=$(diff "$tmp/want" "$tmp/seen") || changed "$difference"
