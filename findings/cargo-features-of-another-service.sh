#!/usr/bin/env bash
#
# What cart does depends on whether web is built in the same command.
#
# Version  Cargo (seen with 1.95).
# Guess    A program is what its sources, its Cargo.toml and Cargo.lock make of
#          it. To build all members of a workspace at once gives the same as to
#          build each by itself, only faster.
# Seen     Features of a shared crate are put together over all packages that one
#          command builds, also with the resolvers 2 and 3, which part them by
#          target and kind only. A feature that web asks for is in cart, too.
# Output   cargo build -p cart           cart says dollar
#          cargo build                   cart says euro
#          cargo build -p cart -p web    cart says euro
#          (resolver 3)                  the same
# Matters  A Dockerfile for each service builds one program, one for all (or the
#          cache that is filled first) another, from the same commit. And a change
#          of web/Cargo.toml alone changes cart.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

cd "$tmp"
crate() { # name, file, content
  mkdir -p "$1/src"
  echo "$3" > "$1/src/$2.rs"
  printf '[package]\nname = "%s"\nversion = "0.1.0"\nedition = "2021"\n' "$1" > "$1/Cargo.toml"
}
crate lib lib 'pub fn currency() -> &'"'"'static str { if cfg!(feature = "euro") { "euro" } else { "dollar" } }'
crate cart main 'fn main() { println!("{}", lib::currency()) }'
crate web main 'fn main() { println!("{}", lib::currency()) }'
printf '[features]\neuro = []\n' >> lib/Cargo.toml
printf '[dependencies]\nlib = { path = "../lib" }\n' >> cart/Cargo.toml
printf '[dependencies]\nlib = { path = "../lib", features = ["euro"] }\n' >> web/Cargo.toml

expect() { # command, wanted
  local seen
  # shellcheck disable=SC2086
  CARGO_TARGET_DIR=target $1 --quiet --offline
  seen=$(target/debug/cart)
  [ "$seen" = "$2" ] || changed "after $1 cart says $seen"
}
for resolver in 2 3; do
  printf '[workspace]\nresolver = "%s"\nmembers = ["lib", "cart", "web"]\n' "$resolver" > Cargo.toml
  for pair in 'cargo build -p cart:dollar' 'cargo build:euro' 'cargo build -p cart -p web:euro'; do
    expect "${pair%:*}" "${pair#*:}"
    [ "$resolver" = 3 ] || printf '%-29s cart says %s\n' "${pair%:*}" "${pair#*:}"
  done
done
printf '%-29s the same\n' '(resolver 3)'
