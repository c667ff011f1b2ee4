#!/usr/bin/env bash
#
# In a shallow clone every folder was last changed by the oldest commit.
#
# Version  git (seen with 2.39).
# Guess    `git log -1 -- cart` finds the last commit of a folder, or, where the
#          history is cut before it, nothing.
# Seen     The commit at the cut counts as having added every file. It is the
#          answer for whatever did not change after it, with exit code 0.
# Output   full clone        cart: "cart 1"    web: "web 3"
#          --depth 3         cart: "web 1"     web: "web 3"
#          --depth 2         cart: "web 2"     web: "web 3"
#          --depth 1         cart: "web 3"     web: "web 3"
# Matters  The last commit of its folder is a popular tag of a service's image.
#          The same cart gets another tag with every push to web, is built again
#          if missing, or, with a depth of 50, is right for months and wrong for
#          the services that change least.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b.c GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b.c
cd "$tmp"
git init --quiet --initial-branch main shop
mkdir shop/cart shop/web
commit() {
  echo "$2" > "shop/$1/a"
  git -C shop add . && git -C shop commit --quiet --message "$1 $2"
}
commit web 0
commit cart 1
for number in 1 2 3; do commit web "$number"; done

last() { git -C "$1" log -1 --format='"%s"' -- "$2"; }
expect() { # label, clone, wanted
  local cart web
  cart=$(last "$2" cart)
  web=$(last "$2" web)
  printf '%-17s cart: %-11s web: %s\n' "$1" "$cart" "$web"
  [ "$cart $web" = "$3" ] || changed "$1: $cart, $web"
}
expect 'full clone' shop '"cart 1" "web 3"'
for depth in 3 2 1; do
  git clone --quiet --depth "$depth" "file://$tmp/shop" "depth$depth"
  expect "--depth $depth" "depth$depth" "\"web $((4 - depth))\" \"web 3\""
done
