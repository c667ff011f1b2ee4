#!/usr/bin/env bash
#
# COPY --exclude never leaves out what the source names itself.
#
# Version  BuildKit v0.34.2 (the copy that its solver does for COPY, with the
#          options that it sets).
# Guess    COPY --exclude=*.md docs/* /app/ copies docs without its *.md files,
#          and a pattern is a path as the source is: from the build context.
# Seen     A pattern is matched below each source that a wildcard finds. A file
#          found so is the source itself, and nothing is matched for it; in a
#          folder found so the pattern counts, though one level deeper than
#          it looks. The context's path of a file matches nothing.
# Output   docs/* --exclude=*.md       a.md c.txt
#          docs --exclude=*.md         c.txt sub/b.md
#          docs --exclude=**/*.md      c.txt
#          docs --exclude=docs/a.md    a.md c.txt sub/b.md
#          docs/a.md --exclude=*.md    a.md
# Matters  Which files an image takes is also which changes rebuild it. With the
#          guess a change of docs/a.md is not seen as one of the image, and
#          files that were meant to stay out (notes, fixtures) are in it.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GOTOOLCHAIN=auto
mkdir "$tmp/probe"
cd "$tmp/probe"
cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	_ "github.com/moby/buildkit/util/system" // Its version decides that of fsutil.
	copier "github.com/tonistiigi/fsutil/copy"
)

// Copies SOURCE without PATTERN from the current folder, as COPY to /app/ does, and lists what arrives.
func main() {
	to, _ := os.MkdirTemp(".", "to")
	defer os.RemoveAll(to)
	found, err := copier.ResolveWildcards("context", "/"+os.Args[1], true)
	if err != nil {
		panic(err)
	}
	for _, source := range found {
		err := copier.Copy(context.Background(), "context", source, to, "/app/", func(info *copier.CopyInfo) {
			info.ExcludePatterns = os.Args[2:]
			info.CopyDirContents = true
			info.FollowLinks = true
		})
		if err != nil {
			panic(err)
		}
	}
	var names []string
	filepath.WalkDir(to, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			name, _ := filepath.Rel(filepath.Join(to, "app"), path)
			names = append(names, name)
		}
		return err
	})
	fmt.Println(strings.Join(names, " "))
}
GO
{ go mod init probe && go get github.com/moby/buildkit@v0.34.2 && go mod tidy && go build -o probe .; } > "$tmp/log" 2>&1 ||
  { cat "$tmp/log" >&2; exit 1; }

mkdir -p context/docs/sub
touch context/docs/a.md context/docs/c.txt context/docs/sub/b.md

expect() { # source, pattern, wanted
  local seen
  seen=$(./probe "$1" "$2")
  printf '%-27s %s\n' "$1 --exclude=$2" "$seen"
  [ "$seen" = "$3" ] || changed "$1 without $2: $seen"
}

expect 'docs/*' '*.md' 'a.md c.txt'
expect docs '*.md' 'c.txt sub/b.md'
expect docs '**/*.md' 'c.txt'
expect docs 'docs/a.md' 'a.md c.txt sub/b.md'
expect docs/a.md '*.md' 'a.md'
