#!/usr/bin/env bash
#
# The files of a merge commit: git has none to show.
#
# Version  git (since it knows --diff-merges; seen with 2.39).
# Guess    `git diff-tree -r --name-only COMMIT`, the line found in many a
#          workflow, lists what a push to main brought, as it does for other
#          commits; at worst it lists too much for a merge.
# Seen     For a merge it prints nothing and is content. So do `git show` and
#          `git log -1` with --name-only: they leave out each file that is as one of
#          the parents has it. -m gives more than was merged, a diff with the
#          first parent what one means.
# Output   diff-tree -r          of a commit: web/a    of a merge: -
#          show                  of a commit: web/a    of a merge: -
#          log -1                of a commit: web/a    of a merge: -
#          diff-tree -r -m       of a commit: web/a    of a merge: cart/a web/a
#          diff COMMIT^ COMMIT   of a commit: web/a    of a merge: cart/a
# Matters  The list of services to build is right while pull requests are
#          squashed, and empty, with a green job, from the day that someone
#          chooses "create a merge commit".
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b.c GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b.c
cd "$tmp"
git init --quiet --initial-branch main
mkdir cart web
seq 9 > cart/a
seq 9 > web/a
git add . && git commit --quiet --message one
git checkout --quiet -b feature
echo more >> cart/a
git commit --quiet --all --message cart
git checkout --quiet main
echo more >> web/a
git commit --quiet --all --message web
git merge --quiet --no-ff --message merge feature

row() { paste -sd ' ' | sed 's/^$/-/'; }
expect() { # label, wanted of a commit, wanted of a merge, command
  local label=$1 wanted="$2|$3" commit merge
  shift 3
  commit=$("${@//COMMIT/HEAD~1}" | sed '/^$/d' | sort -u | row)
  merge=$("${@//COMMIT/HEAD}" | sed '/^$/d' | sort -u | row)
  printf '%-21s of a commit: %-8s of a merge: %s\n' "$label" "$commit" "$merge"
  [ "$commit|$merge" = "$wanted" ] || changed "$label: $commit, $merge"
}
expect 'diff-tree -r' web/a - git diff-tree --no-commit-id --name-only -r COMMIT
expect show web/a - git show --format= --name-only COMMIT
expect 'log -1' web/a - git log -1 --format= --name-only COMMIT
expect 'diff-tree -r -m' web/a 'cart/a web/a' git diff-tree --no-commit-id --name-only -r -m COMMIT
expect 'diff COMMIT^ COMMIT' web/a cart/a git diff --name-only COMMIT^ COMMIT
