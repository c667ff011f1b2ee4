#!/usr/bin/env bash
#
# One Application, two fields, one pattern, opposite files.
#
# Versions bmatcuk/doublestar v4.10.0 and gobwas/glob v1.0.0, the libraries by
#          which Argo CD 3.6 reads spec.source.helm.valueFiles and
#          spec.source.directory.include.
# Guess    `[^s]*.yaml` takes the files that do not start with an s, in either
#          field; `**/*.yaml` takes the top folder too, in either field.
# Seen     In gobwas only `!` negates. `[^s]` is the set of a caret and an s, so
#          it takes exactly the files the other library leaves out. And its `**`
#          is just a star: the slash after it has to be there, so files at the
#          top are left out. `[!s]` means the same in both.
# Output   [^s]*.yaml   valueFiles: cart.yaml                        include: shop.yaml
#          [!s]*.yaml   valueFiles: cart.yaml                        include: cart.yaml eu/shop.yaml
#          **/*.yaml    valueFiles: cart.yaml eu/shop.yaml shop.yaml include: eu/shop.yaml
# Matters  People copy a pattern that works from the Application of one service
#          to that of the next one, which is deployed from plain manifests. A
#          tool that knows only one glob is right for half of a fleet.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GOTOOLCHAIN=auto
mkdir -p "$tmp/probe" "$tmp/files/eu"
touch "$tmp/files/cart.yaml" "$tmp/files/shop.yaml" "$tmp/files/eu/shop.yaml"
cat > "$tmp/probe/main.go" <<'GO'
package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/gobwas/glob"
)

func main() {
	root, pattern := os.Args[1], os.Args[2]
	values, err := doublestar.FilepathGlob(filepath.Join(root, pattern))
	if err != nil {
		panic(err)
	}
	for i := range values {
		values[i], _ = filepath.Rel(root, values[i])
	}
	sort.Strings(values)
	var included []string
	compiled := glob.MustCompile(pattern)
	_ = filepath.WalkDir(root, func(path string, entry fs.DirEntry, _ error) error {
		name, _ := filepath.Rel(root, path)
		if !entry.IsDir() && compiled.Match(name) {
			included = append(included, name)
		}
		return nil
	})
	fmt.Printf("%-12s valueFiles: %-32s include: %s\n", pattern, strings.Join(values, " "), strings.Join(included, " "))
}
GO
(cd "$tmp/probe" && go mod init probe && go get github.com/bmatcuk/doublestar/v4@v4.10.0 github.com/gobwas/glob@v1.0.0 && go build -o probe .) > "$tmp/log" 2>&1 ||
  { cat "$tmp/log" >&2; exit 1; }

expect() { # pattern, value files, included files
  local seen
  seen=$("$tmp/probe/probe" "$tmp/files" "$1")
  echo "$seen"
  [ "$seen" = "$(printf '%-12s valueFiles: %-32s include: %s' "$1" "$2" "$3")" ] || changed "$seen"
}

expect '[^s]*.yaml' 'cart.yaml' 'shop.yaml'
expect '[!s]*.yaml' 'cart.yaml' 'cart.yaml eu/shop.yaml'
expect '**/*.yaml' 'cart.yaml eu/shop.yaml shop.yaml' 'eu/shop.yaml'
