#!/usr/bin/env bash
#
# A tag for two platforms is there, answers, and cannot be pulled.
#
# Versions distribution v3.1.2 (the registry of the image `registry:3`), crane
#          v0.20.6 of go-containerregistry.
# Guess    A registry that refuses an index whose images it does not have also
#          keeps images that an index needs, or drops the index with them.
# Seen     It checks when an index is pushed and never again. The image of one
#          platform can be deleted by its digest; the index stays, with the
#          same digest, and lists it still.
# Output   index of an image that is missing      refused
#          image amd64 of shop:1 deleted          202
#          digest of shop:1                       as before
#          platforms of shop:1                    amd64 arm64
#          pull of shop:1 for arm64               done
#          pull of shop:1 for amd64               failed
# Matters  Builds of several platforms push each image by itself, and clean-up
#          jobs delete what has an old tag of its own or none. Every check by tag,
#          digest or list of platforms says that the image of the deployment is
#          there, until a node has to pull it.
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
crane append --oci-empty-base --new_layer layer.tar --new_tag "$shop:base" > /dev/null
for platform in amd64 arm64; do crane mutate "$shop:base" --set-platform "linux/$platform" --tag "$shop:1-$platform" > /dev/null; done
crane index append --manifest "$shop:1-amd64" --manifest "$shop:1-arm64" --tag "$shop:1" > /dev/null

say() { # label, output, wanted
  printf '%-38s %s\n' "$1" "$2"
  [ "$2" = "$3" ] || changed "$1: $2"
}
api="http://${shop/\//\/v2\/}/manifests"
send() { curl --silent --output /dev/null --write-out '%{http_code}' --request "$@"; }

missing=$(node -p 'JSON.stringify({ schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json", manifests: [
  { mediaType: "application/vnd.oci.image.manifest.v1+json", size: 1, digest: "sha256:" + "0".repeat(64) }] })')
pushed=$(send PUT "$api/wrong" --header 'Content-Type: application/vnd.oci.image.index.v1+json' --data "$missing")
say 'index of an image that is missing' "$([ "$pushed" = 400 ] && echo refused || echo "$pushed")" refused

before=$(crane digest "$shop:1")
say 'image amd64 of shop:1 deleted' "$(send DELETE "$api/$(crane digest "$shop:1-amd64")")" 202
say 'digest of shop:1' "$([ "$(crane digest "$shop:1")" = "$before" ] && echo 'as before' || echo another)" 'as before'
platforms=$(node -p 'JSON.parse(process.argv[1]).manifests.map(({ platform }) => platform.architecture).join(" ")' "$(crane manifest "$shop:1")")
say 'platforms of shop:1' "$platforms" 'amd64 arm64'
pull() { "$tmp/bin/crane" pull --platform "linux/$1" "$shop:1" image.tar > "$tmp/log" 2>&1 && echo 'done' || echo failed; }
say 'pull of shop:1 for arm64' "$(pull arm64)" 'done'
say 'pull of shop:1 for amd64' "$(pull amd64)" failed
