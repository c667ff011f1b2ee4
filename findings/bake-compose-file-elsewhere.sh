#!/usr/bin/env bash
#
# One Compose file, two places: -f deploy/compose.yaml means another folder to Bake.
#
# Versions docker buildx v0.38.2 (`buildx bake --print`), compose-go v2.16.2 (what
#          docker compose reads a project with).
# Guess    Paths in a Compose file start at the file, and its .env is the one
#          beside it, for whichever tool reads the file.
# Seen     For Bake both start at the folder where the command runs. It is no
#          error: the context is printed as it stands, and the variables of
#          another .env are as good as any.
# Output   Compose, from the root      deploy/cart         shop/cart:deploy
#          Bake, from the root         cart                shop/cart:root
#          Bake, from deploy           deploy/cart         shop/cart:deploy
# Matters  A monorepo that has its Compose file in a folder builds one service by
#          Compose and another (or an old copy at the root) by Bake. With
#          `context: ..`, which is how one gets out of deploy/, Bake
#          takes the folder around the repository.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

GOBIN="$tmp/bin" GOTOOLCHAIN=auto go install github.com/docker/buildx/cmd/buildx@v0.38.2
export GOTOOLCHAIN=auto
mkdir -p "$tmp/probe" "$tmp/shop/deploy"
cd "$tmp/probe"
cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/compose-spec/compose-go/v2/cli"
)

func main() {
	options, err := cli.NewProjectOptions(os.Args[1:], cli.WithName("shop"), cli.WithEnvFiles(), cli.WithDotEnv)
	if err != nil {
		panic(err)
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		panic(err)
	}
	here, _ := os.Getwd()
	folder, _ := filepath.Rel(here, project.Services["cart"].Build.Context)
	fmt.Printf("%-19s %s\n", folder, project.Services["cart"].Image)
}
GO
{ go mod init probe && go get github.com/compose-spec/compose-go/v2@v2.16.2 && go mod tidy && go build -o probe .; } > "$tmp/log" 2>&1 ||
  { cat "$tmp/log" >&2; exit 1; }

cd "$tmp/shop"
echo TAG=root > .env
echo TAG=deploy > deploy/.env
# shellcheck disable=SC2016
printf 'services:\n  cart:\n    image: shop/cart:${TAG}\n    build: ./cart\n' > deploy/compose.yaml

bake() { # folder, file
  local printed
  printed=$(cd "$1" && DOCKER_CONFIG="$tmp/config" "$tmp/bin/buildx" bake --print -f "$2" 2> "$tmp/log") || { cat "$tmp/log" >&2; exit 1; }
  node -p 'const { context, tags } = JSON.parse(process.argv[1]).target.cart; path.join(process.argv[2], context).padEnd(19) + " " + tags' "$printed" "$1"
}
expect() { # label, output, wanted
  printf '%-27s %s\n' "$1" "$2"
  [ "$2" = "$3" ] || changed "$1: $2"
}
expect 'Compose, from the root' "$("$tmp/probe/probe" deploy/compose.yaml)" 'deploy/cart         shop/cart:deploy'
expect 'Bake, from the root' "$(bake . deploy/compose.yaml)" 'cart                shop/cart:root'
expect 'Bake, from deploy' "$(bake deploy compose.yaml)" 'deploy/cart         shop/cart:deploy'
