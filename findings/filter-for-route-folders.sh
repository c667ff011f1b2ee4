#!/usr/bin/env bash
#
# `app/(shop)/**` matches no file of app/(shop), and `app/[id]/**` by one library only.
#
# Versions picomatch v4.0.7 and micromatch v4.0.8 (what actions for paths filters
#          match changed files with), minimatch v11.0.9.
# Guess    A path that exists, written as it is with /** behind it, matches what
#          lies below; and in `[!x]` the mark means "not".
# Seen     Parentheses are a group to picomatch: the pattern is app/shop/**. An
#          index in brackets is a class; picomatch also tries the text itself,
#          minimatch does not. To picomatch `!` in a class is a character like
#          others, to minimatch it negates.
# Output   app/(shop)/** on app/(shop)/page.tsx    picomatch no   micromatch no   minimatch yes
#          app/(shop)/** on app/shop/page.tsx      picomatch yes  micromatch yes  minimatch no
#          app/[id]/** on app/[id]/page.tsx        picomatch yes  micromatch yes  minimatch no
#          svc-[!x]/** on svc-a/main.go            picomatch no   micromatch no   minimatch yes
# Matters  Folders with parentheses and brackets are routes of a web framework,
#          and people paste their paths into filters. The filter is valid and
#          never true: the service is not built when those pages change.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

cd "$tmp"
npm install --silent --no-audit --no-fund picomatch@4.0.7 micromatch@4.0.8 minimatch@11.0.9

expect() { # pattern, path, wanted
  local seen
  seen=$(node -e '
    const [pattern, path] = process.argv.slice(1);
    const { minimatch } = require("minimatch");
    const answers = [
      require("picomatch")(pattern, { dot: true })(path),
      require("micromatch").isMatch(path, pattern, { dot: true }),
      minimatch(path, pattern, { dot: true }),
    ];
    console.log(...answers.map((answer) => (answer ? "yes" : "no")));' "$1" "$2")
  # shellcheck disable=SC2086
  printf '%-39s picomatch %-4s micromatch %-4s minimatch %s\n' "$1 on $2" $seen
  [ "$seen" = "$3" ] || changed "$1 on $2: $seen"
}
expect 'app/(shop)/**' 'app/(shop)/page.tsx' 'no no yes'
expect 'app/(shop)/**' 'app/shop/page.tsx' 'yes yes no'
expect 'app/[id]/**' 'app/[id]/page.tsx' 'yes yes no'
expect 'svc-[!x]/**' 'svc-a/main.go' 'no no yes'
