#!/usr/bin/env bash
#
# Valid JSON that Helm and kustomize refuse: a slash with a backslash before it.
#
# Versions helm v3.22.0 and v4.3.2, kustomize v5.8.2.
# Guess    A values file or a manifest in JSON is read as JSON, or as YAML 1.2, of
#          which JSON is a part: both have `\/` for a slash.
# Seen     All three take JSON for the YAML of a parser that knows no `\/` and stops
#          with "found unknown escape character". `--set-json`, which names JSON,
#          takes a file of JSON no better: it wants KEY=JSON, and there it does.
# Output   helm 3, values.json            found unknown escape character
#          helm 4, values.json            found unknown escape character
#          kustomize, resource in JSON    found unknown escape character
#          helm 3, --set-json home="…"    home: https://example.com/
# Matters  Encoders write `\/` unless told otherwise (PHP's is the usual one), and
#          only for values that are addresses: the pipeline that writes values.json
#          works until the first URL in it. A linter of JSON finds no fault.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GOTOOLCHAIN=auto
GOBIN="$tmp/v3" go install helm.sh/helm/v3/cmd/helm@v3.22.0
GOBIN="$tmp/v4" go install helm.sh/helm/v4/cmd/helm@v4.3.2
GOBIN="$tmp/bin" go install sigs.k8s.io/kustomize/kustomize/v5@v5.8.2

mkdir -p "$tmp/shop/chart/templates" "$tmp/shop/objects"
cd "$tmp/shop"
printf 'apiVersion: v2\nname: web\nversion: 1.0.0\n' > chart/Chart.yaml
# shellcheck disable=SC2016
printf 'home: {{ .Values.home }}\n' > chart/templates/web.yaml
printf '%s\n' '{"home": "https:\/\/example.com\/"}' > values.json
printf '%s\n' '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}, "data": {"home": "https:\/\/example.com\/"}}' > objects/web.json
printf 'resources: [web.json]\n' > objects/kustomization.yaml
node -e 'for (const file of process.argv.slice(1)) JSON.parse(require("fs").readFileSync(file, "utf8"))' values.json objects/web.json

words='found unknown escape character'
refused() { # label, command…
  local label=$1 said
  shift
  if said=$("$@" 2>&1); then changed "$label is read: $said"; fi
  case $said in *"$words"*) printf '%-30s %s\n' "$label" "$words" ;; *) changed "$label: $said" ;; esac
}
refused 'helm 3, values.json' "$tmp/v3/helm" template web chart -f values.json
refused 'helm 4, values.json' "$tmp/v4/helm" template web chart -f values.json
refused 'kustomize, resource in JSON' "$tmp/bin/kustomize" build objects
line=$("$tmp/v3/helm" template web chart --set-json 'home="https:\/\/example.com\/"' | grep '^home:')
printf '%-32s %s\n' 'helm 3, --set-json home="…"' "$line"
[ "$line" = 'home: https://example.com/' ] || changed "--set-json: $line"
