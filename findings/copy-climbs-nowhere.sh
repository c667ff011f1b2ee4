#!/usr/bin/env bash
#
# COPY ../shared does not fail, it copies another folder.
#
# Version  BuildKit v0.34.2 (its Dockerfile frontend turns a Dockerfile into steps).
# Guess    A path that climbs out of the build context is an error, as the
#          documentation says, so a Dockerfile that builds has none.
# Seen     `..` at the top goes nowhere, as in a root folder: ../shared is the
#          shared folder INSIDE the context, and ../../cart/../web is its web.
#          The build fails only when there is none of that name.
# Output   COPY ../shared            copies /shared
#          COPY ../../cart/../web    copies /web
#          COPY cart/../../lib       copies /lib
# Matters  In services/cart, COPY ../shared with the repository as context takes
#          /shared, with the service as context services/cart/shared; neither is
#          services/shared, where the line points. Whoever resolves it from the
#          Dockerfile's place rebuilds for the wrong folder.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GOTOOLCHAIN=auto
mkdir "$tmp/probe"
cd "$tmp/probe"
cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/solver/pb"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// Reads a Dockerfile from standard input and prints what it copies from the context.
func main() {
	text, _ := io.ReadAll(os.Stdin)
	args := map[string]string{}
	for _, arg := range os.Args[1:] {
		name, value, _ := strings.Cut(arg, "=")
		args[name] = value
	}
	built, err := dockerfile2llb.Dockerfile2LLB(context.Background(), text, dockerfile2llb.ConvertOpt{
		Config:         dockerui.Config{BuildArgs: args},
		TargetPlatform: &ocispecs.Platform{OS: "linux", Architecture: "arm64"},
	})
	if err != nil {
		panic(err)
	}
	definition, err := built.State.Marshal(context.Background(), llb.LinuxArm64)
	if err != nil {
		panic(err)
	}
	for _, bytes := range definition.Def {
		var op pb.Op
		if err := op.UnmarshalVT(bytes); err != nil {
			panic(err)
		}
		for _, action := range op.GetFile().GetActions() {
			fmt.Println(action.GetCopy().GetSrc())
		}
	}
}
GO
{ go mod init probe && go get github.com/moby/buildkit@v0.34.2 && go mod tidy && go build -o probe .; } > "$tmp/log" 2>&1 ||
  { cat "$tmp/log" >&2; exit 1; }

expect() { # source, wanted
  local seen
  seen=$(printf 'FROM scratch\nCOPY %s /app/\n' "$1" | ./probe 2> "$tmp/log") || { cat "$tmp/log" >&2; exit 1; }
  printf 'COPY %-20s copies %s\n' "$1" "$seen"
  [ "$seen" = "$2" ] || changed "COPY $1 copies $seen"
}

expect ../shared /shared
expect ../../cart/../web /web
expect cart/../../lib /lib
