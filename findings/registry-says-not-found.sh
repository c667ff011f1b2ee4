#!/usr/bin/env bash
#
# An image that was pushed a moment ago is 404 to curl.
#
# Versions distribution v3.1.2 (the registry of the image `registry:3`), crane
#          v0.20.6 of go-containerregistry.
# Guess    HEAD of /v2/NAME/manifests/TAG says whether a tag is there: 200 or 404.
#          What one accepts decides the form of the answer, at most.
# Seen     An image in OCI format is 404 unless the request accepts that very
#          type; `*/*`, and no Accept header, are not enough. An image in Docker's
#          format, and an index, are 200 whatever is accepted.
# Output   accepts                      docker image   OCI image   OCI index
#          */*                          200            404         200
#          (no header)                  200            404         200
#          Docker's image type          200            404         200
#          OCI's image type             200            200         200
# Matters  "Skip the build if the tag is there" and "fail if it is not" go wrong
#          for services built for one platform and right for those built for
#          two, and for a tag that was there until its builder moved from
#          Docker's format to OCI's.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GOTOOLCHAIN=auto GOBIN="$tmp/bin"
go install github.com/google/go-containerregistry/cmd/crane@v0.20.6
mkdir "$tmp/registry"
cd "$tmp/registry"
cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"

	"github.com/distribution/distribution/v3/configuration"
	"github.com/distribution/distribution/v3/registry/handlers"
	_ "github.com/distribution/distribution/v3/registry/storage/driver/inmemory"
)

func main() {
	config := &configuration.Configuration{Storage: configuration.Storage{
		"inmemory": configuration.Parameters{},
		"delete":   configuration.Parameters{"enabled": true},
	}}
	config.Log.Level = "fatal"
	config.Catalog.MaxEntries = 100
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr())
	os.Stdout.Close()
	http.Serve(listener, handlers.NewApp(context.Background(), config))
}
GO
{ go mod init registry && go get github.com/distribution/distribution/v3@v3.1.2 && go mod tidy && go build -o registry .; } > "$tmp/log" 2>&1 ||
  { cat "$tmp/log" >&2; exit 1; }
./registry > address 2> "$tmp/log" &
trap 'kill %1; rm -rf "$tmp"' EXIT
for _ in {1..50}; do [ -s address ] || sleep 0.1; done
shop="$(cat address)/shop"

crane() { "$tmp/bin/crane" "$@" 2> "$tmp/log" || { cat "$tmp/log" >&2; return 1; }; }
tar cf layer.tar main.go
crane append --new_layer layer.tar --new_tag "$shop:docker" > /dev/null
crane append --oci-empty-base --new_layer layer.tar --new_tag "$shop:oci" > /dev/null
crane index append --manifest "$shop:oci" --tag "$shop:index" > /dev/null

status() { curl --silent --head --output /dev/null --write-out '%{http_code}' --header "$2" "http://${shop/\//\/v2\/}/manifests/$1"; }
expect() { # label, header, wanted
  local seen
  seen="$(status docker "$2") $(status oci "$2") $(status index "$2")"
  # shellcheck disable=SC2086
  printf '%-28s %-14s %-11s %s\n' "$1" $seen
  [ "$seen" = "$3" ] || changed "$1: $seen"
}
printf '%-28s %-14s %-11s %s\n' accepts 'docker image' 'OCI image' 'OCI index'
expect '*/*' 'Accept: */*' '200 404 200'
expect '(no header)' 'Accept:' '200 404 200'
expect "Docker's image type" 'Accept: application/vnd.docker.distribution.manifest.v2+json' '200 404 200'
expect "OCI's image type" 'Accept: application/vnd.oci.image.manifest.v1+json' '200 200 200'
