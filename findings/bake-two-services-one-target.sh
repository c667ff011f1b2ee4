#!/usr/bin/env bash
#
# Of the services cart.api and cart_api Bake builds one, by chance.
#
# Versions docker buildx v0.38.2 (`buildx bake --print`), compose-go v2.16.2 (what
#          docker compose reads a project with).
# Guess    A service is a target. Where a name has a dot, which a target must not
#          have, it is changed, and a clash is an error, as it is for a matrix.
# Seen     The dot becomes an underscore, and of two services that then have one
#          name one takes the place of the other, which one by chance: the same
#          command on the same file gives now this, now that. Nothing says
#          so. `bake cart.api` is understood, and as much of a lottery.
# Output   Compose             cart.api cart_api
#          Bake                shop/cart-old:1 or shop/cart:1
#          Bake, cart.api      shop/cart-old:1 or shop/cart:1
# Matters  A dot or an underscore is how old and new services are told apart. The
#          job for cart.api is green and has pushed the image of another service,
#          and when it is run again, its own. One of the two was never built.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

GOBIN="$tmp/bin" GOTOOLCHAIN=auto go install github.com/docker/buildx/cmd/buildx@v0.38.2
export GOTOOLCHAIN=auto
mkdir "$tmp/probe" "$tmp/shop"
cd "$tmp/probe"
cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"os"
	"sort"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
)

func main() {
	options, err := cli.NewProjectOptions(os.Args[1:], cli.WithName("shop"))
	if err != nil {
		panic(err)
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		panic(err)
	}
	names := project.ServiceNames()
	sort.Strings(names)
	fmt.Println(strings.Join(names, " "))
}
GO
{ go mod init probe && go get github.com/compose-spec/compose-go/v2@v2.16.2 && go mod tidy && go build -o probe .; } > "$tmp/log" 2>&1 ||
  { cat "$tmp/log" >&2; exit 1; }

cd "$tmp/shop"
cat > compose.yaml <<'YAML'
services:
  cart.api:
    image: shop/cart:1
    build: cart
  cart_api:
    image: shop/cart-old:1
    build: cart-old
YAML

seen() { # arguments of bake; the answers to one question, asked until there are two
  local printed
  : > "$tmp/answers"
  for _ in {1..200}; do
    printed=$(DOCKER_CONFIG="$tmp/config" "$tmp/bin/buildx" bake --print "$@" 2> "$tmp/log") || { cat "$tmp/log" >&2; exit 1; }
    grep -o '"shop/[^"]*"' <<< "$printed" | tr -d '"' | paste -sd ' ' >> "$tmp/answers"
    LC_ALL=C sort -u -o "$tmp/answers" "$tmp/answers"
    [ "$(wc -l < "$tmp/answers")" = 1 ] || break
  done
  paste -sd '|' "$tmp/answers" | sed 's/|/ or /g'
}
expect() { # label, output, wanted
  printf '%-19s %s\n' "$1" "$2"
  [ "$2" = "$3" ] || changed "$1: $2"
}
expect Compose "$("$tmp/probe/probe" compose.yaml)" 'cart.api cart_api'
expect Bake "$(seen)" 'shop/cart-old:1 or shop/cart:1'
expect 'Bake, cart.api' "$(seen cart.api)" 'shop/cart-old:1 or shop/cart:1'
