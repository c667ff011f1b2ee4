#!/usr/bin/env bash
#
# The reference localhost/shop: here it is a machine, there a user of Docker Hub.
#
# Versions distribution/reference v0.6.0 (docker, containerd) and
#          google/go-containerregistry v0.20.6 (crane, ko, cosign).
# Guess    The rule "the first part is a host if it has a dot or a colon or is
#          `localhost`, else it is Docker Hub" is common to all, and so is what
#          a reference may contain.
# Seen     go-containerregistry leaves out `localhost`, and so looks for the image
#          on Docker Hub. distribution takes a first part with a capital letter
#          for a host, where the other one refuses it. And of a tag beside a
#          digest one keeps both, the other only the digest.
# Output   localhost/shop    docker: localhost/shop:1       crane: index.docker.io/localhost/shop:1
#          Team/shop         docker: Team/shop:1            crane: refused
#          web/s             docker: docker.io/web/s:1      crane: index.docker.io/web/s:1
#          team/web:1@sha256 docker: keeps the tag          crane: drops the tag
# Matters  One job of a pipeline pushes with one library, the next one checks
#          "is it there" or signs with the other. For a name that starts with
#          localhost they talk about two images, and the check of a fleet's
#          images asks a public registry for private names.
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
	"fmt"
	"os"

	"github.com/distribution/reference"
	"github.com/google/go-containerregistry/pkg/name"
)

func main() {
	docker, crane := "refused", "refused"
	if named, err := reference.ParseNormalizedNamed(os.Args[1]); err == nil {
		docker = named.String()
	}
	if ref, err := name.ParseReference(os.Args[1]); err == nil {
		crane = ref.Name()
	}
	fmt.Println(docker)
	fmt.Println(crane)
}
GO
{ go mod init probe && go get github.com/distribution/reference@v0.6.0 github.com/google/go-containerregistry@v0.20.6 && go build -o probe .; } > "$tmp/log" 2>&1 ||
  { cat "$tmp/log" >&2; exit 1; }

expect() { # reference, what docker makes of it, what crane makes of it
  local docker crane
  { read -r docker; read -r crane; } < <(./probe "$1")
  printf '%-17s docker: %-22s crane: %s\n' "${1%:1}" "$docker" "$crane"
  [ "$docker" = "$2" ] || changed "docker reads $1 as $docker"
  [ "$crane" = "$3" ] || changed "crane reads $1 as $crane"
}

expect localhost/shop:1 localhost/shop:1 index.docker.io/localhost/shop:1
expect Team/shop:1 Team/shop:1 refused
expect web/s:1 docker.io/web/s:1 index.docker.io/web/s:1

digest="sha256:$(printf '0%.0s' {1..64})"
{ read -r docker; read -r crane; } < <(./probe "team/web:1@$digest")
[ "$docker" = "docker.io/team/web:1@$digest" ] || changed "docker reads a tag beside a digest as $docker"
[ "$crane" = "index.docker.io/team/web@$digest" ] || changed "crane reads a tag beside a digest as $crane"
echo 'team/web:1@sha256 docker: keeps the tag          crane: drops the tag'
