#!/usr/bin/env bash
#
# An imported BOM is in the reactor, and nobody depends on it.
#
# Version  Maven v3.9.11 (any Maven on the machine fetches it).
# Guess    `-pl bom -amd` builds the module bom and what depends on it, and
#          `-pl cart -am` what cart needs; to import versions from a module is to
#          need it.
# Seen     Dependencies, parents and plugins are edges of the reactor, the import
#          of a BOM in dependencyManagement is not. Both selections leave the
#          other side out.
# Output   -pl bom -amd     bom                (cart imports it)
#          -pl cart -am     shop cart
#          -pl lib -amd     lib web            (web depends on it)
# Matters  The BOM is where the versions of all services are raised. A pipeline
#          that selects what to build by -amd builds the BOM alone for such a
#          change, and no service gets the new version until it changes
#          itself. `-pl cart -am` on a clean machine then takes the BOM from
#          the repository, if an older one was ever published.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

cd "$tmp"
mvn --quiet --batch-mode org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
  -Dartifact=org.apache.maven:apache-maven:3.9.11:tar.gz:bin -DoutputDirectory="$tmp" > log 2>&1 || { cat log >&2; exit 1; }
tar xzf apache-maven-3.9.11-bin.tar.gz

module() { # folder, name, the rest of the POM
  mkdir -p "$1"
  local parent='<parent><groupId>shop</groupId><artifactId>shop</artifactId><version>1</version></parent>'
  [ "$1" != . ] || parent='<groupId>shop</groupId><version>1</version>'
  echo "<project><modelVersion>4.0.0</modelVersion>$parent<artifactId>$2</artifactId>" > "$1/pom.xml"
  echo "<packaging>pom</packaging>$3</project>" >> "$1/pom.xml"
}
dependency() {
  echo "<dependencies><dependency><groupId>shop</groupId><artifactId>$1</artifactId>"
  echo "<version>1</version><type>pom</type>$2</dependency></dependencies>"
}
module . shop '<modules><module>bom</module><module>lib</module><module>cart</module><module>web</module></modules>'
module bom bom ''
module lib lib ''
module cart cart "<dependencyManagement>$(dependency bom '<scope>import</scope>')</dependencyManagement>"
module web web "$(dependency lib '')"

expect() { # label, remark, wanted
  local seen
  # shellcheck disable=SC2086
  seen=$(apache-maven-3.9.11/bin/mvn --batch-mode --offline -Dmaven.repo.local="$tmp/repository" validate $1 2> log) ||
    { echo "$seen" >&2; exit 1; }
  seen=$(sed -n 's/^\[INFO\] Building \([a-z]*\) .*/\1/p' <<< "$seen" | paste -sd ' ')
  printf '%-16s %-18s %s\n' "$1" "$seen" "$2" | sed 's/ *$//'
  [ "$seen" = "$3" ] || changed "$1 builds $seen"
}
expect '-pl bom -amd' '(cart imports it)' bom
expect '-pl cart -am' '' 'shop cart'
expect '-pl lib -amd' '(web depends on it)' 'lib web'
