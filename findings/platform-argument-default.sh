#!/usr/bin/env bash
#
# ARG TARGETARCH=amd64 puts amd64 programs into the arm64 image.
#
# Version  BuildKit v0.34.2 (its Dockerfile frontend turns a Dockerfile into steps).
# Guess    A build for a platform sets TARGETARCH as --build-arg would, and what
#          is given wins over a default: the default only serves builders that
#          do not know the argument.
# Seen     The default wins over the platform, be it in the stage or before FROM.
#          Only a --build-arg beats it. The config of the image still says
#          arm64.
# Output   ARG TARGETARCH              in the image: arm64    ARCH=arm64
#          ARG TARGETARCH=amd64        in the image: arm64    ARCH=amd64
#          before FROM =amd64          in the image: arm64    ARCH=amd64
#          with --build-arg =arm64     in the image: arm64    ARCH=arm64
# Matters  Binaries are fetched or compiled by that name. The index lists both
#          platforms, every check of manifests passes, and the image fails to
#          start only where a node is arm64.
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

	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerui"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

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
	for _, variable := range built.Image.Config.Env {
		if strings.HasPrefix(variable, "ARCH=") {
			fmt.Printf("%-8s %s\n", built.Image.Architecture, variable)
		}
	}
}
GO
{ go mod init probe && go get github.com/moby/buildkit@v0.34.2 && go mod tidy && go build -o probe .; } > "$tmp/log" 2>&1 ||
  { cat "$tmp/log" >&2; exit 1; }

expect() { # label, wanted, Dockerfile, arguments
  local label=$1 wanted=$2 text=$3 seen
  shift 3
  seen=$(printf '%b\n' "$text" | ./probe "$@" 2> "$tmp/log") || { cat "$tmp/log" >&2; exit 1; }
  printf '%-27s in the image: %s\n' "$label" "$seen"
  [ "$seen" = "$wanted" ] || changed "$label: $seen"
}

# shellcheck disable=SC2016
{
  expect 'ARG TARGETARCH' 'arm64    ARCH=arm64' 'FROM scratch\nARG TARGETARCH\nENV ARCH=$TARGETARCH'
  expect 'ARG TARGETARCH=amd64' 'arm64    ARCH=amd64' 'FROM scratch\nARG TARGETARCH=amd64\nENV ARCH=$TARGETARCH'
  expect 'before FROM =amd64' 'arm64    ARCH=amd64' 'ARG TARGETARCH=amd64\nFROM scratch\nARG TARGETARCH\nENV ARCH=$TARGETARCH'
  expect 'with --build-arg =arm64' 'arm64    ARCH=arm64' 'FROM scratch\nARG TARGETARCH=amd64\nENV ARCH=$TARGETARCH' TARGETARCH=arm64
}
