#!/usr/bin/env bash
#
# A registry that takes layers by sha512 says that no manifest has its sha512.
#
# Versions distribution v3.1.2 (the registry of the image `registry:3`).
# Guess    sha512 is a registered algorithm of OCI, so a registry either knows
#          it or says that it does not: for everything that it keeps.
# Seen     A blob is taken and given by its sha512. A manifest that is pushed by
#          its correct sha512 is DIGEST_INVALID, "provided digest did not match
#          uploaded content": it is compared with the sha256 of the bytes.
# Output   blob by sha512                         201
#          manifest by sha512                     400 DIGEST_INVALID
#          manifest by sha256                     201
#          that manifest by sha512                404
# Matters  A copy between registries that keeps digests cannot keep that of an
#          image which was pinned by sha512, and the answer reads as if the
#          bytes were damaged on the way.
set -euo pipefail

tmp=$(mktemp -d)
changed() { echo "CHANGED: $*" >&2; exit 1; }
registry=
trap '[ -z "$registry" ] || kill "$registry" 2>/dev/null; rm -rf "$tmp"' EXIT

GOTOOLCHAIN=auto GOBIN="$tmp/bin" go install github.com/distribution/distribution/v3/cmd/registry@v3.1.2
mkdir "$tmp/store"
cat > "$tmp/config.yml" <<YAML
version: 0.1
log: { level: info }
storage: { filesystem: { rootdirectory: $tmp/store } }
http: { addr: "127.0.0.1:0" }
YAML
OTEL_TRACES_EXPORTER=none "$tmp/bin/registry" serve "$tmp/config.yml" > "$tmp/log" 2>&1 &
registry=$!
port=
for _ in $(seq 100); do
  port=$(sed -n 's/.*listening on 127\.0\.0\.1:\([0-9]*\).*/\1/p' "$tmp/log" | head -1)
  [ -z "$port" ] || break
  sleep 0.1
done
[ -n "$port" ] || { cat "$tmp/log" >&2; exit 2; }
shop="http://127.0.0.1:$port/v2/shop"

hash() { "sha$1sum" "$2" | cut -d' ' -f1; }
# push_blob FILE ALGORITHM: the status
push_blob() {
  local place
  place=$(curl -fsS -X POST -o /dev/null -w '%header{location}' "$shop/blobs/uploads/")
  curl -sS -o /dev/null -w '%{http_code}' -X PUT -H 'Content-Type: application/octet-stream' \
    --data-binary "@$1" "$place&digest=sha$2:$(hash "$2" "$1")"
}
type=application/vnd.oci.image.manifest.v1+json
# push_manifest NAME: status and code of the answer
push_manifest() {
  curl -sS -o "$tmp/answer" -w '%{http_code}' -X PUT -H "Content-Type: $type" --data-binary "@$tmp/manifest" \
    "$shop/manifests/$1"
  sed -n 's/.*"code":"\([A-Z_]*\)".*/ \1/p' "$tmp/answer"
}

printf '{"os":"linux","architecture":"amd64"}' > "$tmp/image"
printf 'a layer' > "$tmp/layer"
[ "$(push_blob "$tmp/image" 256)" = 201 ] || { echo "cannot push" >&2; exit 2; }
blob=$(push_blob "$tmp/layer" 512)
config="application/vnd.oci.image.config.v1+json"
layer="application/vnd.oci.image.layer.v1.tar"
printf '{"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"sha256:%s","size":%s},"layers":[{"mediaType":"%s","digest":"sha512:%s","size":%s}]}' \
  "$type" "$config" "$(hash 256 "$tmp/image")" "$(wc -c < "$tmp/image")" "$layer" "$(hash 512 "$tmp/layer")" \
  "$(wc -c < "$tmp/layer")" > "$tmp/manifest"
by512=$(push_manifest "sha512:$(hash 512 "$tmp/manifest")")
by256=$(push_manifest "sha256:$(hash 256 "$tmp/manifest")")
asked=$(curl -sS -o /dev/null -w '%{http_code}' -H "Accept: $type" "$shop/manifests/sha512:$(hash 512 "$tmp/manifest")")

echo "blob by sha512                         $blob"
echo "manifest by sha512                     $by512"
echo "manifest by sha256                     $by256"
echo "that manifest by sha512                $asked"
[ "$blob" = 201 ] || changed "a blob is not taken by its sha512"
[ "$by512" = '400 DIGEST_INVALID' ] || changed "a manifest pushed by its sha512 is answered: $by512"
[ "$by256" = 201 ] || changed "an image with a sha512 layer is not taken"
[ "$asked" = 404 ] || changed "a manifest is found by its sha512"
