#!/usr/bin/env bash
#
# A kustomization's fields count in any case, and of two the plain one wins without a word.
#
# Versions kustomize v5.8.2.
# Guess    Fields of a kustomization are strict: `kustomize build` refuses a key
#          that it does not know, so `IMAGES:` is an error, and so is `Images:`
#          beside `images:`.
# Seen     Each spelling is the field, down to `NEWTAG`. Of two spellings in
#          one file the plain one counts, wherever it stands, and nothing is
#          said of the other.
# Output   IMAGES alone          acme/web:2
#          images, then Images   acme/web:3
#          Images, then images   acme/web:3
# Matters  Whoever looks for `images:` to tell the tag that is deployed, or to
#          write it, finds none in a file that has one; adding the usual block
#          beside it switches the old one off.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GOBIN="$tmp/bin" GOTOOLCHAIN=auto
go install sigs.k8s.io/kustomize/kustomize/v5@v5.8.2

mkdir "$tmp/web"
cat > "$tmp/web/deployment.yaml" <<'MANIFEST'
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {template: {spec: {containers: [{name: web, image: "acme/web:1"}]}}}
MANIFEST

build() { # the lines behind the resources
  { echo 'resources: [deployment.yaml]'; printf '%b' "$1"; } > "$tmp/web/kustomization.yaml"
  "$tmp/bin/kustomize" build "$tmp/web" 2>&1 | sed -n 's/^ *- image: //p'
}

alone=$(build 'IMAGES: [{NAME: acme/web, NEWTAG: "2"}]\n')
then_wrong=$(build 'images: [{name: acme/web, newTag: "3"}]\nImages: [{name: acme/web, newTag: "4"}]\n')
then_right=$(build 'Images: [{name: acme/web, newTag: "4"}]\nimages: [{name: acme/web, newTag: "3"}]\n')
echo "IMAGES alone          $alone"
echo "images, then Images   $then_wrong"
echo "Images, then images   $then_right"

[ "$alone" = 'acme/web:2' ] || changed "IMAGES alone: $alone"
[ "$then_wrong" = 'acme/web:3' ] || changed "images, then Images: $then_wrong"
[ "$then_right" = 'acme/web:3' ] || changed "Images, then images: $then_right"
