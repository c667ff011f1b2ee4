#!/bin/sh
# The same as a script of a pipeline would do it: `bump-by-hand.sh FOLDER URL BRANCH TAG` writes one blob after the
# other with git's plumbing and a pattern, then the tree and the commit, and pushes with a lease. It checks nothing.
set -eu
folder=$1 url=$2 branch=$3 tag=$4
export GIT_DIR="$folder/by-hand"
git init --quiet --bare --template= "$GIT_DIR"
git config remote.origin.url "$url"
git fetch --quiet --filter=blob:none --no-tags --no-write-fetch-head --refmap= --depth=1 origin "+refs/heads/$branch:refs/heads/head"
head=$(git rev-parse refs/heads/head)
git ls-tree -r --full-tree "$head" k8s/argocd/apps/prod >"$folder/files"
cut -f1 "$folder/files" | cut -d' ' -f3 | sort -u |
  git -c fetch.negotiationAlgorithm=noop fetch --quiet --filter=blob:none --no-tags --no-write-fetch-head --refmap= --stdin origin
export GIT_INDEX_FILE="$folder/index"
git read-tree "$head"
while IFS="$(printf '\t')" read -r entry path; do
  id=${entry##* }
  new=$(git cat-file blob "$id" |
    sed "/name: image\.tag\$/{n;s/'[^']*'/'$tag'/;}" |
    git hash-object -w --stdin)
  printf '%s %s\t%s\n' "${entry%% *}" "$new" "$path"
done <"$folder/files" | git update-index --index-info
made=$(git -c user.name='A Person' -c user.email=person@example.com commit-tree -p "$head" -m deploy "$(git write-tree --missing-ok)")
git push --quiet --force-with-lease="refs/heads/$branch:$head" origin "$made:refs/heads/$branch"
