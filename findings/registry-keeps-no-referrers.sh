#!/usr/bin/env bash
#
# The reference registry takes a signature for an image, and cannot say that it has one.
#
# Versions distribution v3.1.2 (the registry of the image `registry:3`), crane
#          v0.20.6 of go-containerregistry.
# Guess    A registry of 2026 that accepts a manifest with a `subject` also answers
#          which manifests name an image, as version 1.1 of the OCI specification
#          has it, and says so when it takes one (`OCI-Subject`).
# Seen     It takes the manifest, says nothing of a subject, and has no such address.
#          Whoever signs has to keep the list in a tag of its own
#          (`sha256-<digest of the image>`), which stands among the tags of the
#          releases; until then nobody finds the signature.
# Output   signature of shop:1             201, without OCI-Subject
#          what names shop:1               404
#          tags after the list is kept     1 sha256-<digest>
# Matters  A copy of an image "with its signatures" that asks the registry finds none
#          and leaves them behind without a word. Clean-up jobs and update rules that
#          go by tags see one more tag for each image, which looks like no version.
set -euo pipefail

tmp=$(mktemp -d)
trap 'kill "${server:-}" 2> /dev/null || true; rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GOTOOLCHAIN=auto GOBIN="$tmp/bin"
go install github.com/google/go-containerregistry/cmd/crane@v0.20.6
go install github.com/distribution/distribution/v3/cmd/registry@v3.1.2

cd "$tmp"
port=$(node -e 'const server = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(server.address().port); server.close() })')
host=127.0.0.1:$port
printf 'version: 0.1\nstorage: {inmemory: {}}\nhttp: {addr: "%s"}\nlog: {level: error}\n' "$host" > registry.yml
bin/registry serve registry.yml > registry.log 2>&1 &
server=$!
for _ in $(seq 50); do curl -s -o answer "http://$host/v2/" && break || sleep 0.2; done

echo 'a program' > program
tar cf layer.tar program
bin/crane append -f layer.tar -t "$host/shop:1" > pushed 2> log || { cat log >&2; exit 1; }
digest=$(bin/crane digest "$host/shop:1")
size=$(bin/crane manifest "$host/shop:1" | wc -c)
media=$(bin/crane manifest "$host/shop:1" | node -p 'JSON.parse(require("fs").readFileSync(0, "utf8")).mediaType')

push_blob() { # file; prints its digest
  local id location
  id=sha256:$(sha256sum "$1" | cut -d' ' -f1)
  location=$(curl -s -o answer -D - -X POST "http://$host/v2/shop/blobs/uploads/" | tr -d '\r' | sed -n 's/^[Ll]ocation: //p')
  curl -s -o answer -X PUT --data-binary "@$1" -H 'Content-Type: application/octet-stream' "$location&digest=$id"
  echo "$id"
}
printf '{}' > empty.json
echo 'signed' > signature
empty=$(push_blob empty.json)
layer=$(push_blob signature)
cat > signed.json <<JSON
{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","artifactType":"application/vnd.example.signature","config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"$empty","size":2},"layers":[{"mediaType":"application/vnd.example.signature","digest":"$layer","size":$(wc -c < signature)}],"subject":{"mediaType":"$media","digest":"$digest","size":$size}}
JSON
id=sha256:$(sha256sum signed.json | cut -d' ' -f1)
status=$(curl -s -o answer -D headers -w '%{http_code}' -X PUT --data-binary @signed.json -H 'Content-Type: application/vnd.oci.image.manifest.v1+json' "http://$host/v2/shop/manifests/$id")
subject=$(grep -i '^oci-subject:' headers || true)
printf '%-31s %s, %s\n' 'signature of shop:1' "$status" "${subject:-without OCI-Subject}"
[ "$status" = 201 ] || changed "the signature was answered with $status: $(cat answer)"
[ -z "$subject" ] || changed "it says $subject"

status=$(curl -s -o answer -w '%{http_code}' "http://$host/v2/shop/referrers/$digest")
printf '%-31s %s\n' 'what names shop:1' "$status"
[ "$status" = 404 ] || changed "what names the image was answered with $status: $(cat answer)"

tag=${digest/:/-}
printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json","artifactType":"application/vnd.example.signature","digest":"%s","size":%s}]}' "$id" "$(wc -c < signed.json)" > list.json
curl -s -o answer -X PUT --data-binary @list.json -H 'Content-Type: application/vnd.oci.image.index.v1+json' "http://$host/v2/shop/manifests/$tag"
tags=$(bin/crane ls "$host/shop" | sort | tr '\n' ' ')
printf '%-31s %s\n' 'tags after the list is kept' "${tags//$tag/sha256-<digest>}"
[ "$tags" = "1 $tag " ] || changed "the tags are $tags"
