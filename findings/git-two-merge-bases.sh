#!/usr/bin/env bash
#
# `git diff main...feature` lists a change that main has already.
#
# Version  git (seen with 2.39).
# Guess    Three dots compare with THE point where the branches parted: all that
#          the branch adds, and nothing that main has.
# Seen     After merges both ways there is more than one such point. Git takes
#          one, says so on the error stream, and the rest of what main has counts
#          as added by the branch. Which one depends on the dates of commits.
#          `diff --merge-base`, meant as the same, fails instead.
# Output   main..feature              api/a
#          main...feature             api/a cart/a
#          with other dates           api/a web/a
#          --merge-base               fatal: multiple merge bases found
# Matters  Two long-lived branches that take commits from each other (main and a
#          release, or two that are merged before main is) end up so. Services
#          whose code did not change are built and deployed, others the next
#          time the jobs run on rebased commits.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b.c GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b.c
commit() { # repository, branch, folder, hour
  git -C "$1" checkout --quiet "$2"
  mkdir -p "$1/$3"
  echo "$4" > "$1/$3/a"
  git -C "$1" add .
  GIT_AUTHOR_DATE="2026-11-28T$4:00:00Z" GIT_COMMITTER_DATE="2026-11-28T$4:00:00Z" git -C "$1" commit --quiet --message "$3"
}
history() { # repository, hour of the commit on main, hour of the one on the branch
  git init --quiet --initial-branch main "$1"
  git -C "$1" commit --quiet --allow-empty --message start
  commit "$1" main cart 01
  commit "$1" main web 02
  git -C "$1" branch feature
  commit "$1" main cart "$2"
  commit "$1" feature web "$3"
  local main feature
  main=$(git -C "$1" rev-parse main)
  feature=$(git -C "$1" rev-parse feature)
  git -C "$1" merge --quiet --message 'main into feature' "$main"
  git -C "$1" checkout --quiet main
  git -C "$1" merge --quiet --message 'feature into main' "$feature"
  commit "$1" feature api 12
}
cd "$tmp"
history one 03 04
history two 04 03

say() { # label, output, wanted
  printf '%-26s %s\n' "$1" "$2"
  [ "$2" = "$3" ] || changed "$1: $2"
}
names() { git -C "$1" diff --name-only "$2" 2> "$tmp/log" | paste -sd ' '; }
say main..feature "$(names one main..feature)" api/a
say main...feature "$(names one main...feature)" 'api/a cart/a'
say 'with other dates' "$(names two main...feature)" 'api/a web/a'
say --merge-base "$(git -C one diff --merge-base --name-only main feature 2>&1 || true)" 'fatal: multiple merge bases found'
