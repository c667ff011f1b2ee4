#!/usr/bin/env bash
# usage: move-major-tag.sh vX.Y.Z
# Lets the tag vX of `origin` lead to that release, unless a newer one of the same major version is there.
set -euo pipefail
release="$1"
major="${release%%.*}"
if ! [[ "$release" =~ ^v[0-9]+\.[0-9]+\.[0-9]+$ ]]; then
  echo "$release is no release: vX.Y.Z" >&2
  exit 1
fi
tags="$(git ls-remote --tags origin "refs/tags/$major.*")"
# An annotated tag has a second line, of the commit that it leads to.
commit="$(awk -v tag="refs/tags/$release" '$2 == tag || $2 == tag "^{}" { commit = $1 } END { print commit }' <<< "$tags")"
if [ -z "$commit" ]; then
  echo "origin has no tag $release: push it first" >&2
  exit 1
fi
newest="$(awk '{ print $2 }' <<< "$tags" | grep -E '^refs/tags/v[0-9]+\.[0-9]+\.[0-9]+$' | sort -V | tail -n 1)"
if [ "$newest" != "refs/tags/$release" ]; then
  echo "$major stays where it is: ${newest#refs/tags/} is newer than $release"
  exit 0
fi
git push --quiet --force origin "$commit:refs/tags/$major"
echo "$major is $release now"
