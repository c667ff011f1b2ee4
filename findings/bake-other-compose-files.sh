#!/usr/bin/env bash
#
# `buildx bake` beside a Compose file reads other files than `docker compose`.
#
# Versions docker buildx v0.38.2 (`buildx bake --print`), compose-go v2.16.2 (what
#          docker compose reads a project with).
# Guess    In a folder with a Compose file, both start from the same services:
#          compose.yaml with compose.override.yaml on top, and no other.
# Seen     Bake leaves the override of Compose out, and merges in every file that
#          has one of the known names, old ones too. Compose takes the first
#          name, and the first override, of whichever spelling.
# Output   Compose    cart=shop/cart:override
#          Bake       cart=shop/cart:1 old=shop/old:1
# Matters  A tag, build argument or platform that the override sets is not in the
#          image that Bake pushes, while `docker compose build` in the same
#          folder has it. And a docker-compose.yml that was left behind after a
#          move to compose.yaml is built and pushed again.
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

	"github.com/compose-spec/compose-go/v2/cli"
)

func main() {
	options, err := cli.NewProjectOptions(nil, cli.WithName("shop"), cli.WithDefaultConfigPath)
	if err != nil {
		panic(err)
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		panic(err)
	}
	for name, service := range project.Services {
		fmt.Println(name + "=" + service.Image)
	}
}
GO
{ go mod init probe && go get github.com/compose-spec/compose-go/v2@v2.16.2 && go mod tidy && go build -o probe .; } > "$tmp/log" 2>&1 ||
  { cat "$tmp/log" >&2; exit 1; }

cd "$tmp/shop"
service() { printf 'services:\n  %s:\n    image: %s\n    build: %s\n' "$1" "$2" "$1"; }
service cart shop/cart:1 > compose.yaml
service cart shop/cart:override > docker-compose.override.yml
service old shop/old:1 > docker-compose.yml

compose=$("$tmp/probe/probe" 2> "$tmp/log") || { cat "$tmp/log" >&2; exit 1; }
compose=$(sort <<< "$compose" | paste -sd ' ')
printed=$(DOCKER_CONFIG="$tmp/config" "$tmp/bin/buildx" bake --print 2> "$tmp/log") || { cat "$tmp/log" >&2; exit 1; }
# shellcheck disable=SC2016
bake=$(node -p 'Object.entries(JSON.parse(process.argv[1]).target).map(([name, { tags }]) => `${name}=${tags}`).sort().join(" ")' "$printed")
printf '%-10s %s\n' Compose "$compose" Bake "$bake"
[ "$compose" = 'cart=shop/cart:override' ] || changed "Compose has $compose"
[ "$bake" = 'cart=shop/cart:1 old=shop/old:1' ] || changed "Bake has $bake"
