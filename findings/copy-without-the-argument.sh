#!/usr/bin/env bash
#
# One build argument left out, and every service is copied into the image.
#
# Version  BuildKit v0.34.2 (its Dockerfile frontend turns a Dockerfile into steps).
# Guess    ARG SERVICE without a value, used in COPY, is an error, or at least
#          copies nothing.
# Seen     It is the empty string, and what is left of the path is cleaned up:
#          the folder around all services, or the whole context. The frontend
#          warns of a name that no ARG declares, and not of this one.
# Output   COPY services/$SERVICE/          with cart: /services/cart    without: /services
#          COPY $SERVICE/src/               with cart: /cart/src         without: /src
#          COPY $SERVICE/                   with cart: /cart             without: /
#          COPY services/${SERVICE:-web}/   with cart: /services/cart    without: /services/web
#          warnings: 0, and 1 for a name that is not declared
# Matters  One Dockerfile for all services is usual. A pipeline that renames or
#          forgets the argument still pushes an image per service: each the
#          same, each with every service in it. And without the argument
#          the image is affected by a change of any service.
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
	"github.com/moby/buildkit/frontend/dockerfile/parser"
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
		Config: dockerui.Config{BuildArgs: args},
		Warn: func(rule, description, _, message string, _ []parser.Range) {
			fmt.Fprintln(os.Stderr, "warning:", rule, message)
		},
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

: > "$tmp/warnings"
expect() { # source, copied for cart, copied without a value
  local given missing
  # shellcheck disable=SC2016
  given=$(printf 'FROM scratch\nARG SERVICE\nCOPY %s /app/\n' "$1" | ./probe SERVICE=cart 2> "$tmp/log") || { cat "$tmp/log" >&2; exit 1; }
  missing=$(printf 'FROM scratch\nARG SERVICE\nCOPY %s /app/\n' "$1" | ./probe 2>> "$tmp/warnings") || { cat "$tmp/warnings" >&2; exit 1; }
  printf 'COPY %-27s with cart: %-17s without: %s\n' "$1" "$given" "$missing"
  [ "$given" = "$2" ] || changed "with the argument, COPY $1 copies $given"
  [ "$missing" = "$3" ] || changed "without the argument, COPY $1 copies $missing"
}

# shellcheck disable=SC2016
{
  expect 'services/$SERVICE/' /services/cart /services
  expect '$SERVICE/src/' /cart/src /src
  expect '$SERVICE/' /cart /
  expect 'services/${SERVICE:-web}/' /services/cart /services/web
}
# shellcheck disable=SC2016
printf 'FROM scratch\nCOPY services/$SERVICE/ /app/\n' | ./probe > /dev/null 2> "$tmp/undeclared"
warned=$(grep -c warning "$tmp/warnings" || true)
undeclared=$(grep -c 'UndefinedVar' "$tmp/undeclared" || true)
echo "warnings: $warned, and $undeclared for a name that is not declared"
[ "$warned/$undeclared" = 0/1 ] || changed 'the frontend warns in other cases'
