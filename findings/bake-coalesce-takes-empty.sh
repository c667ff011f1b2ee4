#!/usr/bin/env bash
#
# `coalesce` of Bake takes an empty variable for a value, and `index` and `reverse` are not those of Terraform.
#
# Version  docker buildx v0.38.2 (`buildx bake --print`).
# Guess    The functions are those that HCL has in Terraform: `coalesce(TAG, "dev")` is `dev` where TAG is the empty
#          text, `index(list, "b")` is the place of b, `reverse(list)` turns a list round.
# Seen     `coalesce` passes over null alone, and no variable of Bake is null unless its default says so: the second
#          value is never taken. `index` asks for the item at a place (`indexof` searches), `reverse` turns the
#          characters of a text round and refuses a list (`reverselist` takes one).
# Output   coalesce(TAG, "dev")           ""
#          coalesce(null, "dev")          "dev"
#          index(["a", "b"], 1)           "b"
#          index(["a", "b"], "b")         refused
#          indexof(["a", "b"], "b")       "1"
#          reverse("abc")                 "cba"
#          reverse(["a", "b"])            refused
# Matters  An argument that such a default was written for is empty, not left out, and an empty argument wins over the
#          default of ARG: `COPY $DIR /app/` then copies the whole context, and the build is green.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

GOBIN="$tmp/bin" GOTOOLCHAIN=auto go install github.com/docker/buildx/cmd/buildx@v0.38.2
cd "$tmp"

seen() { # expression
  printf 'variable "TAG" {\n  default = ""\n}\ntarget "t" {\n  args = {\n    A = %s\n  }\n}\n' "$1" > docker-bake.hcl
  local printed
  printed=$(DOCKER_CONFIG="$tmp/config" bin/buildx bake --print t 2> log) || { echo refused; return; }
  # shellcheck disable=SC2016
  node -p 'JSON.stringify(JSON.parse(process.argv[1]).target.t.args.A)' "$printed"
}
expect() { # expression, wanted
  local got
  got=$(seen "$1")
  printf '%-30s %s\n' "$1" "$got"
  [ "$got" = "$2" ] || { cat log >&2; changed "$1: $got"; }
}
expect 'coalesce(TAG, "dev")' '""'
expect 'coalesce(null, "dev")' '"dev"'
expect 'index(["a", "b"], 1)' '"b"'
expect 'index(["a", "b"], "b")' refused
expect 'indexof(["a", "b"], "b")' '"1"'
expect 'reverse("abc")' '"cba"'
expect 'reverse(["a", "b"])' refused
