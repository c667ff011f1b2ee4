#!/usr/bin/env bash
#
# The package that a file was moved out of has not changed, says pnpm.
#
# Versions pnpm v10.34.9, turbo v2.11.11, git.
# Guess    `--filter '...[REF]'` is all packages with a change since REF, and all
#          that depend on them. A file moved from one package to another
#          changes both.
# Seen     pnpm asks git for names only, which for a file that was moved is the
#          new one. The package that lost it, and all that depend on that, are
#          left out. turbo asks in another way and has them.
# Output   price.js moved from lib to app, web depends on lib
#          pnpm                      app
#          turbo                     app lib web
#          pnpm, diff.renames off    app lib web
# Matters  What breaks by such a move is exactly the package that lost the file
#          and its dependents. None of them is built or tested, and the mistake
#          shows in the pull request of whoever changes them next.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

cd "$tmp"
npm install --silent --no-audit --no-fund pnpm@10.34.9 turbo@2.11.11
export PATH="$tmp/node_modules/.bin:$PATH" TURBO_TELEMETRY_DISABLED=1
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b.c GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b.c

mkdir shop
cd shop
git init --quiet
cat > package.json <<'JSON'
{ "name": "shop", "private": true, "packageManager": "pnpm@10.34.9", "workspaces": ["packages/*"] }
JSON
echo 'packages: ["packages/*"]' > pnpm-workspace.yaml
echo '{ "tasks": { "build": {} } }' > turbo.json
mkdir -p packages/{app,lib,web}
for name in app lib; do echo "{ \"name\": \"$name\", \"version\": \"1.0.0\" }" > "packages/$name/package.json"; done
echo '{ "name": "web", "version": "1.0.0", "dependencies": { "lib": "workspace:*" } }' > packages/web/package.json
seq 50 > packages/lib/price.js
pnpm install --silent --offline --lockfile-only
git add . && git commit --quiet --message one
git mv packages/lib/price.js packages/app/price.js
git commit --quiet --message two

say() { # label, output, wanted
  printf '%-25s %s\n' "$1" "$2"
  [ "$2" = "$3" ] || changed "$1: $2"
}
names() { node -p 'process.argv[1].trim().split("\n").map((line) => path.basename(line.trim().split(" ")[0])).sort().join(" ")' "$1"; }
affected() { pnpm --filter '...[HEAD~1]' list --recursive --depth -1 --parseable; }
echo 'price.js moved from lib to app, web depends on lib'
say pnpm "$(names "$(affected)")" app
listed=$(turbo ls --filter '...[HEAD~1]' 2> "$tmp/log") || { cat "$tmp/log" >&2; exit 1; }
say turbo "$(names "$(grep packages/ <<< "$listed")")" 'app lib web'
git config diff.renames false
say 'pnpm, diff.renames off' "$(names "$(affected)")" 'app lib web'
