#!/usr/bin/env bash
#
# A new commit of a submodule is a change of `libs/price`, which `libs/price/**` may miss.
#
# Versions git, picomatch v4.0.7, minimatch v11.0.9, doublestar v4.10.0,
#          patternmatcher v0.6.1 (the one of .dockerignore).
# Guess    Whatever happens in a folder, some path below it is in the list of
#          changed files, so a filter that ends in /** sees it. And all
#          libraries agree on what /** is.
# Seen     For a submodule git lists its own path, without a slash, however many
#          files changed in it. Whether /** matches the folder itself is a matter
#          of taste; with one more star nobody does.
# Output   changed: libs/price
#          libs/price/**      picomatch yes  minimatch no   doublestar yes  patternmatcher no
#          libs/price/**/*    picomatch no   minimatch no   doublestar no   patternmatcher no
#          libs/price         picomatch yes  minimatch yes  doublestar yes  patternmatcher yes
# Matters  The library that all services share is the one in the submodule, and
#          its bump is a commit with that one line. The filter that worked while
#          the folder was plain files builds nothing now.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

cd "$tmp"
npm install --silent --no-audit --no-fund picomatch@4.0.7 minimatch@11.0.9
export GOTOOLCHAIN=auto
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/moby/patternmatcher"
)

func main() {
	matcher, err := patternmatcher.New(os.Args[1:2])
	if err != nil {
		panic(err)
	}
	matched, err := matcher.MatchesOrParentMatches(os.Args[2])
	if err != nil {
		panic(err)
	}
	yes := map[bool]string{true: "yes", false: "no"}
	fmt.Println(yes[doublestar.MatchUnvalidated(os.Args[1], os.Args[2])], yes[matched])
}
GO
{ go mod init probe && go get github.com/bmatcuk/doublestar/v4@v4.10.0 github.com/moby/patternmatcher@v0.6.1 && go build -o probe .; } > "$tmp/log" 2>&1 ||
  { cat "$tmp/log" >&2; exit 1; }

export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b.c GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b.c
git init --quiet price
echo 1 > price/price.js
git -C price add . && git -C price commit --quiet --message one
git init --quiet shop
git -C shop -c protocol.file.allow=always submodule --quiet add "$tmp/price" libs/price
git -C shop commit --quiet --message one
seq 9 > shop/libs/price/price.js
touch shop/libs/price/more.js
git -C shop/libs/price add . && git -C shop/libs/price commit --quiet --message two
git -C shop commit --quiet --all --message two
path=$(git -C shop diff --name-only HEAD~1)
echo "changed: $path"
[ "$path" = libs/price ] || changed "git lists $path"

expect() { # pattern, wanted
  local seen
  seen="$(node -p 'const [pattern, path] = process.argv.slice(1);
    [require("picomatch")(pattern, { dot: true })(path), require("minimatch").minimatch(path, pattern, { dot: true })]
      .map((answer) => (answer ? "yes" : "no")).join(" ")' "$1" "$path") $(./probe "$1" "$path")"
  # shellcheck disable=SC2086
  printf '%-18s picomatch %-4s minimatch %-4s doublestar %-4s patternmatcher %s\n' "$1" $seen
  [ "$seen" = "$2" ] || changed "$1: $seen"
}
expect 'libs/price/**' 'yes no yes no'
expect 'libs/price/**/*' 'no no no no'
expect 'libs/price' 'yes yes yes yes'
