#!/usr/bin/env bash
#
# A chart that is twice in charts/ is one or the other, a little at random.
#
# Versions Helm v3.22.0 and v4.3.2 (`helm template`).
# Guess    charts/ holds a folder `cart` and the packed `cart-1.0.0.tgz`, both of
#          the version that Chart.yaml asks for. Helm refuses the second, or one
#          kind always wins over the other.
# Seen     Neither: the same command on the same files renders now the folder, now
#          the archive. The loader collects the subcharts in a Go map, whose order
#          is random, and the first of that name is taken.
# Output   v3: 46 times the folder, 14 times the archive
#          v4: 51 times the folder, 9 times the archive    (the figures differ)
# Matters  `helm dependency build` makes just that of a committed folder whose
#          entry names another path by file://: it packs that path beside the
#          folder and leaves the folder. Argo CD runs it as soon as any other
#          dependency is missing, so an Application may flip between two charts
#          with no commit in between.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

export GOTOOLCHAIN=auto
GOBIN="$tmp/v3" go install helm.sh/helm/v3/cmd/helm@v3.22.0
GOBIN="$tmp/v4" go install helm.sh/helm/v4/cmd/helm@v4.3.2

chart() { # folder, what its template says
  mkdir -p "$1/templates"
  printf 'apiVersion: v2\nname: cart\nversion: 1.0.0\n' > "$1/Chart.yaml"
  echo "seen: $2" > "$1/templates/seen.yaml"
}
chart "$tmp/shop/charts/cart" folder
chart "$tmp/beside" archive
"$tmp/v3/helm" package "$tmp/beside" -d "$tmp/shop/charts" > /dev/null
cat > "$tmp/shop/Chart.yaml" <<'CHART'
apiVersion: v2
name: shop
version: 1.0.0
dependencies:
  - {name: cart, version: 1.x.x, repository: "file://../beside"}
CHART

for version in v3 v4; do
  folder=0 archive=0
  for _ in $(seq 60); do
    case $("$tmp/$version/helm" template shop "$tmp/shop" | sed -n 's/^seen: //p') in
      folder) folder=$((folder + 1)) ;;
      archive) archive=$((archive + 1)) ;;
      *) changed "$version renders neither of the two, or both" ;;
    esac
  done
  echo "$version: $folder times the folder, $archive times the archive"
  [ $folder -gt 0 ] && [ $archive -gt 0 ] || changed "$version always takes the same one of two copies"
done
