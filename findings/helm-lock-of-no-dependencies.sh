#!/usr/bin/env bash
#
# The command that Helm asks for changes nothing, and Helm asks for it again.
#
# Versions Helm v3.22.0 and v4.3.2 (`helm dependency build`, `update`).
# Guess    The last dependency of a chart is taken out, with the key: the lock
#          is of other dependencies, `build` says so, and `update` writes a lock
#          of none, or removes it, as it does for `dependencies: []`.
# Seen     Without the key `update` ends with 0 before it looks at the lock
#          (Manager.Update: `if req == nil`), so the old one stays. `build` does
#          compare it, fails with "out of sync", and asks for `update`.
# Output   v3 with []: update 0, build 0
#          v3 without the key: update 0, build 1, the lock still names cart
#          v4 with []: update 0, build 0
#          v4 without the key: update 0, build 1, the lock still names cart
# Matters  A service leaves an umbrella chart, and somebody tidies up the key
#          that holds nothing any more. `helm dependency build` in the pipeline
#          fails from then on, and doing what it says repairs nothing:
#          Chart.lock has to be deleted by hand.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GOTOOLCHAIN=auto
GOBIN="$tmp/v3" go install helm.sh/helm/v3/cmd/helm@v3.22.0
GOBIN="$tmp/v4" go install helm.sh/helm/v4/cmd/helm@v4.3.2

mkdir -p "$tmp/cart" "$tmp/shop"
printf 'apiVersion: v2\nname: cart\nversion: 1.0.0\n' > "$tmp/cart/Chart.yaml"

status() { "$@" > /dev/null 2>&1 && echo 0 || echo $?; }

after() { # version of Helm, what Chart.yaml says once the chart is out
  local helm="$tmp/$1/helm" chart="$tmp/shop"
  rm -rf "$chart/charts" "$chart/Chart.lock"
  printf 'apiVersion: v2\nname: shop\nversion: 1.0.0\n' > "$chart/Chart.yaml"
  cp "$chart/Chart.yaml" "$tmp/bare.yaml"
  printf 'dependencies:\n- {name: cart, version: 1.x, repository: "file://../cart"}\n' >> "$chart/Chart.yaml"
  "$helm" dependency update "$chart" > /dev/null
  cat "$tmp/bare.yaml" > "$chart/Chart.yaml"
  printf '%s' "$2" >> "$chart/Chart.yaml"
  local updated built
  updated=$(status "$helm" dependency update "$chart")
  built=$(status "$helm" dependency build "$chart")
  echo "update $updated, build $built$(grep -q 'name: cart' "$chart/Chart.lock" && echo ', the lock still names cart')"
}

for version in v3 v4; do
  with=$(after $version $'dependencies: []\n')
  without=$(after $version '')
  echo "$version with []: $with"
  echo "$version without the key: $without"
  [ "$with" = 'update 0, build 0' ] || changed "$version with an empty list: $with"
  [ "$without" = 'update 0, build 1, the lock still names cart' ] || changed "$version without the key: $without"
done
