#!/usr/bin/env bash
#
# Bake builds the services that a profile switches off.
#
# Versions docker buildx v0.38.2 (`buildx bake --print`), compose-go v2.16.2 (what
#          docker compose reads a project with).
# Guess    A service with `profiles: [debug]` is not there unless the profile is
#          chosen, for `docker compose build` and for Bake alike; and a choice
#          in COMPOSE_PROFILES counts for both.
# Seen     Bake takes no notice of profiles: all services with a build are in its
#          default group.
# Output   no profile chosen          Compose: cart               Bake: cart fixtures stub
#          COMPOSE_PROFILES=debug     Compose: cart fixtures      Bake: cart fixtures stub
# Matters  Stubs, seeds and debuggers that live in the Compose file for local use
#          are built and pushed with every release as soon as the pipeline
#          moves from Compose to Bake, and fail it when they cannot be built
#          there.
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
	"sort"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
)

func main() {
	options, err := cli.NewProjectOptions(nil, cli.WithName("shop"), cli.WithOsEnv, cli.WithDefaultConfigPath, cli.WithDefaultProfiles())
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
  cart: {build: cart}
  fixtures: {build: fixtures, profiles: [debug]}
  stub: {build: stub, profiles: [offline]}
YAML

expect() { # label, profile, wanted of Compose
  local compose printed bake
  compose=$(COMPOSE_PROFILES=$2 "$tmp/probe/probe")
  printed=$(COMPOSE_PROFILES=$2 DOCKER_CONFIG="$tmp/config" "$tmp/bin/buildx" bake --print 2> "$tmp/log") || { cat "$tmp/log" >&2; exit 1; }
  bake=$(node -p 'JSON.parse(process.argv[1]).group.default.targets.sort().join(" ")' "$printed")
  printf '%-26s Compose: %-18s Bake: %s\n' "$1" "$compose" "$bake"
  [ "$compose" = "$3" ] || changed "Compose has $compose"
  [ "$bake" = 'cart fixtures stub' ] || changed "Bake has $bake"
}
expect 'no profile chosen' '' cart
expect 'COMPOSE_PROFILES=debug' debug 'cart fixtures'
