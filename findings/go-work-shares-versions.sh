#!/usr/bin/env bash
#
# The go.mod of one service decides what another is built with.
#
# Versions Go (seen with 1.26), golang.org/x/mod v0.20.0 and v0.21.0 as a library.
# Guess    A service is built with the versions that its own go.mod names, go.work
#          only says where the modules of the repository are.
# Seen     In a workspace there is one list of versions for all: the highest that
#          any module asks for, also where the service imports nothing from that
#          module. Its own go.mod and go.sum stay as they are.
# Output   cart asks for v0.20.0, web for v0.21.0; cart does not use web
#          cart in the workspace         x/mod v0.21.0
#          cart with GOWORK=off          x/mod v0.20.0
#          cart, web asking for v0.20.0  x/mod v0.20.0
# Matters  Tests run in the checkout, where go.work is; a Dockerfile that copies one
#          service builds without it, with a version that no test had. And where
#          the image is built with go.work, a line in services/web/go.mod changes
#          cart, which no list of imports or of changed folders tells.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GOTOOLCHAIN=auto GOFLAGS=-mod=mod
cd "$tmp"
module() { # name, version
  mkdir -p "$1"
  printf 'module shop/%s\n\ngo 1.22.0\n\nrequire golang.org/x/mod %s\n' "$1" "$2" > "$1/go.mod"
  cat > "$1/main.go" <<'GO'
package main

import "golang.org/x/mod/semver"

func main() { println(semver.IsValid("v1")) }
GO
  (cd "$1" && GOWORK=off go mod tidy) > log 2>&1 || { cat log >&2; exit 1; }
}
module cart v0.20.0
module web v0.21.0
printf 'go 1.22.0\n\nuse (\n\t./cart\n\t./web\n)\n' > go.work
unset GOFLAGS

built() { # GOWORK
  (cd cart && GOWORK=$1 go build -o ../program .) > log 2>&1 || { cat log >&2; exit 1; }
  go version -m program | awk '$2 == "golang.org/x/mod" { print "x/mod " $3 }'
}
expect() { # label, output, wanted
  printf '%-29s %s\n' "$1" "$2"
  [ "$2" = "$3" ] || changed "$1: $2"
}
echo 'cart asks for v0.20.0, web for v0.21.0; cart does not use web'
expect 'cart in the workspace' "$(built '')" 'x/mod v0.21.0'
expect 'cart with GOWORK=off' "$(built off)" 'x/mod v0.20.0'
module web v0.20.0
expect 'cart, web asking for v0.20.0' "$(built '')" 'x/mod v0.20.0'
